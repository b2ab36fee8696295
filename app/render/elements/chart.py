"""A small chart, painted and as mail-safe HTML."""

from dataclasses import replace

from app.model.nodes.basics import Align, Box
from app.model.nodes.chart import MOST_VALUES, Chart, ChartStyle, Mark
from app.render.colors import faded
from app.render.elements.brush import Brush
from app.render.elements.inline import Line, Span, line_html
from app.render.elements.page import Page
from app.render.shapes.filling import filled
from app.render.shapes.masks import without
from app.render.shapes.outlines import smooth
from app.render.shapes.pieces import Disc, Point
from app.render.shapes.rounding import rounded
from app.render.shapes.stamping import stamp, tint
from app.render.shapes.strokes import outlined

_DOT = 1.9  # radius of a mark, of the line's width
_SHADE, _SHADE_END = 0.30, 0.02  # opacity of the ground below a line
_BLOCKS = "▁▂▃▄▅▆▇█"
_LEAST_SIZE = 8  # pixels of a character
_COLUMNS = 24  # characters of a chart in a mail
_LEAST = 0.02  # of the height: a bar of nothing is still seen


def paint(brush: Brush, node: Chart) -> str:
    """Paint the values from left to right."""
    x, y, width, height = (value * brush.canvas.density for value in node.box)
    if width <= 0 or height <= 0 or not node.values:
        return ""
    node = replace(node, values=node.values[-MOST_VALUES:])
    if node.style is ChartStyle.BARS:
        _bars(brush, node, (x, y, width, height))
    else:
        _line(brush, node, (x, y, width, height))
    return ""


def html(page: Page, node: Chart, width: int) -> str:
    """Return columns of eight heights as characters; who listens hears the chart in words."""
    values = node.values[:: -(-len(node.values) // _COLUMNS)]
    low, high = min(0, *values), max(values)
    if node.style is not ChartStyle.BARS:
        low = min(values)
    steps = len(_BLOCKS) - 1
    blocks = "".join(
        _BLOCKS[round((value - low) * steps / (high - low)) if high > low else 0]
        for value in values
    )
    size = max(_LEAST_SIZE, min(node.box[3], 32, width // len(values)))  # as wide as high, at most
    words = Span(text=blocks, ink=node.color, size=size, spoken=node.alt or " ")
    return line_html(page, Line(box=node.box, align=Align.START), (words,), width)


def words(node: Chart) -> str:
    """Return the chart in words."""
    return node.alt


def is_empty(node: Chart) -> bool:
    """Tell whether there are no values."""
    return not node.values


def marked(node: Chart) -> set[int]:
    """Return the places of the values that stand out; of equal ones the last."""
    last = len(node.values) - 1
    places = {
        Mark.FIRST: 0,
        Mark.LAST: last,
        Mark.MOST: max(range(last + 1), key=lambda i: (node.values[i], i)),
        Mark.LEAST: min(range(last + 1), key=lambda i: (node.values[i], -i)),
    }
    return {places[mark] for mark in node.marks}


def _line(brush: Brush, node: Chart, box: Box) -> None:
    canvas, density = brush.canvas, brush.canvas.density
    x, y, width, height = box
    around = 2 * _DOT + 2 if node.marks else 2
    thick = min(node.width * density, min(width, height) / around)
    margin = thick * (around - 1) / 2
    points = _points(node, (x + margin, y + margin, width - 2 * margin, height - 2 * margin))
    dots = [Disc(points[place], thick * _DOT) for place in sorted(marked(node))]
    rims = [Disc(dot.center, dot.radius + density) for dot in dots]
    curve = smooth(points) if node.smooth else points
    within = canvas.size
    if node.style is ChartStyle.AREA and len(points) > 1:
        ground = y + height
        outline = (*curve, (curve[-1][0], ground), (curve[0][0], ground))
        if placed := filled(outline, within):
            shades = (faded(node.color, _SHADE), faded(node.color, _SHADE_END))
            tint(canvas, without(placed, rims, within), *shades)
    if node.base:
        canvas.fill((x, y + height - density, width, density), node.base)
    if placed := filled(outlined(curve, thick), within):
        tint(canvas, without(placed, rims, within), node.color)
    stamp(canvas, dots, node.mark_color)


def _points(node: Chart, room: tuple[float, float, float, float]) -> list[Point]:
    x, y, width, height = room
    low, high = min(node.values), max(node.values)
    spread = high - low
    step = width / max(1, len(node.values) - 1)
    start = x if len(node.values) > 1 else x + width / 2
    return [
        (start + step * i, y + height * ((high - value) / spread if spread else 0.5))
        for i, value in enumerate(node.values)
    ]


def _bars(brush: Brush, node: Chart, box: Box) -> None:
    canvas, density = brush.canvas, brush.canvas.density
    x, y, width, height = box
    count = len(node.values)
    low, high = min(0, *node.values), max(0, *node.values)
    spread = high - low
    zero = y + round(height * high / spread) if spread else y + height
    standing = marked(node)
    edges = _edges(x, width, count, node.gap * density)
    for index, (value, (left, right)) in enumerate(zip(node.values, edges, strict=True)):
        tall = max(round(height * abs(value) / (spread or 1)), round(height * _LEAST), density)
        wide = right - left
        radius = min(node.radius * density, wide // 2, tall)
        color = node.mark_color if index in standing else node.color
        # Round at the far end, square where it stands on zero.
        mask = rounded(wide, tall + radius, radius)
        up = value >= 0
        part = mask.crop((0, 0, wide, tall)) if up else mask.crop((0, radius, wide, tall + radius))
        top = min(zero - tall, y + height - tall) if up else zero
        canvas.stamp(part, (left, top), color)
    if node.base:
        at = min(zero, y + height - density)
        canvas.fill((x, at, width, density), node.base)


def _edges(x: int, width: int, count: int, gap: int) -> list[tuple[int, int]]:
    """Return left and right of bars on whole pixels; gaps shrink where there is no room."""
    gap = min(gap, max(0, (width - count) // count // 2)) if width < count * (gap + 2) else gap
    wide = (width - gap * (count - 1)) / count
    lefts = [x + (wide + gap) * index for index in range(count)]
    return [(round(left), max(round(left) + 1, round(left + wide))) for left in lefts]

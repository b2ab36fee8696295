"""A ring or gauge, painted and as mail-safe HTML."""

from app.model.nodes.basics import Align, Box, VAlign
from app.model.nodes.progress import Progress
from app.model.nodes.ring import Ends, Ring
from app.model.nodes.text import Text
from app.render.elements import progress
from app.render.elements.brush import Brush
from app.render.elements.inline import BOLD, Line, Span, line_html, share
from app.render.elements.page import Page
from app.render.shapes.arcs import arc
from app.render.shapes.pieces import Bounds, on_circle
from app.render.shapes.stamping import tint

_LABEL, _LABEL_WITH_CAPTION = 0.60, 0.50  # of the inner radius
_CAPTION = 0.24
_GAUGE = 0.84  # of that where the texts stand on the ends of half a ring
_ROOM = 1.62  # inner radii that a text may be wide
_WHOLE = 1000  # per mille
_AROUND = 360  # degrees
_ROUNDS = 6
_BAR, _LEAST, _LABEL_OF_BOX = 10, 14, 5  # in mails: height of the bar, size of the text
_OPEN = 200  # degrees; a smaller arc is a gauge that stands on its ends


def paint(brush: Brush, node: Ring) -> str:
    """Paint the track, the part that is filled, and the texts in the middle."""
    density = brush.canvas.density
    x, y, width, height = (value * density for value in node.box)
    thick = min(node.thick * density, min(width, height) // 2)
    if thick <= 0:
        return ""
    middle, radius = _place((x, y, width, height), node, thick)
    round_ends = node.ends is Ends.ROUND
    if node.value < _WHOLE:  # else all of it would be covered, and shine through at the edges
        track = arc(middle, radius, thick, (node.start, node.sweep), round_ends=round_ends)
        tint(brush.canvas, track, node.track)
    if node.value > 0:
        angles = (node.start, node.sweep * node.value / _WHOLE)
        done = arc(middle, radius, thick, angles, round_ends=round_ends)
        tint(brush.canvas, done, node.color, node.to, 135)
    _write(brush, node, middle, radius - thick)
    return ""


def html(page: Page, node: Ring, width: int) -> str:
    """Return the texts of the middle above a bar that is filled as far as the ring."""
    bar = Progress(
        box=(*node.box[:2], min(width, node.box[2]), min(_BAR, node.thick)),
        value=node.value, color=node.color, track=node.track,
    )  # fmt: skip
    below = progress.html(page, bar, min(width, node.box[2]))
    if not node.content:
        return below
    size = node.size or max(_LEAST, min(node.box[2:]) // _LABEL_OF_BOX)
    spans = [
        Span(text=node.content, ink=node.ink, size=size, bold=node.weight >= BOLD),
        Span(text=node.caption, ink=node.muted, size=share(size, 0.5), begins=True),
    ]
    line = Line(box=node.box, align=Align.CENTER, font=node.font, language=node.language)
    shown = tuple(span for span in spans if span.text)
    return line_html(page, line, shown, width) + below


def words(node: Ring) -> str:
    """Return the texts of the middle."""
    return f"{node.content} {node.caption}" if node.content else ""


def _place(box: Box, node: Ring, thick: int) -> tuple[tuple[int, int], int]:
    """Return middle and outer radius of the largest arc that fits a box, in its middle."""
    x, y, width, height = box
    cap = thick / 2 if node.ends is Ends.ROUND and node.sweep < _AROUND else 0.0
    radius = min(width, height) / 2
    bounds = _bounds(node, radius, thick, cap)
    for _ in range(_ROUNDS):  # the ends do not grow with the radius
        radius *= min(width / (bounds[2] - bounds[0]), height / (bounds[3] - bounds[1]))
        bounds = _bounds(node, radius, thick, cap)
    middle = (
        round(x + width / 2 - (bounds[0] + bounds[2]) / 2),
        round(y + height / 2 - (bounds[1] + bounds[3]) / 2),
    )
    return middle, max(1, int(radius + 0.01))


def _bounds(node: Ring, radius: float, thick: int, cap: float) -> Bounds:
    """Return left, top, right, bottom of the arc around (0, 0)."""
    around = (0.0, 0.0)
    ends = (node.start, node.start + node.sweep)
    rim = [on_circle(around, radius, angle) for angle in range(ends[0], ends[1] + 1)]
    inner = [on_circle(around, radius - thick, angle) for angle in ends]
    caps = [
        (x + side * cap, y + side * cap)
        for x, y in (on_circle(around, radius - thick / 2, angle) for angle in ends)
        for side in (-1, 1)
    ]
    lefts, tops = zip(*rim, *inner, *caps, strict=True)
    return min(lefts), min(tops), max(lefts), max(tops)


def _write(brush: Brush, node: Ring, middle: tuple[int, int], inner: int) -> None:
    """Write label and caption, together in the middle."""
    if not node.content or inner <= 0:
        return
    fine = brush.in_pixels()
    share = _LABEL_WITH_CAPTION if node.caption else _LABEL
    share *= 1 if node.sweep >= _OPEN else _GAUGE
    size = node.size * brush.canvas.density or max(1, round(inner * share))
    small = max(8 * brush.canvas.density, round(inner * _CAPTION)) if node.caption else 0
    tall = round(size * 1.1)
    block = tall + (round(small * 1.3) if node.caption else 0)
    room = round(inner * (_ROOM if node.sweep >= _OPEN else _ROOM * _GAUGE))
    # A gauge of half a ring is open below: there the texts stand on its ends.
    center = middle[1] if node.sweep >= _OPEN else middle[1] - block / 2 + small * 0.4
    left, top = round(middle[0] - room / 2), round(center - block / 2)
    fine.text(_text(node, node.content, (left, top, room, tall), size))
    if node.caption:
        fine.text(_text(node, node.caption, (left, top + tall, room, round(small * 1.3)), small))


def _text(node: Ring, content: str, box: Box, size: int) -> Text:
    label = content is node.content
    return Text(
        content=content, box=box, ink=node.ink if label else node.muted,
        font=node.font if label else "body", weight=node.weight if label else 400,
        size=size, min_size=max(1, size // 2), align=Align.CENTER, valign=VAlign.MIDDLE,
        line_height=1.1, language=node.language,
    )  # fmt: skip

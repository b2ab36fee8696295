"""A map of the country or of streets, with the stores and the reader on it."""

from collections.abc import Callable
from math import hypot

from app.model.nodes.area import Area
from app.model.nodes.basics import Align, Box, Color, Fit, VAlign
from app.model.nodes.picture import Picture
from app.model.nodes.text import Text
from app.model.tiling import MOST, SIDE, Grid, grid
from app.render.canvas import Canvas
from app.render.colors import faded, luminance, mixed
from app.render.elements.brush import Brush
from app.render.elements.page import Page
from app.render.maps.area import Colors
from app.render.maps.framing import framed, places
from app.render.maps.labels import Labelling
from app.render.maps.pins import Point, draw_reader, reader_box
from app.render.maps.placing import draw_pins, label_pins
from app.render.maps.projection import View
from app.render.maps.schematic import SMALL
from app.render.shapes.rounding import disc, rounded

_SEA: Color = "#8fc0d6ff"
_NIGHT: Color = "#000000ff"
_BRIGHT = 0.3
_CITY_SIZES = (11, 10)  # CSS pixels, of the largest and of the others
_LARGEST = 3
_CITY_ROOM = 9000  # square CSS pixels for each city
_EDGE = 8  # CSS pixels without cities
_NAMES_BY = "GeoNames"  # whose city names these are; asked for by their licence
_CREDIT_SIZE, _CREDIT_TALL = 8, 13  # CSS pixels
_NEAR = 16  # CSS pixels from the store's tip; nearer, the reader's dot would be hidden


def paint(brush: Brush, node: Area) -> str:
    """Draw a map; return a tile that could not be drawn, else nothing."""
    canvas = brush.canvas
    x, y, width, height = node.box
    if width <= 0 or height <= 0 or not places(node.stores):
        return ""
    patch = Canvas(width * canvas.density, height * canvas.density, node.ground, canvas.density)
    on_patch = brush.on(patch)
    labelling = Labelling(on_patch, (width, height), node.ground, node.ink, is_lone=False)
    streets = _streets(node)
    if streets is not None:
        missing = _tiles(on_patch, node, streets)
        _credit(labelling, node.credit)
        _stores(labelling, node, streets.at)
    else:
        missing = ""
        view = framed(node)
        patch.lay(brush.cartographer.area(view, _colors(node), canvas.density), (0, 0))
        if node.cities:
            _credit(labelling, _NAMES_BY)
        _stores(labelling, node, view.at)
        if node.cities:
            _cities(labelling, node, view)
    corners = rounded(*patch.size, min(node.radius, height // 4) * canvas.density)
    canvas.lay(patch.picture, (x * canvas.density, y * canvas.density), corners)
    return missing


def html(page: Page, node: Area, width: int) -> str:
    """Return the labels behind a pin; nothing where there are none."""
    labels = [label for label in node.labels if label]
    content = "\n".join(f"📍 {label}" for label in labels)
    words = Text(content=content, box=node.box, ink=node.ink, size=13, weight=700)
    return page.text(words, width) if labels else ""


def _streets(node: Area) -> Grid | None:
    """Return where the node's tiles lie; None where it has none, or not all."""
    if not node.tiles or not node.zoom:
        return None
    (lat, lon), *_ = places(node.stores)
    found = grid(lat, lon, node.zoom, *node.box[2:])
    return found if len(node.tiles) == found.columns * found.rows <= MOST else None


def _tiles(brush: Brush, node: Area, streets: Grid) -> str:
    missing = ""
    for number, tile in enumerate(node.tiles):
        row, column = divmod(number, streets.columns)
        box = (column * SIDE - streets.left, row * SIDE - streets.top, SIDE, SIDE)
        missing = brush.picture(Picture(asset=tile, box=box, fit=Fit.FILL)) or missing
    return missing


def _stores(labelling: Labelling, node: Area, at: Callable[[float, float], Point]) -> None:
    """Draw the reader and the stores that are in view, with their labels."""
    patch, size = labelling.brush.canvas, min(1.0, min(node.box[2:]) / SMALL)
    every = [at(*place) for place in places(node.stores)]
    labels = (*node.labels, *("" for _ in every))
    found = zip(every, labels, strict=False)
    shown = [(tip, label) for tip, label in found if _is_in_view(tip, labelling.size)]
    tips = [tip for tip, _ in shown]
    for dot in (at(*place) for place in places(node.reader)):
        near = any(hypot(dot[0] - tip[0], dot[1] - tip[1]) <= _NEAR * size for tip in tips[:1])
        if not near and _is_in_view(dot, labelling.size):
            draw_reader(patch, dot, size, mixed(node.ink, node.accent, 0.15))
            labelling.obstacles.append(reader_box(dot, size))
    if tips:
        draw_pins(patch, tips, size, node.accent, node.ground)
        label_pins(labelling, tips, [label for _, label in shown], size)


def _is_in_view(at: Point, size: tuple[int, int]) -> bool:
    return 0 <= at[0] <= size[0] and 0 <= at[1] <= size[1]


def _colors(node: Area) -> Colors:
    water = node.water
    if not water and luminance(node.ground) > _BRIGHT:
        water = mixed(node.ground, _SEA, 0.55)
    return Colors(node.ground, water or mixed(node.ground, _NIGHT, 0.45), node.ink)


def _cities(labelling: Labelling, node: Area, view: View) -> None:
    """Name the largest cities that have room."""
    width, height = node.box[2:]
    left = max(1, width * height // _CITY_ROOM)
    canvas = labelling.brush.canvas
    for number, city in enumerate(labelling.brush.cartographer.atlas.cities(view.bounds())):
        at = view.at(city.lat, city.lon)
        if not (_EDGE <= at[0] <= width - _EDGE and _EDGE <= at[1] <= height - 2 * _EDGE):
            continue
        size = _CITY_SIZES[0] if number < _LARGEST else _CITY_SIZES[1]
        if labelling.named(city.name, size, at):
            _dot(canvas, at, faded(node.ink, 0.6))
            left -= 1
        if not left:
            break


def _dot(canvas: Canvas, at: Point, color: Color) -> None:
    side = max(2, round(3.2 * canvas.density) // 2 * 2)
    x, y = (round(value * canvas.density) - side // 2 for value in at)
    canvas.stamp(disc(side), (x, y), color)


def _credit(labelling: Labelling, words: str) -> None:
    """Write whose map this is into the lower right corner, and keep labels off it."""
    width, height = labelling.size
    box: Box = (6, height - _CREDIT_TALL - 1, max(1, width - 12), _CREDIT_TALL)
    text = Text(
        content=words, box=box, ink=faded(labelling.ink, 0.62), size=_CREDIT_SIZE,
        min_size=6, align=Align.END, valign=VAlign.MIDDLE, outline=1.0,
        outline_color=faded(labelling.ground, 0.7),
    )  # fmt: skip
    labelling.brush.text(text)
    wide = round(labelling.brush.letterer.extent(text, labelling.brush.canvas.density)[0])
    labelling.obstacles.append((width - 6 - wide, box[1], wide, box[3]))

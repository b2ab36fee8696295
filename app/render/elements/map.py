"""The schematic map: rings around the reader, the store in its true direction.

No tiles and no streets: it says how far and which way, and promises nothing else.
"""

from collections.abc import Sequence
from math import acos, cos, hypot, pi, sin

from app.model.nodes.basics import Align, Box, VAlign
from app.model.nodes.map import Map
from app.model.nodes.text import Text
from app.render.canvas import Canvas, disc, polygon, rounded
from app.render.colors import faded, mixed
from app.render.elements.brush import Brush
from app.render.elements.page import Page
from app.render.labels import SMALL, compass_corner, draw_label

Point = tuple[float, float]  # CSS pixels from the map's own corner
_RINGS = (0.34, 0.67, 1.0)  # of the outermost radius
_PIN = 11  # CSS pixels, radius of the pin's head


def paint(brush: Brush, node: Map) -> str:
    """Draw a map into its box; the label names the distance, in the reader's words."""
    canvas = brush.canvas
    x, y, width, height = node.box
    if width <= 0 or height <= 0:
        return ""
    patch = Canvas(width * canvas.density, height * canvas.density, node.ground, canvas.density)
    size = min(1.0, min(width, height) / SMALL)
    middle, target = _places(node, size)
    _rings(patch, node, middle)
    _compass(node, compass_corner(node, (middle, target)), brush.on(patch))
    _trail(patch, node, middle, target, size)
    _reader(patch, node, middle, size)
    _pin(patch, node, target, size)
    if node.label:
        draw_label(patch, node, (middle, target), _PIN * size, brush.letterer)
    corners = rounded(*patch.image.size, min(8, height // 4) * canvas.density)
    canvas.image.paste(patch.image, (x * canvas.density, y * canvas.density), corners)
    return ""


def html(page: Page, node: Map, width: int) -> str:
    """Return the distance behind a pin; nothing where none is known."""
    if not node.label:
        return ""
    words = Text(content=f"📍 {node.label}", box=node.box, ink=node.ink, size=13, weight=700)
    return page.text(words, width)


def _direction(bearing: int) -> Point:
    angle = bearing * pi / 180
    return sin(angle), -cos(angle)


def _places(node: Map, size: float) -> tuple[Point, Point]:
    """Return where the reader and the pin's tip stand, as central as the box allows.

    The reader leaves the middle only as far as the pin, in its true direction, needs the room.
    """
    width, height = node.box[2:]
    direction = _direction(node.bearing)
    dot, head = 17 * size, _PIN * 2.7 * size
    # Where the reader's dot and the pin's tip may be: (least, most) across and down.
    reader = ((dot, width - dot), (dot, height - dot))
    tip = ((head * 0.6, width - head * 0.6), (head + 2, height - 7 * size))
    reach = min(width * 0.32, height * 1.1)
    for way, (least, most), (low, high) in zip(direction, reader, tip, strict=True):
        if abs(way) > 0.01:  # noqa: PLR2004  # else parallel to the edge
            reach = min(reach, ((high - least) if way > 0 else (most - low)) / abs(way))
    reach = max(reach, 10 * size)
    start, end = [], []
    for side, way, (least, most), (low, high) in zip(
        (width, height), direction, reader, tip, strict=True
    ):
        at = min(max(side / 2, low - way * reach), high - way * reach)
        at = min(max(at, least), most)
        start.append(at)
        end.append(at + way * reach)
    return (start[0], start[1]), (end[0], end[1])


def _rings(patch: Canvas, node: Map, middle: Point) -> None:
    width, height = node.box[2:]
    outermost = min(max(middle[0], width - middle[0]) * 0.98, height * 1.25)
    for share in reversed(_RINGS):
        radius = round(outermost * share * patch.density)
        at = (round(middle[0] * patch.density) - radius, round(middle[1] * patch.density) - radius)
        patch.stamp(disc(2 * radius), at, faded(node.accent, 0.055))
        ring = disc(2 * radius)
        thin = patch.density
        ring.paste(0, (thin, thin), disc(2 * (radius - thin)))
        patch.stamp(ring, at, faded(node.ink, 0.10))


def _compass(node: Map, corner: Box, brush: Brush) -> None:
    """Draw a needle pointing north with its letter in an upper corner."""
    if not corner[2]:
        return
    patch = brush.canvas
    d, x, y = patch.density, corner[0] + corner[2] // 2, 10
    for half, tint in ((-1, faded(node.ink, 0.75)), (1, faded(node.ink, 0.40))):
        points = [((x + dx) * d, (y + dy) * d) for dx, dy in ((0, 0), (half * 4, 11), (0, 8.5))]
        _stamp_polygon(patch, points, tint)
    brush.text(
        Text(
            content="N", box=(x - 10, y + 11, 20, 12), ink=faded(node.ink, 0.65), weight=700,
            size=9, min_size=9, align=Align.CENTER, valign=VAlign.MIDDLE,
        ),
    )  # fmt: skip


def _trail(patch: Canvas, node: Map, start: Point, end: Point, size: float) -> None:
    """Draw dots from the reader to the store."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    dot = max(2, round(2.4 * size * patch.density))
    mask, ink = disc(dot), faded(node.ink, 0.55)
    gap = 6 * size
    for step in range(2, max(2, int((length - 2) / gap))):
        share = step * gap / length
        at = [(a + (b - a) * share) * patch.density for a, b in zip(start, end, strict=True)]
        patch.stamp(mask, (round(at[0] - dot / 2), round(at[1] - dot / 2)), ink)


def _reader(patch: Canvas, node: Map, middle: Point, size: float) -> None:
    blue = mixed(node.ink, node.accent, 0.15)
    for diameter, color in ((24, faded(blue, 0.16)), (12, "#ffffffff"), (8, blue)):
        side = max(2, round(diameter * size * patch.density) // 2 * 2)
        at = (
            round(middle[0] * patch.density) - side // 2,
            round(middle[1] * patch.density) - side // 2,
        )
        patch.stamp(disc(side), at, color)


def _pin(patch: Canvas, node: Map, tip: Point, size: float) -> None:
    """Draw a drop with a white eye, its tip on the store, a soft shade below."""
    d, radius = patch.density, _PIN * size
    center = (tip[0], tip[1] - radius * 1.55)
    shade = _ellipse(tip, radius * 0.62, radius * 0.24)
    _stamp_polygon(patch, [(px * d, py * d) for px, py in shade], faded(node.ink, 0.28))
    for grow, color in ((1.4, "#ffffffff"), (0.0, node.accent)):
        _stamp_polygon(
            patch, [(px * d, py * d) for px, py in _drop(center, tip, radius, grow)], color
        )
    eye = max(2, round(radius * 0.78 * d) // 2 * 2)
    patch.stamp(
        disc(eye), (round(center[0] * d) - eye // 2, round(center[1] * d) - eye // 2), "#ffffffff"
    )


def _drop(center: Point, tip: Point, radius: float, grow: float) -> list[Point]:
    """Return the outline of a drop: an arc around the head, tangents to the tip."""
    radius += grow
    low = tip[1] + grow * 1.6
    # Where the tangents from the tip touch the head, as an angle from straight down.
    away = low - center[1]
    touch = acos(min(1.0, radius / away)) if away > 0 else 0.0
    arc = [
        (center[0] + radius * sin(angle), center[1] + radius * cos(angle))
        for angle in (touch + step * (2 * pi - 2 * touch) / 48 for step in range(49))
    ]
    return [*arc, (tip[0], low)]


def _ellipse(center: Point, across: float, down: float) -> list[Point]:
    angles = [step * 2 * pi / 32 for step in range(32)]
    return [(center[0] + across * cos(a), center[1] + down * sin(a)) for a in angles]


def _stamp_polygon(patch: Canvas, points: Sequence[Point], color: str) -> None:
    if found := polygon(points, patch.image.size):
        patch.stamp(found[0], found[1], color)

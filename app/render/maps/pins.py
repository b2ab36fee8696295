"""What stands on a map: the store's pin, the reader's dot, the way between them."""

from collections.abc import Sequence
from math import acos, cos, hypot, pi, sin

from app.model.nodes.basics import Box, Color
from app.render.canvas import Canvas
from app.render.colors import faded
from app.render.shapes.rounding import disc, polygon

Point = tuple[float, float]  # CSS pixels from the map's own corner
PIN = 11  # CSS pixels, radius of the head of a pin of full size
_SHADE = "#000000ff"
_HEAD = 1.55  # radii from the tip to the middle of the head
_TALL = 2.7  # radii from the tip to the top
_WHITE = "#ffffffff"


def draw_pin(patch: Canvas, tip: Point, radius: float, color: Color) -> None:
    """Draw a drop with a white eye, its tip on the place, a soft shade below."""
    d = patch.density
    center = (tip[0], tip[1] - radius * _HEAD)
    shade = _ellipse(tip, radius * 0.62, radius * 0.24)
    stamp_polygon(patch, [(px * d, py * d) for px, py in shade], faded(_SHADE, 0.22))
    for grow, paint in ((1.4, _WHITE), (0.0, color)):
        outline = _drop(center, tip, radius, grow)
        stamp_polygon(patch, [(px * d, py * d) for px, py in outline], paint)
    _stamp_disc(patch, center, radius * 0.78, _WHITE)


def draw_reader(patch: Canvas, at: Point, size: float, color: Color) -> None:
    """Draw a dot with a white edge and a halo."""
    for diameter, paint in ((24, faded(color, 0.16)), (12, _WHITE), (8, color)):
        _stamp_disc(patch, at, diameter * size, paint)


def draw_trail(patch: Canvas, start: Point, end: Point, size: float, color: Color) -> None:
    """Draw dots from the reader to the store."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    dot = max(2, round(2.4 * size * patch.density))
    mask = disc(dot)
    gap = 6 * size
    for step in range(2, max(2, int((length - 2) / gap))):
        share = step * gap / length
        at = [(a + (b - a) * share) * patch.density for a, b in zip(start, end, strict=True)]
        patch.stamp(mask, (round(at[0] - dot / 2), round(at[1] - dot / 2)), color)


def pin_box(tip: Point, radius: float) -> Box:
    """Return what a pin covers."""
    reach = radius + 2
    tall = _TALL * radius
    return round(tip[0] - reach), round(tip[1] - tall), round(2 * reach), round(tall) + 4


def reader_box(at: Point, size: float) -> Box:
    """Return what the reader's dot covers, its halo left out."""
    reach = 13 * size
    return round(at[0] - reach), round(at[1] - reach), round(2 * reach), round(2 * reach)


def head_of(tip: Point, radius: float) -> Point:
    """Return the middle of a pin's head."""
    return tip[0], tip[1] - radius * _HEAD


def stamp_polygon(patch: Canvas, points: Sequence[Point], color: Color) -> None:
    """Paint a polygon given in device pixels."""
    if found := polygon(points, patch.size):
        patch.stamp(found[0], found[1], color)


def _stamp_disc(patch: Canvas, at: Point, diameter: float, color: Color) -> None:
    d = patch.density
    side = max(2, round(diameter * d) // 2 * 2)
    patch.stamp(disc(side), (round(at[0] * d) - side // 2, round(at[1] * d) - side // 2), color)


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

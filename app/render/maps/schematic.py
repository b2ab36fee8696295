"""Where things stand on a schematic map: as large as the box allows, every direction true.

Of several stores the far ones are drawn nearer than they are, so that the near ones do not stand
on each other; a ring is bent the same way, so that what it says of them holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, log, pi, sin

from app.model.nodes.map import Map
from app.render.maps.pins import PIN, Point

SMALL = 72  # CSS pixels: below, everything shrinks with the box
_BENT = 0.62  # exponent of the distances of several stores at most, and as much less as brings
_NEAREST = 0.22  # the nearest to this share of the farthest's way
_LEAST_M = 50.0
_LEAST_REACH = 10.0  # CSS pixels from reader to pin
_LEAST_RING, _RING_GAP = 20.0, 20.0  # CSS pixels
_PLAIN_RINGS = (0.34, 0.67, 1.0)  # of the outermost radius, where rings mean nothing


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring around the reader; `label` says how far it is, or nothing."""

    radius: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the reader and the tips of pins stand, and the rings; `size` shrinks small maps."""

    size: float
    reader: Point
    tips: tuple[Point, ...]
    rings: tuple[Ring, ...]


def planned(node: Map) -> Plan:
    """Return where everything of a map stands."""
    width, height = node.box[2:]
    size = min(1.0, min(width, height) / SMALL)
    stores = [(node.bearing, node.distance_m), *zip(*[iter(node.others)] * 2, strict=False)]
    bend = _bend([metres for _, metres in stores])
    ways = [_way(bearing, _bent(metres, bend)) for bearing, metres in stores]
    scale = _scale(ways, (width, height), size)
    reader = _reader(ways, scale, (width, height), size)
    tips = tuple((reader[0] + x * scale, reader[1] + y * scale) for x, y in ways)
    return Plan(size, reader, tips, _rings(node, reader, scale, bend))


def _bend(distances: Sequence[int]) -> float:
    near, far = (max(_LEAST_M, metres) for metres in (min(distances), max(distances)))
    if len(distances) == 1:
        return 1.0
    return min(_BENT, -log(_NEAREST) / log(far / near)) if far > near else _BENT


def _bent(metres: float, bend: float) -> float:
    return float(max(_LEAST_M, metres) ** bend)


def _way(bearing: int, length: float) -> Point:
    angle = bearing * pi / 180
    return sin(angle) * length, -cos(angle) * length


def _margins(side: int, axis: int, size: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where the reader's dot and where pins' tips may be, least and most, on an axis."""
    dot, head = 17 * size, PIN * 2.7 * size
    reader = (dot, side - dot)
    return reader, (head * 0.6, side - head * 0.6) if axis == 0 else (head + 2, side - 7 * size)


def _scale(ways: Sequence[Point], sides: tuple[int, int], size: float) -> float:
    """Return the pixels of a unit of way, as many as all pins have room for."""
    farthest = max(hypot(*way) for way in ways)
    scale = min(sides[0] * 0.32 * (1.0 if len(ways) == 1 else 1.3), sides[1] * 1.1) / farthest
    for axis, side in enumerate(sides):
        (least, most), (low, high) = _margins(side, axis, size)
        east, west = max(way[axis] for way in ways), min(way[axis] for way in ways)
        if east > farthest * 0.01:
            scale = min(scale, (high - least) / east)
        if west < -farthest * 0.01:
            scale = min(scale, (most - low) / -west)
        if east - west > farthest * 0.01:
            scale = min(scale, (high - low) / (east - west))
    return max(scale, _LEAST_REACH * size / farthest)


def _reader(
    ways: Sequence[Point], scale: float, sides: tuple[int, int], size: float
) -> tuple[float, float]:
    """Return where the reader stands: off the middle only as far as the pins need the room."""
    found = []
    for axis, side in enumerate(sides):
        (least, most), (low, high) = _margins(side, axis, size)
        east, west = max(way[axis] for way in ways), min(way[axis] for way in ways)
        at = min(max(side / 2, low - west * scale), high - east * scale)
        found.append(min(max(at, least), most))
    return found[0], found[1]


def _rings(node: Map, reader: Point, scale: float, bend: float) -> tuple[Ring, ...]:
    """Return the rings with room between them, the inner ones first."""
    width, height = node.box[2:]
    corner = max(hypot(reader[0] - x, reader[1] - y) for x in (0, width) for y in (0, height))
    if not node.rings_m:
        outermost = min(max(reader[0], width - reader[0]) * 0.98, height * 1.25)
        return tuple(Ring(outermost * share) for share in _PLAIN_RINGS)
    found: list[Ring] = []
    for metres, label in zip(node.rings_m, node.ring_labels, strict=False):
        radius = _bent(metres, bend) * scale
        inner = found[-1].radius + _RING_GAP if found else _LEAST_RING
        if inner <= radius <= corner:
            found.append(Ring(radius, label))
    return tuple(found)

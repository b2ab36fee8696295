"""Lines of some width as one outline, with round ends and joins."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import acos, atan2, ceil, cos, dist, pi, sin, tan

from app.render.shapes.pieces import Point

_SAG = 0.05  # pixels that a chord of an arc may lie within it
_STRAIGHT = 1e-3  # radians

_Leg = tuple[float, float]
"""Which way a piece of the line runs, in radians, and how far."""


def outlined(points: Sequence[Point], width: float) -> list[Point]:
    """Return the outline of a line through points: there along its left, back along its right."""
    half = width / 2
    apart = [points[0], *(b for a, b in pairwise(points) if a != b)]
    if len(apart) == 1:
        return list(_arc(apart[0], half, 0.0, 2 * pi))
    way = [*apart, *apart[-2::-1]]
    legs = [
        (atan2(y2 - y1, x2 - x1), dist((x1, y1), (x2, y2))) for (x1, y1), (x2, y2) in pairwise(way)
    ]
    found: list[Point] = []
    for corner, before, after in zip(way[1:], legs, (*legs[1:], legs[0]), strict=True):
        found += _corner(corner, half, before, after)
    return found


def _corner(corner: Point, half: float, before: _Leg, after: _Leg) -> Iterator[Point]:
    """Give the outline left of a corner, between the ways before and after it."""
    angle = (after[0] - before[0] + pi) % (2 * pi) - pi
    outer = before[0] - pi / 2
    if angle > _STRAIGHT or angle == -pi:  # back where it came from: around the end
        yield from _arc(corner, half, outer, abs(angle))
    elif half * tan(-angle / 2) <= min(before[1], after[1]):
        yield _at(corner, half / cos(angle / 2), outer + angle / 2)
    else:  # on the inside by way of the corner, which lies within
        yield _at(corner, half, outer)
        yield corner
        yield _at(corner, half, outer + angle)


def _arc(center: Point, radius: float, start: float, angle: float) -> Iterator[Point]:
    step = 2 * acos(max(0.0, 1 - _SAG / radius)) if radius > _SAG else pi / 2
    count = max(1, ceil(angle / step))
    for number in range(count + 1):
        yield _at(center, radius, start + angle * number / count)


def _at(center: Point, radius: float, angle: float) -> Point:
    return center[0] + radius * cos(angle), center[1] + radius * sin(angle)

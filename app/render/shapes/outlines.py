"""Outlines as pieces: stars, seals, ribbons, tags, and smooth curves through points."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, dist, sqrt

from app.render.shapes.pieces import Piece, Point, Polygon, on_circle, stroke

_STAR_WAIST = 0.5  # of the outer radius
_STEP, _STEPS = 2.0, 24  # device pixels across between points of a curve; how many at most


def star(center: Point, radius: float) -> list[Piece]:
    """Return a five-pointed star with slightly rounded tips."""
    soft = radius * 0.09
    points = _spikes(center, radius - soft, (radius - soft) * _STAR_WAIST, 5)
    return [Polygon(tuple(points)), *stroke(points, 2 * soft, closed=True)]


def seal(center: Point, radius: float, spikes: int = 20) -> list[Piece]:
    """Return a disc with a notched edge, as on a sale sticker."""
    soft = radius * 0.035
    points = _spikes(center, radius - soft, (radius - soft) * 0.89, spikes)
    return [Polygon(tuple(points)), *stroke(points, 2 * soft, closed=True)]


def ribbon(box: tuple[float, float, float, float], notch: float) -> list[Piece]:
    """Return a level band with a swallow's tail at its right end. Box: x, y, width, height."""
    x, y, width, height = box
    right, middle = x + width, y + height / 2
    return [
        Polygon(((x, y), (right, y), (right - notch, middle), (right, y + height), (x, y + height)))
    ]


def diagonal(corner: Point, reach: float, thick: float, *, right: bool) -> list[Piece]:
    """Return a band across an upper corner of a box.

    `reach`: from the corner along the edge to the band's outer side; `thick` is across the band.
    """
    side = -1 if right else 1
    near = reach - thick * sqrt(2)
    x, y = corner
    outline = ((x + side * near, y), (x + side * reach, y), (x, y + reach), (x, y + near))
    return [Polygon(outline)]


def tag(box: tuple[float, float, float, float], soft: float) -> list[Piece]:
    """Return a price tag: its left end runs to a point, corners rounded by `soft`."""
    x, y, width, height = box
    point = height * 0.5
    left, right, top, bottom = x + soft, x + width - soft, y + soft, y + height - soft
    points = [
        (left, y + height / 2),
        (x + point, top),
        (right, top),
        (right, bottom),
        (x + point, bottom),
    ]
    return [Polygon(tuple(points)), *stroke(points, 2 * soft, closed=True)]


def smooth(points: Sequence[Point]) -> list[Point]:
    """Return a curve through points of rising x that never leaves the range of its neighbours.

    Monotone cubic interpolation (Fritsch and Carlson): no overshoot invents a value.
    """
    if len(points) < 3:  # noqa: PLR2004  # nothing to bend
        return list(points)
    slopes = _slopes(points)
    curve = [points[0]]
    for (x0, y0), (x1, y1), m0, m1 in zip(
        points[:-1], points[1:], slopes[:-1], slopes[1:], strict=True
    ):
        wide = x1 - x0
        away = dist((x0, y0), (x1, y1))  # a steep way bends only at its ends
        steps = max(2, min(_STEPS, ceil(max(wide / _STEP, sqrt(away)))))
        for step in range(1, steps + 1):
            t = step / steps
            back = 1 - t
            y = (
                y0 * (1 + 2 * t) * back**2
                + m0 * wide * t * back**2
                + y1 * t**2 * (3 - 2 * t)
                + m1 * wide * t**2 * (t - 1)
            )
            curve.append((x0 + wide * t, y))
    return curve


def _slopes(points: Sequence[Point]) -> list[float]:
    rises = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(points)]
    inner = [
        0.0 if one * other <= 0 else 2 * one * other / (one + other)
        for one, other in pairwise(rises)
    ]
    return [rises[0], *inner, rises[-1]]


def _spikes(center: Point, outer: float, inner: float, count: int) -> list[Point]:
    return [
        on_circle(center, inner if index % 2 else outer, index * 180 / count)
        for index in range(2 * count)
    ]

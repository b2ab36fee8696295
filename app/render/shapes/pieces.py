"""What shapes are made of: polygons, discs, and lines of some width."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, ceil, cos, dist, floor, pi, sin

from PIL import ImageDraw

Point = tuple[float, float]
Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom."""

Pen = ImageDraw.ImageDraw
_MANY = 16  # points of an outline of which most may lie elsewhere
_MARGIN = 2  # pixels around what is drawn
_LEAST_GAP = 0.12  # pixels; a wedge this thin between two segments of a line is not seen


@dataclass(frozen=True, slots=True)
class Polygon:
    """The inside of a closed outline."""

    points: tuple[Point, ...]

    def bounds(self) -> Bounds:
        """Return the smallest box around it."""
        across, down = zip(*self.points, strict=True)
        return min(across), min(down), max(across), max(down)

    def draw(self, pen: Pen, fine: int, origin: Point, size: Point) -> None:
        """Draw it `fine` times as large, `origin` at the corner of a sheet of a size in pixels."""
        left, top = origin
        points: Sequence[Point] = self.points
        if len(points) > _MANY:
            points = _near(points, (left, top, left + size[0], top + size[1]))
        # Samples lie in the middle of their cells.
        flat = [
            round((x - left) * fine - 0.5) if axis == 0 else round((y - top) * fine - 0.5)
            for x, y in points
            for axis in (0, 1)
        ]
        pen.polygon(flat, fill=255)


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle."""

    center: Point
    radius: float

    def bounds(self) -> Bounds:
        """Return the smallest box around it."""
        (x, y), r = self.center, self.radius
        return x - r, y - r, x + r, y + r

    def draw(self, pen: Pen, fine: int, origin: Point, _size: Point) -> None:
        """Draw it `fine` times as large, `origin` at the corner."""
        left, top = origin
        x, y = (self.center[0] - left) * fine - 0.5, (self.center[1] - top) * fine - 0.5
        reach = self.radius * fine
        box = (ceil(x - reach), ceil(y - reach), floor(x + reach), floor(y + reach))
        if box[2] >= box[0] and box[3] >= box[1]:
            pen.ellipse(box, fill=255)


Piece = Polygon | Disc


def _near(points: Sequence[Point], box: Bounds) -> list[Point]:
    """Return an outline without what it does outside of a box, as far as that can be left out.

    Of points in a row that lie on the same side of the box the first and the last are enough.
    """
    left, top, right, bottom = (
        box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN,
    )  # fmt: skip
    sides = [
        1 if x < left else 2 if x > right else 3 if y < top else 4 if y > bottom else 0
        for x, y in points
    ]
    return [
        point
        for point, side, before, after in zip(
            points, sides, (0, *sides), (*sides[1:], 0), strict=False
        )
        if not side == before == after != 0
    ]


def on_circle(center: Point, radius: float, angle: float) -> Point:
    """Return the point of a circle at an angle: degrees, clockwise, 0 at the top."""
    turned = (angle - 90) * pi / 180
    return center[0] + radius * cos(turned), center[1] + radius * sin(turned)


def stroke(points: Sequence[Point], width: float, *, closed: bool = False) -> list[Piece]:
    """Return a line through points with round ends and joins."""
    half = width / 2
    ends = [*points[1:], *(points[:1] if closed else ())]
    segments = [
        (one, other) for one, other in zip(points, ends, strict=False) if dist(one, other) > 0
    ]
    if not segments:
        return [Disc(points[0], half)]
    pieces: list[Piece] = [_thickened(*segment, half) for segment in segments]
    joints = list(pairwise(segments))
    if closed:
        joints.append((segments[-1], segments[0]))
    else:
        pieces += [Disc(segments[0][0], half), Disc(segments[-1][1], half)]
    pieces += [Disc(after[0], half) for before, after in joints if _gapes(before, after, half)]
    return pieces


def _thickened(start: Point, end: Point, half: float) -> Polygon:
    (x1, y1), (x2, y2) = start, end
    length = dist(start, end)
    dx, dy = (y2 - y1) / length * half, (x1 - x2) / length * half
    return Polygon(((x1 + dx, y1 + dy), (x2 + dx, y2 + dy), (x2 - dx, y2 - dy), (x1 - dx, y1 - dy)))


def _gapes(before: tuple[Point, Point], after: tuple[Point, Point], half: float) -> bool:
    """Tell whether two segments that meet leave a wedge open that would be seen."""
    turns = [atan2(y2 - y1, x2 - x1) for (x1, y1), (x2, y2) in (before, after)]
    angle = abs((turns[1] - turns[0] + pi) % (2 * pi) - pi)
    return half * angle > _LEAST_GAP

"""What shapes are made of: polygons, discs, and lines of some width."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, ceil, cos, dist, floor, pi, sin

from PIL import Image, ImageDraw

Point = tuple[float, float]
Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_LEAST_GAP = 0.12  # pixels; a wedge this thin between two segments of a line is not seen


@dataclass(frozen=True, slots=True)
class Polygon:
    """The inside of a closed outline."""

    points: tuple[Point, ...]

    def bounds(self) -> Bounds:
        """Return the smallest box around it."""
        across, down = zip(*self.points, strict=True)
        return min(across), min(down), max(across), max(down)

    def draw(self, sheet: Image.Image, fine: int, origin: Point) -> None:
        """Draw it `fine` times as large, `origin` at the corner."""
        left, top = origin
        # Samples lie in the middle of their cells.
        flat = [
            round((x - left) * fine - 0.5) if axis == 0 else round((y - top) * fine - 0.5)
            for x, y in self.points
            for axis in (0, 1)
        ]
        ImageDraw.Draw(sheet).polygon(flat, fill=255)


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle."""

    center: Point
    radius: float

    def bounds(self) -> Bounds:
        """Return the smallest box around it."""
        (x, y), r = self.center, self.radius
        return x - r, y - r, x + r, y + r

    def draw(self, sheet: Image.Image, fine: int, origin: Point) -> None:
        """Draw it `fine` times as large, `origin` at the corner."""
        left, top = origin
        x, y = (self.center[0] - left) * fine - 0.5, (self.center[1] - top) * fine - 0.5
        reach = self.radius * fine
        box = (ceil(x - reach), ceil(y - reach), floor(x + reach), floor(y + reach))
        if box[2] >= box[0] and box[3] >= box[1]:
            ImageDraw.Draw(sheet).ellipse(box, fill=255)


Piece = Polygon | Disc


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

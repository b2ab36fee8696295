"""Lines and polygons cut at a frame, so that nothing far outside reaches what draws."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

Point = tuple[float, float]
Frame = tuple[float, float, float, float]  # left, top, right, bottom
_MARGIN = 64.0  # pixels around the picture that cut edges stay out of sight in


def frame_of(width: float, height: float) -> Frame:
    """Return the frame around a picture in which lines are kept."""
    return -_MARGIN, -_MARGIN, width + _MARGIN, height + _MARGIN


def polygon_within(points: Sequence[Point], frame: Frame) -> list[Point]:
    """Return the part of a polygon within a frame; empty when there is none.

    Parts that touch inside are joined along the frame's edge, which is out of sight.
    """
    found = list(points)
    for axis in (0, 1):
        for edge, sign in ((frame[axis], 1.0), (frame[axis + 2], -1.0)):
            if found:
                found = _half(found, axis, edge, sign)
    return found


def lines_within(points: Sequence[Point], frame: Frame) -> Iterator[list[Point]]:
    """Yield the parts of a line within a frame."""
    part: list[Point] = []
    for start, end in pairwise(points):
        kept = _segment(start, end, frame)
        if kept is None or (part and part[-1] != kept[0]):
            if part:
                yield part
            part = []
        if kept is not None:
            part = [*(part or kept[:1]), kept[1]]
            if kept[1] != end:
                yield part
                part = []
    if part:
        yield part


def _half(points: list[Point], axis: int, edge: float, sign: float) -> list[Point]:
    """Return a polygon cut at one edge of the frame, by Sutherland and Hodgman."""
    found: list[Point] = []
    before = points[-1]
    was_in = (before[axis] - edge) * sign >= 0
    for point in points:
        is_in = (point[axis] - edge) * sign >= 0
        if is_in != was_in:
            found.append(_between(before, point, axis, edge))
        if is_in:
            found.append(point)
        before, was_in = point, is_in
    return found


def _between(one: Point, other: Point, axis: int, edge: float) -> Point:
    share = (edge - one[axis]) / (other[axis] - one[axis])
    across = one[1 - axis] + (other[1 - axis] - one[1 - axis]) * share
    return (edge, across) if axis == 0 else (across, edge)


def _segment(start: Point, end: Point, frame: Frame) -> list[Point] | None:
    """Return the part of a segment within a frame, by Liang and Barsky."""
    low, high = 0.0, 1.0
    for axis in (0, 1):
        way = end[axis] - start[axis]
        for room, step in ((start[axis] - frame[axis], -way), (frame[axis + 2] - start[axis], way)):
            if step == 0:
                if room < 0:
                    return None
            elif step < 0:
                low = max(low, room / step)
            else:
                high = min(high, room / step)
    if low > high:
        return None
    return [_at(start, end, low) if low else start, _at(start, end, high) if high < 1.0 else end]


def _at(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share

"""Boxes of pixels: left, top, right, bottom, the last two outside."""

from collections.abc import Callable, Sequence
from operator import itemgetter

Box = tuple[int, int, int, int]


def merged(boxes: Sequence[Box], overhead: int) -> list[Box]:
    """Return boxes that cover all of these, fewer where that costs less.

    Each box costs its area and an overhead, both in pixels.
    """
    return _joined(
        boxes,
        lambda one, other: area_of(around(one, other)) <= area_of(one) + area_of(other) + overhead,
    )


def apart(boxes: Sequence[Box]) -> list[Box]:
    """Return boxes that cover all of these, of which no two share a pixel."""
    return _joined(boxes, overlap)


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share a pixel."""
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def around(one: Box, other: Box) -> Box:
    """Return the smallest box around two."""
    left, top = min(one[0], other[0]), min(one[1], other[1])
    return left, top, max(one[2], other[2]), max(one[3], other[3])


def area_of(box: Box) -> int:
    """Return how many pixels a box has."""
    return (box[2] - box[0]) * (box[3] - box[1])


def clipped(box: Box, size: tuple[int, int]) -> Box | None:
    """Return what of a box lies on a canvas; None when nothing does."""
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(size[0], box[2]), min(size[1], box[3])
    return (left, top, right, bottom) if right > left and bottom > top else None


def _joined(boxes: Sequence[Box], belong: Callable[[Box, Box], bool]) -> list[Box]:
    """Return boxes, those that belong together as the one around both."""
    found: list[Box] = []
    for box in sorted(boxes, key=itemgetter(1, 0)):
        joined, place = box, 0
        while place < len(found):
            if belong(joined, found[place]):
                joined, place = around(joined, found.pop(place)), 0
            else:
                place += 1
        found.append(joined)
    return found

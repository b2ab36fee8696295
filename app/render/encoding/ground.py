"""What a picture was drawn upon: pixels drawn and encoded before, of which only boxes changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PIL import Image

T = TypeVar("T")
Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels


class Ground:
    """A picture that others are drawn upon, with what encoders made of it.

    `image` is never drawn on. Safe to share between threads: what two make at once is the same.
    """

    __slots__ = ("_made", "image")

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self._made: dict[object, object] = {}

    def made(self, kind: type[T], key: object) -> T | None:
        """Return what was made of the picture and kept under a key."""
        found = self._made.get(key)
        return found if isinstance(found, kind) else None

    def keep(self, key: object, made: T) -> T:
        """Keep what was made of the picture, in the place of what was there, and return it."""
        self._made[key] = made
        return made


@dataclass(frozen=True, slots=True)
class Over:
    """A picture equals its ground outside of these boxes, which lie within it."""

    ground: Ground
    changed: tuple[Box, ...]


def merged(boxes: Sequence[Box], overhead: int) -> list[Box]:
    """Return boxes that cover all of these, fewer where that costs less.

    Each box costs its area and an overhead, both in pixels.
    """
    return _joined(
        boxes, lambda one, other, both: _area(both) <= _area(one) + _area(other) + overhead
    )


def apart(boxes: Sequence[Box]) -> list[Box]:
    """Return boxes that cover all of these, of which no two share a pixel."""
    return _joined(
        boxes,
        lambda one, other, _: (
            one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        ),
    )


def _joined(boxes: Sequence[Box], belong: Callable[[Box, Box, Box], bool]) -> list[Box]:
    """Return boxes, those that belong together as the one around both."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        joined = box
        place = 0
        while place < len(found):
            other = found[place]
            both = (
                min(joined[0], other[0]), min(joined[1], other[1]),
                max(joined[2], other[2]), max(joined[3], other[3]),
            )  # fmt: skip
            if belong(joined, other, both):
                del found[place]
                joined, place = both, 0
            else:
                place += 1
        found.append(joined)
    return found


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])

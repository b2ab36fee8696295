"""What moves in a picture, each part encoded once: tiles, and patches of several.

It is shared by all looks that have the same countdowns on the same ground: a name beside them that
is another for every reader does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from app.model.keeping import Kept
from app.model.nodes.basics import Box
from app.render.animation.gif import frame
from app.render.animation.lzw import compressed, depth_of
from app.render.animation.palette import Colors
from app.render.canvas import Canvas
from app.render.countdown.painting import Face

State = tuple[str, ...]  # what each part shows
_MOST_TILES, _MOST_PATCHES = 512, 1024


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of one countdown, and the picture below it."""

    face: Face
    index: int
    box: Box
    under: Image.Image


@dataclass(frozen=True, slots=True)
class _Patch:
    """A rectangle that changes at once: the numbers of the parts in it."""

    box: Box
    numbers: tuple[int, ...]


class Moving:
    """The parts that move. Safe to share between threads: what they add is the same.

    `ticks` are the frames of the seconds of a minute, as far as they were shown before.
    """

    def __init__(self, ground: Image.Image, faces: Sequence[Face], palette: Colors) -> None:
        """`ground`: the scene in RGB without what the faces' parts show."""
        self._palette = palette
        self._parts = [
            _Part(face, index, part.box, ground.crop(corners(part.box)))
            for face in faces
            for index, part in enumerate(face.parts)
        ]
        self.boxes = tuple(part.box for part in self._parts)
        self._area = around(self.boxes)
        self._still = palette.indices(ground.crop(corners(self._area)))
        self._shapes: dict[tuple[int, ...], _Patch] = {}
        self._tiles: Kept[tuple[int, str], Image.Image] = Kept(_MOST_TILES)
        self._patches: Kept[tuple[Box, State], bytes] = Kept(_MOST_PATCHES)
        self.ticks = [b""] * 60

    def patch(self, before: State, state: State, table: bytes) -> bytes:
        """Return the frame that covers what differs from the state before."""
        pairs = enumerate(zip(before, state, strict=True))
        changed = tuple([number for number, (was, shown) in pairs if was != shown])
        shape = self._shapes.get(changed)
        if shape is None:
            shape = self._shapes[changed] = self._shape(changed)
        shown = tuple([state[number] for number in shape.numbers])
        data = self._patches.get((shape.box, shown))
        if data is None:
            x, y, width, height = shape.box
            left, top = x - self._area[0], y - self._area[1]
            picture = self._still.crop((left, top, left + width, top + height))
            self.fill(picture, (x, y), shape.numbers, shown)
            data = compressed(picture, depth_of(picture))
            self._patches.put((shape.box, shown), data)
        return frame(shape.box, data, table)

    def fill(
        self, picture: Image.Image, origin: tuple[int, int], numbers: Sequence[int], shown: State
    ) -> None:
        """Put parts into a picture whose upper left corner is at `origin`."""
        for number, text in zip(numbers, shown, strict=True):
            x, y = self._parts[number].box[:2]
            picture.paste(self._tile(number, text), (x - origin[0], y - origin[1]))

    def _tile(self, number: int, shown: str) -> Image.Image:
        """Return the indices of a part that shows something."""
        known = self._tiles.get((number, shown))
        if known is None:
            part = self._parts[number]
            canvas = Canvas.over(part.under, 1)
            part.face.paint_part(canvas, part.box[:2], part.index, shown)
            known = self._palette.indices(canvas.picture)
            self._tiles.put((number, shown), known)
        return known

    def _shape(self, changed: Sequence[int]) -> _Patch:
        box = around([self._parts[number].box for number in changed])
        inside = [number for number, part in enumerate(self._parts) if _meets(part.box, box)]
        return _Patch(box, tuple(inside))


def corners(box: Box) -> Box:
    """Return left, top, right and bottom of a box."""
    x, y, width, height = box
    return (x, y, x + width, y + height)


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around some."""
    left, top = min((box[0] for box in boxes), default=0), min((b[1] for b in boxes), default=0)
    right = max((box[0] + box[2] for box in boxes), default=0)
    bottom = max((box[1] + box[3] for box in boxes), default=0)
    return (left, top, right - left, bottom - top)


def _meets(one: Box, other: Box) -> bool:
    across = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    return across and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]

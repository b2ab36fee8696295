"""What stands still in a moving picture, and each part that moves, encoded once.

A stage is one look of a scene: which units its countdowns show and in how many digits. On it a
frame is whole (the canvas) or a patch: what has changed since the frame before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from app.model.keeping import Kept
from app.model.nodes.basics import Box
from app.render.animation.gif import frame
from app.render.animation.lzw import Strip, compressed, depth_of, joined, strips
from app.render.animation.palette import Colors, depth_for
from app.render.canvas import Canvas
from app.render.countdown.painting import Face

State = tuple[str, ...]  # what each part shows
_MOST_TILES, _MOST_PATCHES, _MOST_BANDS = 512, 1024, 64


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of one countdown, and the picture below it."""

    face: Face
    index: int
    box: Box
    under: Image.Image


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows in which parts move: the numbers of the parts, and the indices that stay."""

    top: int
    still: Image.Image
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Patch:
    """A rectangle that changes at once: the numbers of the parts in it."""

    box: Box
    numbers: tuple[int, ...]


class Stage:
    """The frames of one look. Safe to share between threads: what they add is the same."""

    def __init__(self, ground: Image.Image, faces: Sequence[Face], palette: Colors) -> None:
        """`ground`: the scene in RGB without what the faces' parts show."""
        self._palette = palette
        self._depth = depth_for(palette)
        self._size = ground.size
        self._parts = [
            _Part(face, index, part.box, ground.crop(_corners(part.box)))
            for face in faces
            for index, part in enumerate(face.parts)
        ]
        self._area = _around([part.box for part in self._parts])
        indices = palette.indices(ground)
        self._still = indices.crop(_corners(self._area))  # around all that moves
        self._rows = list(self._divided(indices))
        self._shapes: dict[tuple[int, ...], _Patch] = {}
        self._tiles: Kept[tuple[int, str], Image.Image] = Kept(_MOST_TILES)
        self._bands: Kept[tuple[int, State], list[Strip]] = Kept(_MOST_BANDS)
        self._patches: Kept[tuple[Box, State], bytes] = Kept(_MOST_PATCHES)

    def whole(self, state: State, table: bytes) -> bytes:
        """Return the frame that covers the canvas; `table` if it brings its own colours."""
        found: list[Strip] = []
        for rows in self._rows:
            found += self._strips(rows, state) if isinstance(rows, _Band) else rows
        return frame((0, 0, *self._size), joined(found, self._depth), table)

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
            self._fill(picture, (x, y), shape.numbers, shown)
            data = compressed(picture, depth_of(picture))
            self._patches.put((shape.box, shown), data)
        return frame(shape.box, data, table)

    def _divided(self, indices: Image.Image) -> Iterator[_Band | list[Strip]]:
        """Yield from top to bottom rows that never change, as strips, and bands of others."""
        depth, (width, height) = self._depth, self._size
        end = 0
        for top, bottom in _spans([part.box for part in self._parts]):
            yield strips(indices.crop((0, end, width, top)), depth)
            numbers = [n for n, part in enumerate(self._parts) if top <= part.box[1] < bottom]
            yield _Band(top, indices.crop((0, top, width, bottom)), tuple(numbers))
            end = bottom
        yield strips(indices.crop((0, end, width, height)), depth)

    def _strips(self, band: _Band, state: State) -> list[Strip]:
        """Return a band with its parts as they are."""
        shown = tuple([state[number] for number in band.numbers])
        known = self._bands.get((band.top, shown))
        if known is None:
            picture = band.still.copy()
            self._fill(picture, (0, band.top), band.numbers, shown)
            known = strips(picture, self._depth)
            self._bands.put((band.top, shown), known)
        return known

    def _fill(
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
        box = _around([self._parts[number].box for number in changed])
        inside = [number for number, part in enumerate(self._parts) if _meets(part.box, box)]
        return _Patch(box, tuple(inside))


def _corners(box: Box) -> Box:
    x, y, width, height = box
    return (x, y, x + width, y + height)


def _around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around some."""
    left, top = min((box[0] for box in boxes), default=0), min((b[1] for b in boxes), default=0)
    right = max((box[0] + box[2] for box in boxes), default=0)
    bottom = max((box[1] + box[3] for box in boxes), default=0)
    return (left, top, right - left, bottom - top)


def _spans(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """Return first row and row after the last of what boxes cover, from top to bottom."""
    found: list[tuple[int, int]] = []
    for top, bottom in sorted((box[1], box[1] + box[3]) for box in boxes):
        if found and top <= found[-1][1]:
            found[-1] = (found[-1][0], max(bottom, found[-1][1]))
        else:
            found.append((top, bottom))
    return found


def _meets(one: Box, other: Box) -> bool:
    across = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    return across and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]

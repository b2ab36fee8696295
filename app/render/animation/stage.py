"""One look of a scene whose countdowns move: which units they show and in how many digits.

On it a frame is whole (the canvas) or a patch: what has changed since the frame before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from app.model.keeping import Kept
from app.model.nodes.basics import Box
from app.render.animation.gif import frame
from app.render.animation.lzw import Strip, joined, strips
from app.render.animation.moving import Moving, State
from app.render.animation.palette import Colors, depth_for

_MOST_BANDS = 64


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows in which parts move: the numbers of the parts, and the indices that stay."""

    top: int
    still: Image.Image
    numbers: tuple[int, ...]


class Stage:
    """The frames of one look. Safe to share between threads: what they add is the same."""

    def __init__(self, ground: Image.Image, moving: Moving, palette: Colors) -> None:
        """`ground`: the scene in RGB without what the parts show."""
        self.moving = moving
        self._depth = depth_for(palette)
        self._size = ground.size
        self._rows = list(self._divided(palette.indices(ground)))
        self._bands: Kept[tuple[int, State], list[Strip]] = Kept(_MOST_BANDS)

    def whole(self, state: State, table: bytes) -> bytes:
        """Return the frame that covers the canvas; `table` if it brings its own colours."""
        found: list[Strip] = []
        for rows in self._rows:
            found += self._strips(rows, state) if isinstance(rows, _Band) else rows
        return frame((0, 0, *self._size), joined(found, self._depth), table)

    def _divided(self, indices: Image.Image) -> Iterator[_Band | list[Strip]]:
        """Yield from top to bottom rows that never change, as strips, and bands of others."""
        depth, (width, height) = self._depth, self._size
        end = 0
        for top, bottom in _spans(self.moving.boxes):
            yield strips(indices.crop((0, end, width, top)), depth)
            numbers = [n for n, box in enumerate(self.moving.boxes) if top <= box[1] < bottom]
            yield _Band(top, indices.crop((0, top, width, bottom)), tuple(numbers))
            end = bottom
        yield strips(indices.crop((0, end, width, height)), depth)

    def _strips(self, band: _Band, state: State) -> list[Strip]:
        """Return a band with its parts as they are."""
        shown = tuple([state[number] for number in band.numbers])
        known = self._bands.get((band.top, shown))
        if known is None:
            picture = band.still.copy()
            self.moving.fill(picture, (0, band.top), band.numbers, shown)
            known = strips(picture, self._depth)
            self._bands.put((band.top, shown), known)
        return known


def _spans(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """Return first row and row after the last of what boxes cover, from top to bottom."""
    found: list[tuple[int, int]] = []
    for top, bottom in sorted((box[1], box[1] + box[3]) for box in boxes):
        if found and top <= found[-1][1]:
            found[-1] = (found[-1][0], max(bottom, found[-1][1]))
        else:
            found.append((top, bottom))
    return found

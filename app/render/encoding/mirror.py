"""Shapes drawn in indices alone: most of a flat picture needs no colours until it is written.

Where the ground is of one colour, the sixteen levels of a letter are sixteen known colours, and
their indices can be put down without painting it and finding its colours again.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PIL import Image

from app.render.boxes import Box, area_of
from app.render.encoding.ground import Ground, Over
from app.render.encoding.indexed import Indexed, Ramp, Working, resolved
from app.render.encoding.palette import MOST, Palette, Rgb

_FULL = 255
_FEW = 1024  # pixels that are looked at one by one


class Mirror:
    """A ground in indices, and shapes on it. What it does not know is looked up in the picture."""

    def __init__(self, ground: Ground, working: Working) -> None:
        self._ground = ground
        self._working = working
        self._sheet = working.lend()

    @classmethod
    def of(cls, ground: Ground) -> "Mirror | None":
        """Return the mirror of a ground that was indexed before; None of any other."""
        working = ground.made(Working, "indexed")
        return cls(ground, working) if working is not None else None

    def imprint(self, shapes: Sequence[tuple[Any, Box]], ink: Rgb, box: Box) -> bool:
        """Put shapes down inside a box; False, and nothing done, where their colours are unknown.

        A shape is a mask (of Pillow's core; None for what is filled) and its box; no two overlap.
        Nothing else may have changed in the box: what has was not told to the mirror.
        """
        former = self._sheet.at(box)
        below, most = former.getextrema()
        levels = _gathered(shapes, box)
        if below == most:
            return self._put_on_one(below, levels, ink, box, former)
        if area_of(box) <= _FEW:
            return self._put_on_several(levels, ink, box, former)
        return False

    def _put_on_one(self, below: int, levels: Any, ink: Rgb, box: Box, former: Any) -> bool:
        """Put down coverage (None for all) where all is of one colour."""
        ramp, area = self._ramp(below, ink), area_of(box)
        if levels is None:
            counts = [(index, area) for level, index in ramp.known if level == _FULL]
            indices = counts[0][0] if counts else None
        else:
            found = levels.histogram()
            counts = [(index, found[level]) for level, index in ramp.known if found[level]]
            indices = levels.point(ramp.table, None)
        if sum(count for _, count in counts) < area:
            return False
        self._sheet.put(box, indices, [*counts, (below, -area)], former)
        return True

    def _put_on_several(self, levels: Any, ink: Rgb, box: Box, former: Any) -> bool:
        """Put down coverage where there are several colours: pixel by pixel."""
        before = self._sheet.bytes_at(box)
        ramps = {below: self._ramp(below, ink).place for below in set(before)}
        covers = _pixels(levels) if levels is not None else [_FULL] * len(before)
        after = [ramps[below].get(level) for below, level in zip(before, covers, strict=True)]
        known = bytes(index for index in after if index is not None)
        if len(known) < len(after):
            return False
        counts = Counter(known)
        counts.subtract(before)
        shown = Image.frombuffer("L", former.size, known, "raw", "L", 0, 1)
        self._sheet.put(box, shown.im, list(counts.items()), former)
        return True

    def indexed(self, image: Image.Image, changed: tuple[Box, ...]) -> Indexed | None:
        """Return the picture: shapes as they were put down, what changed as the image shows it."""
        return resolved(self._sheet, self._working, image, Over(self._ground, changed))

    def close(self) -> None:
        """Give back what was drawn on; what was `indexed` is not to be read any more."""
        self._working.take_back(self._sheet)

    def _ramp(self, below: int, ink: Rgb) -> Ramp:
        """Return the index of each level of an ink over a colour, where it is known."""
        ramps = self._working.ramps
        ramp = ramps.get((below, ink))
        if ramp is None:
            ramp = _blended(self._working.palette, below, ink)
            ramps.put((below, ink), ramp)
        return ramp


def _gathered(shapes: Sequence[tuple[Any, Box]], box: Box) -> Any:
    """Return shapes as one mask as large as a box; None for all of it."""
    if len(shapes) == 1 and shapes[0][1] == box:
        return shapes[0][0]
    left, top, right, lower = box
    levels = Image.new("L", (right - left, lower - top)).im
    for mask, (x, y, end, bottom) in shapes:
        at = (x - left, y - top, end - left, bottom - top)
        levels.paste(_FULL if mask is None else mask, at)
    return levels


def _pixels(core: Any) -> bytearray:
    """Return the pixels of an image of Pillow's core (mode L)."""
    rows = bytearray(core.size[0] * core.size[1])
    shared = Image.frombuffer("L", core.size, rows, "raw", "L", 0, 1)
    shared.im.paste(core, (0, 0, *core.size))
    return rows


def _blended(palette: Palette, below: int, ink: Rgb) -> Ramp:
    """Return what every level of coverage makes of a colour, as Pillow paints it."""
    blends = Image.new("RGB", (MOST, 1), palette.colors[below])
    levels = Image.frombytes("L", blends.size, bytes(range(MOST)))
    blends.im.paste(ink, (0, 0, *blends.size), levels.im)
    channels = iter(blends.tobytes())
    found = enumerate(zip(channels, channels, channels, strict=True))
    return Ramp([(level, palette.place[rgb]) for level, rgb in found if rgb in palette.place])

"""Letters drawn in indices alone: most of a flat picture needs no colours until it is written.

Where the ground is of one colour, a letter's sixteen levels are sixteen known colours, and their
indices can be put down without painting the letter and finding its colours again.
"""

from collections.abc import Sequence
from typing import Any

from PIL import Image

from app.render.boxes import Box
from app.render.encoding.ground import Ground, Over
from app.render.encoding.indexed import Indexed, Working, resolved
from app.render.encoding.palette import MOST, Palette, Rgb, rgb
from app.render.levels import LEVELS


class Mirror:
    """A ground in indices, and letters on it. What it does not know is looked up in the picture."""

    def __init__(self, ground: Ground, working: Working) -> None:
        self._ground = ground
        self._working = working
        self._sheet = working.sheet.copy()

    @classmethod
    def of(cls, ground: Ground) -> "Mirror | None":
        """Return the mirror of a ground that was indexed before; None of any other."""
        working = ground.made(Working, "indexed")
        return cls(ground, working) if working is not None else None

    def imprint(self, letters: Sequence[tuple[Any, Box]], ink: Rgb, box: Box) -> bool:
        """Put letters down inside a box; False, and nothing done, where their colours are unknown.

        Nothing else may have changed in the box: what has was not told to the mirror.
        """
        sheet = self._sheet.im
        left, top, right, lower = box
        least, most = sheet.crop((left + 1, top, right + 1, lower)).getextrema()
        ramp = self._ramp(least, ink) if least == most else None
        if ramp is None:
            return False
        for mask, (x, y, end, bottom) in letters:
            sheet.paste(mask.point(ramp, None), (x + 1, y, end + 1, bottom))
        return True

    def indexed(self, image: Image.Image, changed: tuple[Box, ...]) -> Indexed | None:
        """Return the picture: letters as they were put down, what changed as the image shows it."""
        return resolved(self._sheet, self._working, image, Over(self._ground, changed))

    def _ramp(self, below: int, ink: Rgb) -> list[int] | None:
        """Return the index of each level of an ink over a colour; None if one is unknown."""
        ramps = self._working.ramps
        ramp = ramps.get((below, ink))
        if ramp is None:
            ramp = _blended(self._working.palette, below, ink)
            if ramp is not None:
                ramps.put((below, ink), ramp)
        return ramp


def _blended(palette: Palette, below: int, ink: Rgb) -> list[int] | None:
    blends = Image.new("RGB", (len(LEVELS), 1), palette.colors[below])
    levels = Image.frombytes("L", blends.size, bytes(LEVELS))
    blends.im.paste(ink, (0, 0, *blends.size), levels.im)
    table = [0] * MOST
    for place, level in enumerate(LEVELS):
        index = palette.place.get(rgb(blends.getpixel((place, 0))))
        if index is None:
            return None
        table[level] = index
    return table

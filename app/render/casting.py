"""Letters cast: one glyph at one size as a mask of coverage."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil, floor
from typing import Any

import uharfbuzz as harfbuzz
from PIL import Image

from app.render.boxes import Box, around, overlap
from app.render.levels import levelled_core

_MAX_EMS = 16  # from the origin: the longest ligatures; what reaches farther is cut
_MAX_PIXELS = 8_000_000  # of one letter: what would take more is left out


Letter = tuple[Any, Box]
"""A mask of Pillow's core and its box; no two of a run overlap."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A letter cast: its mask and where it goes from the pen, in pixels; no mask when blank."""

    mask: Any  # Pillow's core image: pasted far faster than through its shell
    left: int
    top: int
    right: int
    bottom: int


BLANK = Sort(None, 0, 0, 0, 0)


def cast(font: harfbuzz.Font, index: int, size: int, within: tuple[float, float]) -> Sort:
    """Return a glyph at a size, its origin `within` a pixel, upwards."""
    extents = font.get_glyph_extents(index)
    if extents is None or not extents.width or not extents.height:
        return BLANK
    scale = size / font.face.upem
    most = _MAX_EMS * size
    # Bounded before anything is drawn: a font may claim any extents.
    left = max(-most, floor(extents.x_bearing * scale + within[0]) - 1)
    right = min(most, ceil((extents.x_bearing + extents.width) * scale + within[0]) + 1)
    top = min(most, ceil(extents.y_bearing * scale + within[1]) + 1)
    bottom = max(-most, floor((extents.y_bearing + extents.height) * scale + within[1]) - 1)
    if right <= left or top <= bottom or (right - left) * (top - bottom) > _MAX_PIXELS:
        return BLANK
    raster = harfbuzz.RasterDraw()
    raster.transform = (scale, 0.0, 0.0, scale, *within)
    raster.extents = harfbuzz.RasterExtents(left, bottom, right - left, top - bottom)
    raster.draw_glyph(font, index)
    drawn = raster.render()
    area = drawn.extents
    if not area.width or not area.height:
        return BLANK
    picture = Image.frombytes(
        "L", (area.width, area.height), drawn.buffer, "raw", "L", area.stride, -1
    )
    mask = levelled_core(picture.im)
    inked = mask.getbbox()
    if inked is None:
        return BLANK
    x, y = area.x_origin, -(area.y_origin + area.height)
    return Sort(mask.crop(inked), x + inked[0], y + inked[1], x + inked[2], y + inked[3])


def add(letters: list[Letter], letter: Letter) -> Box:
    """Add a letter to those of a run and return its box; with those it overlaps it becomes one.

    So no pixel is painted twice.
    """
    whole, group = letter[1], [letter]
    while letters and overlap(letters[-1][1], whole):
        group.append(letters.pop())
        whole = around(group[-1][1], whole)
    letters.append(letter if len(group) == 1 else (_merged(group, whole), whole))
    return whole


def together(runs: Sequence[list[Letter]]) -> Sequence[Sequence[Letter]]:
    """Return the letters of runs as one; apart, in their order, where those of two overlap."""
    if len(runs) < 2:  # noqa: PLR2004  # two
        return runs
    letters = list(chain.from_iterable(runs))
    return runs if _cross([box for _, box in letters]) else [letters]


def _cross(boxes: Sequence[Box]) -> bool:
    """Tell whether any two boxes share a pixel."""
    still: list[Box] = []  # those that a box farther right may meet
    for box in sorted(boxes):
        still = [one for one in still if one[2] > box[0]]
        if any(overlap(one, box) for one in still):
            return True
        still.append(box)
    return False


def _merged(group: list[Letter], whole: Box) -> Any:
    """Return one mask for letters: where they touch, coverage adds up."""
    left, top, right, bottom = whole
    sheet = Image.new("L", (right - left, bottom - top))
    for mask, box in group:
        place = (box[0] - left, box[1] - top, box[2] - left, box[3] - top)
        sheet.im.paste(255, place, mask)
    return levelled_core(sheet.im)

"""Faces opened: what shapes their texts and draws their letters."""

from contextlib import suppress

import uharfbuzz as harfbuzz
from PIL import ImageFont

from app.render.fonts import Face

_EMBOLDEN = 0.045  # ems, for faces that have no bold


class Fount:
    """A face opened. Its fonts measure in the units of its em and are never changed.

    `reach` is how far it reaches above and below its baseline, in ems, both positive.
    """

    __slots__ = ("bold", "em", "number", "plain", "reach")

    def __init__(self, face: Face, number: int) -> None:
        opened = harfbuzz.Face(_blob(face))
        self.em = opened.upem
        self.number = number
        self.plain = harfbuzz.Font(opened)
        self.bold = harfbuzz.Font(opened)
        self.bold.synthetic_bold = (_EMBOLDEN, _EMBOLDEN, True)
        for font in (self.plain, self.bold):
            font.set_variations({"wght": float(face.weight)})  # of variable files
        extents = self.plain.get_font_extents("ltr")
        self.reach = (extents.ascender / self.em, -extents.descender / self.em)


def _blob(face: Face) -> harfbuzz.Blob:
    """Return a face's file; the letters that Pillow brings when it is gone or was never one."""
    if face.body:
        return harfbuzz.Blob(face.body)
    if face.path is not None:
        with suppress(harfbuzz.HarfBuzzError):
            return harfbuzz.Blob.from_file_path(str(face.path))
    last = ImageFont.load_default(1)
    return harfbuzz.Blob(last.font_bytes if isinstance(last, ImageFont.FreeTypeFont) else b"")

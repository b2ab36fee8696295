"""Colour emoji at text size: pictures of the typeface, scaled, kept."""

from threading import Lock

from cachetools import LRUCache
from PIL import Image

from app.render.fonts import Face
from app.render.shaped import Shaped
from app.render.typecase import Typecase

_KEPT = 512
_STRIKE = 109  # pixels of an em in the pictures of the one colour typeface

Sticker = tuple[Image.Image, tuple[int, int]]
"""An RGBA picture, and where its top left goes from the pen on the baseline, in pixels."""


class Stickers:
    """Scaled emoji by glyph and size, bounded; safe to share between threads."""

    def __init__(self, case: Typecase) -> None:
        self._case = case
        self._lock = Lock()
        self._kept: LRUCache[tuple[Face, int, int], Sticker | None] = LRUCache(_KEPT)

    def stickers(self, face: Face, shaped: Shaped, size: int) -> list[Sticker]:
        """Return the pictures of a shaped cluster at a size in pixels; none for one unknown."""
        found = []
        for index, x in zip(shaped.indices, shaped.xs, strict=True):
            sticker = self._sticker(face, index, size)
            if sticker is not None:
                picture, (left, top) = sticker
                found.append((picture, (left + round(x * size), top)))
        return found

    def _sticker(self, face: Face, index: int, size: int) -> Sticker | None:
        key = (face, index, size)
        with self._lock:
            if key in self._kept:
                return self._kept[key]
        found = self._scaled(face, index, size)
        with self._lock:
            self._kept[key] = found
        return found

    def _scaled(self, face: Face, index: int, size: int) -> Sticker | None:
        struck = self._case.strike(face, index)
        if struck is None:
            return None
        picture, (left, top) = struck
        wide, tall = (max(1, round(side * size / _STRIKE)) for side in picture.size)
        # Premultiplied while scaling, else transparent black bleeds into the edge.
        scaled = picture.convert("RGBa").resize(
            (wide, tall), Image.Resampling.LANCZOS, reducing_gap=3.0
        )
        return scaled.convert("RGBA"), (round(left * size), -round(top * size))

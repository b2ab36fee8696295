"""Colour emoji at text size: drawn once at the strike's own size, scaled, kept."""

from threading import Lock

from cachetools import LRUCache
from PIL import Image, ImageDraw

from app.render.bidi import Direction
from app.render.fonts import EMOJI_SIZE, Face, FontBook
from app.render.typesetting import EMOJI_SCALE, shape

_KEPT = 512
_HEIGHT, _BASELINE = 128, 101  # of the strike, pixels


class Stickers:
    """Scaled emoji by text and size, bounded; safe to share between threads."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._lock = Lock()
        self._kept: LRUCache[tuple[Face, str, int], Image.Image | None] = LRUCache(_KEPT)

    def sticker(self, face: Face, text: str, size: int) -> Image.Image | None:
        """Return an RGBA picture for text of `size` pixels; None when it has no pixels."""
        key = (face, text, size)
        with self._lock:
            if key in self._kept:
                return self._kept[key]
        found = self._drawn(face, text, size) if text else None
        with self._lock:
            self._kept[key] = found
        return found

    def _drawn(self, face: Face, text: str, size: int) -> Image.Image | None:
        font = self._book.open(face, EMOJI_SIZE)
        direction, language = shape(font, Direction.LTR, "")
        width = round(font.getlength(text, direction=direction, language=language))
        if width < 1:
            return None
        sheet = Image.new("RGBA", (width, _HEIGHT), 0)
        ImageDraw.Draw(sheet).text(
            (0, _BASELINE), text, font=font, embedded_color=True, anchor="ls", direction=direction
        )
        scale = size * EMOJI_SCALE / EMOJI_SIZE
        target = (max(1, round(width * scale)), max(1, round(_HEIGHT * scale)))
        # Premultiplied while scaling, else transparent black bleeds into the edge.
        scaled = sheet.convert("RGBa").resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)
        return scaled.convert("RGBA")

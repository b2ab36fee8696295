"""The shipped icons at the sizes that are asked for: outlines as masks, weather in colour.

Every file is a square of 288 pixels; smaller and larger ones are scaled from it.
"""

from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Final

from cachetools import LRUCache
from PIL import Image

from app.model.icons import ICONS, WEATHER

SHIPPED: Final = Path(__file__).resolve().parents[2] / "static" / "icons"
_KEPT_BYTES: Final = 8 * 1024 * 1024
_OUTLINE: Final = ".mask"


class IconShelf:
    """The icons of a folder; those drawn last are kept ready. Safe to share between threads."""

    def __init__(self, folder: Path = SHIPPED, *, keep_bytes: int = _KEPT_BYTES) -> None:
        self._files = {path.stem: path.read_bytes() for path in sorted(folder.glob("*.png"))}
        seal = blake2b(digest_size=8)
        for name, body in self._files.items():
            seal.update(name.encode() + b"\0" + body)
        self.digest = seal.hexdigest()
        self._lock = Lock()
        self._scaled: LRUCache[tuple[str, int], Image.Image] = LRUCache(keep_bytes, _weight)

    def mask(self, name: str, side: int) -> Image.Image | None:
        """Return an icon as coverage (mode L), so many pixels wide and high; None: no such icon.

        Shared: never drawn on.
        """
        file = name + _OUTLINE if name in WEATHER else name
        return self._scaled_to(file, side) if name in ICONS else None

    def picture(self, name: str, side: int) -> Image.Image | None:
        """Return an icon that has colours of its own (mode RGBA); None: it has none.

        Shared: never drawn on.
        """
        return self._scaled_to(name, side) if name in WEATHER else None

    def _scaled_to(self, file: str, side: int) -> Image.Image:
        key = (file, side)
        with self._lock:
            known = self._scaled.get(key)
        if known is not None:
            return known
        with Image.open(BytesIO(self._files[file]), formats=("PNG",)) as icon:
            scaled = icon.resize((side, side), Image.Resampling.LANCZOS)
        with self._lock:
            if _weight(scaled) <= self._scaled.maxsize:
                self._scaled[key] = scaled
        return scaled


def _weight(icon: Image.Image) -> int:
    return icon.width * icon.height * len(icon.getbands())

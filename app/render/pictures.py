"""Uploaded pictures drawn into boxes; those drawn last are kept ready."""

from collections.abc import Callable
from threading import Lock

from cachetools import LRUCache
from PIL import Image, ImageChops

from app.model.scene import Picture
from app.pictures.decoding import FitPicture, fitted
from app.render.canvas import Canvas, rounded

_KEPT_BYTES = 48 * 1024 * 1024  # of fitted pictures

Read = Callable[[str], bytes | None]  # content digest -> bytes


class Gallery:
    """Fits pictures into boxes; those drawn last are kept ready, bounded by bytes."""

    def __init__(
        self, read: Read, *, fit: FitPicture = fitted, keep_bytes: int = _KEPT_BYTES
    ) -> None:
        self._read = read
        self._fit_in = fit
        self._lock = Lock()
        self._fitted: LRUCache[tuple[object, ...], Image.Image] = LRUCache(
            keep_bytes, getsizeof=_weight
        )

    def draw(self, canvas: Canvas, node: Picture) -> bool:
        """Draw a picture; False when the asset is missing or unreadable and nothing was drawn."""
        x, y, width, height = (value * canvas.density for value in node.box)
        if width <= 0 or height <= 0:
            return True
        fitted = self._fit(node, (width, height))
        if fitted is None:
            return False
        left = x + (width - fitted.width) // 2
        top = y + (height - fitted.height) // 2
        mask = fitted.getchannel("A") if fitted.mode == "RGBA" else None
        if node.radius:
            corners = rounded(*fitted.size, node.radius * canvas.density)
            mask = ImageChops.multiply(mask, corners) if mask else corners
        canvas.lay(fitted.convert("RGB") if mask else fitted, (left, top), mask)
        return True

    def _fit(self, node: Picture, size: tuple[int, int]) -> Image.Image | None:
        key = (node.asset, size, node.fit, node.focus)
        with self._lock:
            known = self._fitted.get(key)
        if known is not None:
            return known
        body = self._read(node.asset)
        picture = self._fit_in(body, size, node.fit, node.focus) if body else None
        if picture is None:
            return None
        with self._lock:
            if _weight(picture) <= self._fitted.maxsize:
                self._fitted[key] = picture
        return picture


def _weight(picture: Image.Image) -> int:
    return picture.width * picture.height * len(picture.getbands())

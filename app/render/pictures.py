"""Uploaded pictures drawn into boxes; those drawn last are kept ready."""

from collections.abc import Callable, Iterator
from threading import Lock

from cachetools import LRUCache
from PIL import Image, ImageChops

from app.model.nodes.picture import Mask, Picture
from app.model.scene import Color
from app.pictures.decoding import FitPicture, fitted
from app.render.canvas import Canvas
from app.render.colors import rgba
from app.render.shapes.rounding import rounded

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
        x, y, width, height = (value * canvas.density for value in node.area)
        if width <= 0 or height <= 0:
            return True
        picture = self._fit(node, (width, height))
        if picture is None:
            return False
        if node.tint and node.strength:
            picture = _tinted(picture, node)
        if node.ground:
            picture = _grounded(picture, (width, height), node.ground)
        left, top = (width - picture.width) // 2, (height - picture.height) // 2
        mask = picture.getchannel("A") if picture.mode == "RGBA" else None
        for cut in _cuts(node, picture.size, (width, height), canvas.density):
            mask = ImageChops.multiply(mask, cut) if mask else cut
        canvas.lay(picture.convert("RGB") if mask else picture, (x + left, y + top), mask)
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


def _tinted(picture: Image.Image, node: Picture) -> Image.Image:
    """Return a picture with a colour over it; what is clear stays so."""
    *paint, alpha = rgba(node.tint)
    solid = Image.new("RGB", picture.size, (paint[0], paint[1], paint[2]))
    share = node.strength / 100 * alpha / 255
    mixed = Image.blend(picture.convert("RGB"), solid, share)
    if picture.mode == "RGBA":
        mixed.putalpha(picture.getchannel("A"))
    return mixed


def _grounded(picture: Image.Image, size: tuple[int, int], ground: Color) -> Image.Image:
    """Return a picture in the middle of a ground as large as its box."""
    *_, alpha = color = rgba(ground)
    whole = Image.new("RGBA", size, color)
    at = ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2)
    whole.alpha_composite(picture.convert("RGBA"), at)
    return whole.convert("RGB") if alpha == 255 else whole  # noqa: PLR2004  # opaque


def _cuts(
    node: Picture, size: tuple[int, int], box: tuple[int, int], density: int
) -> Iterator[Image.Image]:
    """Yield the masks of a picture's own size that it is shown through."""
    if node.mask is Mask.CIRCLE:
        left, top = (box[0] - size[0]) // 2, (box[1] - size[1]) // 2
        yield rounded(*box, box[0] // 2).crop((left, top, left + size[0], top + size[1]))
    elif node.radius > 0:
        yield rounded(*size, node.radius * density)
    if node.opacity < 100:  # noqa: PLR2004  # percent
        yield Image.new("L", size, round(node.opacity * 2.55))


def _weight(picture: Image.Image) -> int:
    return picture.width * picture.height * len(picture.getbands())

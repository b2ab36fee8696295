"""Uploaded pictures decoded within limits and fitted into boxes."""

import warnings
from collections.abc import Callable
from io import BytesIO
from threading import Lock

from cachetools import LRUCache
from PIL import Image, ImageChops, ImageCms, ImageOps

from app.model.scene import Fit, Picture
from app.render.canvas import Canvas, rounded

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MAX_PIXELS = 16_000_000
MAX_BYTES = 10 * 1024 * 1024
_KEPT_BYTES = 48 * 1024 * 1024  # of fitted pictures
_SRGB = ImageCms.createProfile("sRGB")

# A picture that claims to be huge must fail before its pixels are allocated.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

Read = Callable[[str], bytes | None]  # content digest -> bytes
FitPicture = Callable[
    [bytes, tuple[int, int], Fit, tuple[int, int]], Image.Image | None
]  # bytes, box in device pixels, how, focus in percent


class Gallery:
    """Fits pictures into boxes; those drawn last are kept ready, bounded by bytes."""

    def __init__(
        self, read: Read, *, fit: FitPicture | None = None, keep_bytes: int = _KEPT_BYTES
    ) -> None:
        self._read = read
        self._fit_in = fit or fitted
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


def fitted(
    body: bytes, size: tuple[int, int], fit: Fit, focus: tuple[int, int]
) -> Image.Image | None:
    """Return a picture decoded and fitted into a box; None for anything not acceptable."""
    picture = decode(body, size)
    return None if picture is None else _fitted(picture, size, fit, focus)


def decode(body: bytes, size: tuple[int, int] | None = None) -> Image.Image | None:
    """Return the first frame as upright sRGB (RGB or RGBA); None for anything not acceptable.

    `size` lets a JPEG be decoded at a smaller scale that still covers it.
    """
    if len(body) > MAX_BYTES:
        return None
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return None
            if size and picture.format == "JPEG":
                longest = max(size)  # both ways round: the picture may lie on its side
                picture.draft("RGB", (longest, longest))
            return _to_srgb(ImageOps.exif_transpose(picture))
    except Exception:  # noqa: BLE001  # decoders answer malformed input with any exception
        return None


def _to_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    clear = "transparency" in picture.info or picture.mode in {"RGBA", "LA", "PA", "RGBa"}
    if picture.mode.startswith("I"):  # 16 bits per channel, which convert() would clip
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
            picture = converted or picture
        except (ImageCms.PyCMSError, OSError):  # a broken profile: take the numbers as sRGB
            pass
    return picture.convert("RGBA" if clear else "RGB")


def _fitted(
    picture: Image.Image, size: tuple[int, int], fit: Fit, focus: tuple[int, int]
) -> Image.Image:
    width, height = size
    if fit is Fit.FILL:
        return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    across, down = width / picture.width, height / picture.height
    if fit is Fit.CONTAIN:
        scale = min(across, down)
        target = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        return picture.resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)
    scale = max(across, down)
    seen = (width / scale, height / scale)
    share = [min(100, max(0, value)) / 100 for value in focus]
    # The focused point comes to the middle as far as the picture's edge allows.
    left = min(max(picture.width * share[0] - seen[0] / 2, 0), picture.width - seen[0])
    top = min(max(picture.height * share[1] - seen[1] / 2, 0), picture.height - seen[1])
    box = (
        max(left, 0),
        max(top, 0),
        min(left + seen[0], picture.width),
        min(top + seen[1], picture.height),
    )
    return picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _weight(picture: Image.Image) -> int:
    return picture.width * picture.height * len(picture.getbands())

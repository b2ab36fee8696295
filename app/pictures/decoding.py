"""Uploaded pictures decoded within limits and fitted into boxes."""

import warnings
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from app.model.nodes.basics import Fit

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MAX_PIXELS = 16_000_000
MAX_BYTES = 10 * 1024 * 1024
_SRGB = ImageCms.createProfile("sRGB")

# A picture that claims to be huge must fail before its pixels are allocated.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

FitPicture = Callable[
    [bytes, tuple[int, int], Fit, tuple[int, int]], Image.Image | None
]  # bytes, box in device pixels, how, focus in percent


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

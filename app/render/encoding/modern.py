"""WebP and AVIF, for operators who know which clients their readers have."""

from io import BytesIO
from typing import Final

from PIL import Image

_WEBP_QUALITY: Final = 82
_WEBP_EFFORT: Final = 4  # of 6
_AVIF_FLAT: Final = (70, 8)  # quality, and speed of 10: a faster one tints paper
_AVIF_PHOTO: Final = (64, 9)  # as good and as quick as WebP; slower ones cost three times that
_FLAT: Final = 256  # colours
_BARE: Final = {"icc_profile": b"", "exif": b"", "xmp": b""}  # nothing of the source


def encode_webp(image: Image.Image, quality: int = _WEBP_QUALITY) -> bytes:
    """Return a WebP: without loss when the image has few colours, else like a photograph."""
    file = BytesIO()
    is_flat = image.getcolors(_FLAT) is not None
    image.save(file, "WEBP", lossless=is_flat, quality=quality, method=_WEBP_EFFORT, **_BARE)
    return file.getvalue()


def encode_avif(image: Image.Image, quality: int = 0) -> bytes:
    """Return an AVIF with its colours at full resolution, encoded by one thread.

    Without a quality it is what suits the picture: few colours, or a photograph.
    """
    file = BytesIO()
    usual, speed = _AVIF_PHOTO if image.getcolors(_FLAT) is None else _AVIF_FLAT
    image.save(
        file,
        "AVIF",
        quality=quality or usual,
        speed=speed,
        subsampling="4:4:4",
        max_threads=1,
        **_BARE,
    )
    return file.getvalue()

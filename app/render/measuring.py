"""Uploaded pictures measured, by the same guarded decoding that draws them."""

from io import BytesIO

from PIL import Image

from app.errors import Unacceptable
from app.render.pictures import FORMATS, MAX_BYTES, MAX_PIXELS, decode


def measure(body: bytes) -> tuple[str, int, int]:
    """Return media type, width and height in pixels as shown; raises Unacceptable."""
    picture = decode(body)
    if picture is None:
        raise Unacceptable(
            "The body is not a picture that can be shown.",
            remedy=f"Send a PNG, JPEG, GIF or WebP of at most {MAX_BYTES // 2**20} MiB"
            f" and {MAX_PIXELS:,} pixels.",
            field="body",
        )
    with Image.open(BytesIO(body), formats=FORMATS) as opened:
        media_type = Image.MIME[opened.format or "PNG"]
    return media_type, picture.width, picture.height

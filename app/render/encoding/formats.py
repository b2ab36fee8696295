"""One door to every format."""

from typing import assert_never

from PIL import Image

from app.model.rendering import Format
from app.render.encoding.gif import encode_gif, gif_of
from app.render.encoding.ground import Over
from app.render.encoding.indexed import Indexed
from app.render.encoding.jpeg import encode_jpeg
from app.render.encoding.modern import encode_avif, encode_webp
from app.render.encoding.png import encode_png, png_of


def encode(image: Image.Image, kind: Format, *, sharp: bool, over: Over | None = None) -> bytes:
    """Return an RGB image in a format; `sharp` keeps JPEG's colour at full resolution.

    What an image is drawn over makes no difference but that of time.
    """
    match kind:
        case Format.PNG:
            return encode_png(image, over)
        case Format.JPG:
            return encode_jpeg(image, sharp=sharp, over=over)
        case Format.GIF:
            return encode_gif(image, over)
        case Format.WEBP:
            return encode_webp(image)
        case Format.AVIF:
            return encode_avif(image)
        case _:
            assert_never(kind)


def encode_indexed(indexed: Indexed, kind: Format) -> bytes:
    """Return an indexed picture in a format that has palettes."""
    return gif_of(indexed) if kind is Format.GIF else png_of(indexed)

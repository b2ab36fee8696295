"""Pictures written as PNG, JPEG and GIF: opaque, sRGB, without metadata, the same every time."""

import struct
import zlib
from io import BytesIO
from typing import assert_never

from PIL import Image, ImageChops

from app.model.rendering import Format

try:
    from isal.isal_zlib import compress as _deflate
except ImportError:  # no wheel for this machine: slower, the same picture
    from zlib import compress as _deflate

_LEVEL = 1
_JPEG_QUALITY = 85
_PALETTE = 256
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUECOLOR, _INDEXED = 2, 3  # PNG colour types


def encode(image: Image.Image, kind: Format, *, sharp: bool) -> bytes:
    """Return an RGB image in a format; `sharp` keeps JPEG's colour at full resolution."""
    match kind:
        case Format.PNG:
            return encode_png(image)
        case Format.JPG:
            return encode_jpeg(image, sharp=sharp)
        case Format.GIF:
            return encode_gif(image)
        case _:
            assert_never(kind)


def encode_png(image: Image.Image) -> bytes:
    """Return a PNG: with a palette when that loses nothing, else in true colour."""
    indexed = exact_palette(image)
    if indexed is None:
        return _png(image.size, _TRUECOLOR, b"", image.tobytes(), image.width * 3)
    palette = bytes(indexed.getpalette() or b"")
    return _png(image.size, _INDEXED, palette, indexed.tobytes(), image.width)


def encode_jpeg(image: Image.Image, *, sharp: bool) -> bytes:
    """Return a baseline JPEG; text needs `sharp`, a photograph does not."""
    file = BytesIO()
    image.save(file, "JPEG", quality=_JPEG_QUALITY, subsampling="4:4:4" if sharp else "4:2:0")
    return file.getvalue()


def encode_gif(image: Image.Image) -> bytes:
    """Return a GIF of one complete frame, exact when 256 colours suffice."""
    indexed = exact_palette(image) or image.quantize(
        _PALETTE, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    file = BytesIO()
    indexed.save(file, "GIF", optimize=False)
    return file.getvalue()


def exact_palette(image: Image.Image) -> Image.Image | None:
    """Return the image with a palette of its own colours, None when there are more than 256."""
    if image.getcolors(_PALETTE) is None:
        return None
    indexed = image.quantize(_PALETTE, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    if ImageChops.difference(indexed.convert("RGB"), image).getbbox() is not None:
        return None
    return indexed


def _png(size: tuple[int, int], color: int, palette: bytes, pixels: bytes, stride: int) -> bytes:
    header = struct.pack(">IIBBBBB", *size, 8, color, 0, 0, 0)
    # Filter 0 on every row: flat pictures deflate best unfiltered, photographs go out as JPEG.
    rows = b"".join(
        b"\0" + pixels[start : start + stride] for start in range(0, len(pixels), stride)
    )
    parts = [_SIGNATURE, _chunk(b"IHDR", header)]
    if palette:
        parts.append(_chunk(b"PLTE", palette))
    parts += [_chunk(b"IDAT", _deflate(rows, _LEVEL)), _chunk(b"IEND", b"")]
    return b"".join(parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

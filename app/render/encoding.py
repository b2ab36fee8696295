"""Pictures written as PNG, JPEG and GIF: opaque, sRGB, without metadata, the same every time."""

import struct
import zlib
from io import BytesIO
from operator import mul
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
# One channel alone tells the shades of most inks apart; odd sums tell apart what has several.
_WEIGHTS = (
    *((0, 1, 0), (1, 0, 0), (0, 0, 1)),
    *(
        (1 + 2 * (7 * step % 61), 1 + 2 * (23 * step % 89), 1 + 2 * (41 * step % 113))
        for step in range(48)
    ),
)
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
    """Return the image with a palette of its own colours; None when it has too many.

    A sum of weighted channels that gives every colour a number of its own turns into an index by
    look-up, in a hundredth of a quantiser's time. Too many is more than 256, or no such sum.
    """
    counted = image.getcolors(_PALETTE)
    if counted is None:
        return None
    colors = sorted(color for _, color in counted if isinstance(color, tuple))
    for weights in _WEIGHTS:
        numbers = [sum(map(mul, weights, color)) % 256 for color in colors]
        if len(set(numbers)) == len(colors):
            return _indexed(image, colors, numbers, weights)
    return None


def _indexed(
    image: Image.Image,
    colors: list[tuple[int, ...]],
    numbers: list[int],
    weights: tuple[int, int, int],
) -> Image.Image:
    """Return the image with these colours as its palette, each found by its number."""
    total: Image.Image | None = None
    for channel, weight in zip(image.split(), weights, strict=True):
        if weight:
            part = channel.point([value * weight % 256 for value in range(256)])
            total = part if total is None else ImageChops.add_modulo(total, part)
    place = dict(zip(numbers, range(len(colors)), strict=True))
    indices = (total or image.convert("L")).point([place.get(at, 0) for at in range(256)])
    indexed = Image.frombytes("P", image.size, indices.tobytes())
    indexed.putpalette([channel for color in colors for channel in color])
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

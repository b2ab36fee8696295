"""PNG: with a palette when that loses nothing, else in true colour."""

import struct
from zlib import crc32

from PIL import Image

try:
    from isal.isal_zlib import compress as _deflated
except ImportError:  # no wheel for this machine: slower, the same picture in other bytes
    from zlib import compress as _deflated

from app.render.encoding.ground import Over
from app.render.encoding.indexed import Indexed

PACKER = _deflated.__module__
"""What deflates: another packer writes other bytes."""
_LEVEL = 1
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUECOLOR, _INDEXED = 2, 3  # PNG colour types


def encode_png(image: Image.Image, over: Over | None = None) -> bytes:
    """Return a PNG that loses nothing.

    Filter 0 on every row: flat pictures deflate best unfiltered, photographs go out as JPEG.
    """
    indexed = Indexed.of(image, over)
    if indexed is not None:
        return png_of(indexed)
    pixels, stride = image.tobytes(), image.width * 3
    rows = b"\0".join([b"", *(pixels[at : at + stride] for at in range(0, len(pixels), stride))])
    return _png(image.size, _TRUECOLOR, b"", rows)


def png_of(indexed: Indexed) -> bytes:
    """Return an indexed picture as a PNG."""
    palette = bytes(channel for color in indexed.colors for channel in color)
    width, height = indexed.sheet.image.size
    return _png((width - 1, height), _INDEXED, palette, indexed.sheet.rows)


def _png(size: tuple[int, int], kind: int, palette: bytes, rows: bytes | bytearray) -> bytes:
    header = struct.pack(">IIBBBBB", *size, 8, kind, 0, 0, 0)
    parts = [_SIGNATURE, _chunk(b"IHDR", header)]
    if palette:
        parts.append(_chunk(b"PLTE", palette))
    parts += [_chunk(b"IDAT", _deflated(rows, _LEVEL)), _chunk(b"IEND", b"")]
    return b"".join(parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", crc32(body, crc32(name)))

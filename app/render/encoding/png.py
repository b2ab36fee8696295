"""PNG: with a palette when that loses nothing, else in true colour by strips.

Each strip of rows is deflated without looking back at the one before, so its bytes depend on its
pixels alone. A picture that equals its ground elsewhere takes the ground's strips where nothing
changed: the very bytes that deflating all of it gives.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from PIL import Image

from app.render.encoding.deflate import END, HEADER, adler_joined, deflated, deflated_strip
from app.render.encoding.ground import Over
from app.render.encoding.palette import Indexed

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUECOLOR, _INDEXED = 2, 3  # PNG colour types
_STRIP = 32  # rows


def encode_png(image: Image.Image, over: Over | None = None) -> bytes:
    """Return a PNG that loses nothing."""
    indexed = Indexed.of(image, over)
    if indexed is None:
        strips = _strips(image, over)
        return _png(image.size, _TRUECOLOR, b"", _stream(strips))
    palette = bytes(channel for color in indexed.colors for channel in color)
    return _png(image.size, _INDEXED, palette, deflated(indexed.sheet.tobytes()))


@dataclass(frozen=True, slots=True)
class _Strip:
    """Rows deflated on their own, their checksum and how many bytes they were."""

    body: bytes
    adler: int
    length: int


@dataclass(frozen=True, slots=True)
class _Strips:
    strips: Sequence[_Strip]


def _strips(image: Image.Image, over: Over | None) -> Sequence[_Strip]:
    """Return the strips of an image; those that did not change are the ground's."""
    count = -(-image.height // _STRIP)
    if over is None:
        return _deflated_strips(image, 0, count)
    ground = over.ground.made(_Strips, "strips") or over.ground.keep(
        "strips", _Strips(_strips(over.ground.image, None))
    )
    strips = list(ground.strips)
    for first, end in _touched(over, count):
        strips[first:end] = _deflated_strips(image, first, end)
    return strips


def _touched(over: Over, count: int) -> list[tuple[int, int]]:
    """Return the stretches of strips that changed, each with the one after its last."""
    numbers = {
        number
        for _, top, _, bottom in over.changed
        for number in range(top // _STRIP, min(count, -(-bottom // _STRIP)))
    }
    starts = sorted(number for number in numbers if number - 1 not in numbers)
    ends = sorted(number + 1 for number in numbers if number + 1 not in numbers)
    return list(zip(starts, ends, strict=True))


def _deflated_strips(image: Image.Image, first: int, end: int) -> list[_Strip]:
    top, bottom = first * _STRIP, min(image.height, end * _STRIP)
    pixels = image.crop((0, top, image.width, bottom)).tobytes()
    stride = image.width * 3
    strips = []
    for start in range(0, len(pixels), stride * _STRIP):
        stop = min(len(pixels), start + stride * _STRIP)
        # Filter 0 on every row: flat pictures deflate best unfiltered, photographs go out as JPEG.
        rows = b"\0".join([b"", *(pixels[at : at + stride] for at in range(start, stop, stride))])
        strips.append(_Strip(*deflated_strip(rows), len(rows)))
    return strips


def _stream(strips: Sequence[_Strip]) -> bytes:
    adler = 1
    for strip in strips:
        adler = adler_joined(adler, strip.adler, strip.length)
    return b"".join([HEADER, *(strip.body for strip in strips), END, struct.pack(">I", adler)])


def _png(size: tuple[int, int], kind: int, palette: bytes, packed: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", *size, 8, kind, 0, 0, 0)
    parts = [_SIGNATURE, _chunk(b"IHDR", header)]
    if palette:
        parts.append(_chunk(b"PLTE", palette))
    parts += [_chunk(b"IDAT", packed), _chunk(b"IEND", b"")]
    return b"".join(parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", crc32(body, crc32(name)))

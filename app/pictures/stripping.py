"""Pictures without what is not picture: places, cameras, authors, texts, thumbnails, profiles.

Bytes are left out, never encoded again: pixels stay as they are, and a picture that holds nothing
of that kind stays as it is. A profile counts as such: convert by it before.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # inside of JPEG scans
_LONE = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_JFIF, _ADOBE = 0xE0, 0xEE
_APPLICATION = range(0xE0, 0xF0)
_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT"}
)  # the last three are frames
_RIFF = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
_RIFF_FLAGS = 0x20 | 0x08 | 0x04  # profile, Exif, XMP
_LOOPS = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})
_EXTENSION, _FRAME, _TRAILER = 0x21, 0x2C, 0x3B
_APPLICATION_BLOCK, _CONTROL_BLOCK = 0xFF, 0xF9


class Malformed(ValueError):
    """The parts of a picture do not follow one another as its format says."""


def stripped(body: bytes, kind: str) -> bytes:
    """Return a PNG, JPEG, GIF or WEBP without its metadata; raises Malformed."""
    try:
        return b"".join(_WALKS[kind](body))
    except (IndexError, ValueError) as error:
        raise Malformed(f"The {kind} has no readable structure: {error}") from error


def gif_frames(body: bytes) -> int:
    """Return how many frames a GIF has, decoding none; raises Malformed."""
    try:
        return sum(1 for kind, _ in _gif_blocks(body) if kind == _FRAME)
    except (IndexError, ValueError) as error:
        raise Malformed(f"The GIF has no readable structure: {error}") from error


def _jpeg(body: bytes) -> Iterator[bytes]:
    yield body[:2]
    at = 2
    while True:
        while body[at] == 0xFF and body[at + 1] == 0xFF:  # noqa: PLR2004  # fill bytes
            at += 1
        if body[at] != 0xFF:  # noqa: PLR2004  # every marker begins with it
            raise ValueError(f"no marker at byte {at}")
        marker = body[at + 1]
        if marker == _END:
            yield body[at : at + 2]
            return
        if marker in _LONE:
            yield body[at : at + 2]
            at += 2
            continue
        end = at + 2 + _number(body, at + 2, 2, "big")
        if _is_kept(marker, body[at + 4 : at + 9]):
            yield body[at:end]
        at = end
        if marker == _SCAN:
            found = _MARKER.search(body, at)
            if found is None:  # cut off; the decoder has accepted it
                yield body[at:]
                return
            yield body[at : found.start()]
            at = found.start()


def _is_kept(marker: int, begins: bytes) -> bool:
    if marker == _JFIF:
        return begins == b"JFIF\0"
    return marker == _ADOBE or (marker not in _APPLICATION and marker != _COMMENT)


def _png(body: bytes) -> Iterator[bytes]:
    yield body[:8]
    at, name = 8, b""
    while name != b"IEND" and at < len(body):
        name = body[at + 4 : at + 8]
        end = at + 12 + _number(body, at, 4, "big")
        if name in _CHUNKS:
            yield body[at:end]
        at = end


def _webp(body: bytes) -> Iterator[bytes]:
    kept = [chunk for chunk in _riff_chunks(body) if chunk[:4] in _RIFF]
    for n, chunk in enumerate(kept):
        if chunk[:4] == b"VP8X":
            kept[n] = chunk[:8] + bytes((chunk[8] & ~_RIFF_FLAGS,)) + chunk[9:]
    content = b"".join(kept)
    yield b"RIFF" + (len(content) + 4).to_bytes(4, "little") + b"WEBP" + content


def _riff_chunks(body: bytes) -> Iterator[bytes]:
    at, last = 12, min(len(body), 8 + _number(body, 4, 4, "little"))
    while at + 8 <= last:
        size = _number(body, at + 4, 4, "little")
        end = at + 8 + size + size % 2
        yield body[at:end]
        at = end


def _gif(body: bytes) -> Iterator[bytes]:
    for _, block in _gif_blocks(body):
        yield block


def _gif_blocks(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the bytes of what is kept: header, frames, controls, loops, trailer."""
    at = 13 + _color_table(body[10])
    yield 0, body[:at]
    while True:
        kind = body[at] if at < len(body) else _TRAILER  # many writers forget it
        if kind == _TRAILER:
            yield kind, bytes((_TRAILER,))
            return
        if kind == _FRAME:
            end = _after_blocks(body, at + 11 + _color_table(body[at + 9]))
            yield kind, body[at:end]
        elif kind == _EXTENSION:
            label = body[at + 1]
            end = _after_blocks(body, at + 2)
            is_loop = label == _APPLICATION_BLOCK and body[at + 3 : at + 14] in _LOOPS
            if label == _CONTROL_BLOCK or is_loop:
                yield kind, body[at:end]
        else:
            raise ValueError(f"byte {at} begins no block")
        at = end


def _color_table(packed: int) -> int:
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _after_blocks(body: bytes, at: int) -> int:
    while size := body[at]:
        at += size + 1
    return at + 1


def _number(body: bytes, at: int, size: int, order: Literal["big", "little"]) -> int:
    if at + size > len(body):
        raise ValueError(f"it ends at byte {len(body)}")
    return int.from_bytes(body[at : at + size], order)


_WALKS: Mapping[str, Callable[[bytes], Iterator[bytes]]] = {
    "JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "GIF": _gif,
}  # fmt: skip

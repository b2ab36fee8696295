"""GIF's compression, and streams of codes joined without decoding them.

A picture can be encoded in strips of pixels. Each strip starts with a clear code, so strips that
never change are encoded once and joined with fresh ones by shifting bits: the decoder sees one
stream. Codes grow as the decoder's table does, which the number of codes alone decides; so how
wide the code after a strip is follows from the strip's length in bits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

_LEAST, _MOST = 2, 8  # bits of a colour's index
_TABLE = 4096  # codes; a full table makes encoders clear it at a time of their own
_BLOCK = 255  # bytes of one block of a GIF


@dataclass(frozen=True, slots=True)
class Strip:
    """Codes of some pixels as one number, first code lowest, without clear code and end code."""

    codes: int
    length: int  # bits
    width: int  # bits of the code that comes next


def depth_of(indices: Image.Image) -> int:
    """Return how many bits the largest colour index of a picture (mode L) needs."""
    most = indices.getextrema()[1]
    assert isinstance(most, int)
    return max(_LEAST, min(_MOST, most.bit_length()))


def compressed(indices: Image.Image, depth: int) -> bytes:
    """Return a picture's colour indices as GIF stores them: depth, blocks, end."""
    return b"%c%b\0" % (depth, indices.tobytes("gif", "L", depth, 0))


def strips(indices: Image.Image, depth: int) -> list[Strip]:
    """Return a picture's codes, in as many strips as it takes that none fills a table."""
    width, height = indices.size
    if not width * height:
        return []
    whole = _strip(indices, depth)
    if whole is not None:
        return [whole]
    half = (width, height // 2) if height > 1 else (width // 2, 1)
    first = indices.crop((0, 0, *half))
    rest = (0, half[1], width, height) if height > 1 else (half[0], 0, width, 1)
    return [*strips(first, depth), *strips(indices.crop(rest), depth)]


def _strip(indices: Image.Image, depth: int) -> Strip | None:
    """Return a picture's codes as one strip; None where they fill the decoder's table."""
    stream = _unblocked(indices.tobytes("gif", "L", depth, 0))
    codes = int.from_bytes(stream, "little")
    end = codes.bit_length() - 1 - depth  # the end code is 2**depth + 1: its top bit is the last
    start = depth + 1
    width = _width_after(end - start, depth)
    if width is None:
        return None
    return Strip((codes & ((1 << end) - 1)) >> start, end - start, width)


def joined(parts: Sequence[Strip], depth: int) -> bytes:
    """Return strips of one depth, from top to bottom, as GIF stores a picture."""
    clear, width = 1 << depth, depth + 1
    codes = length = 0
    for part in parts:
        codes |= (clear | part.codes << width) << length
        length += width + part.length
        width = part.width
    codes |= (clear + 1) << length
    length += width
    return b"%c%b\0" % (depth, _blocked(codes.to_bytes((length + 7) // 8, "little")))


def _width_after(length: int, depth: int) -> int | None:
    """Return how wide the code after `length` bits of codes is; None past a full table."""
    width, fit = depth + 1, (1 << depth) - 1  # so many codes are as wide as the first
    while (1 << width) <= _TABLE:
        if length < fit * width:
            return width if length % width == 0 else None
        length -= fit * width
        fit = 1 << width
        width += 1
    return None


def _blocked(stream: bytes) -> bytes:
    parts = []
    for start in range(0, len(stream), _BLOCK):
        part = stream[start : start + _BLOCK]
        parts += [bytes((len(part),)), part]
    return b"".join(parts)


def _unblocked(blocks: bytes) -> bytes:
    parts, place = [], 0
    while place < len(blocks):
        size = blocks[place]
        parts.append(blocks[place + 1 : place + 1 + size])
        place += 1 + size
    return b"".join(parts)

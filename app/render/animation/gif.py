"""The parts of a GIF file: header, frames, end."""

import struct
from math import ceil

TRAILER = b";"
_LONGEST = 0xFFFF  # hundredths of a second
_LOOP = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
_LOCAL_TABLE = 0x80
_KEEP = 1 << 2  # the frame stays when the next is drawn over it

Box = tuple[int, int, int, int]


def header(size: tuple[int, int], table: bytes, *, loop: bool) -> bytes:
    """Return the beginning: size in pixels, the colours of all frames that bring none.

    Without `loop` there is no word of it: players show the film once and hold the last frame.
    """
    depth = _depth(table)
    start = struct.pack("<6sHHBBB", b"GIF89a", *size, _LOCAL_TABLE | 7 << 4 | depth - 1, 0, 0)
    return start + table + (_LOOP if loop else b"")


def control(seconds: int) -> bytes:
    """Return what precedes a frame: how long it is shown, at least a second and at most 655."""
    assert seconds > 0, "a frame without duration is shown for as long as a player likes"
    return struct.pack("<BBBBHBB", 0x21, 0xF9, 4, _KEEP, min(seconds * 100, _LONGEST), 0, 0)


def frame(box: Box, data: bytes, table: bytes = b"") -> bytes:
    """Return a frame: its place, its colours if it brings them, its compressed indices."""
    flags = _LOCAL_TABLE | _depth(table) - 1 if table else 0
    return struct.pack("<cHHHHB", b",", *box, flags) + table + data


def _depth(table: bytes) -> int:
    return ceil(len(table) / 3).bit_length() - 1

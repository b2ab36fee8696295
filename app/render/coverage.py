"""Which characters a font file has, read from its cmap table (formats 4 and 12)."""

import struct
from bisect import bisect_right
from itertools import islice
from os import SEEK_END
from typing import BinaryIO

from app.model.typefaces import SFNT

_MAX_TABLE = 4 * 1024 * 1024  # bytes; the largest honest cmap is well under one


class Coverage:
    """A set of code points as sorted, disjoint ranges."""

    __slots__ = ("_firsts", "_lasts", "has_ascii")

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        end = -2  # of the range before; two that touch are one
        for first, last in sorted(ranges):
            if first > end + 1:
                self._firsts.append(first)
                self._lasts.append(last)
                end = last
            elif last > end:
                self._lasts[-1] = end = last
        space = bisect_right(self._firsts, 0x20) - 1
        self.has_ascii = space >= 0 and self._lasts[space] >= 0x7E  # noqa: PLR2004  # the tilde

    def __contains__(self, point: int) -> bool:
        place = bisect_right(self._firsts, point) - 1
        return place >= 0 and point <= self._lasts[place]

    def first(self, most: int) -> list[int]:
        """Return the first so many code points."""
        ranges = zip(self._firsts, self._lasts, strict=True)
        points = (point for first, last in ranges for point in range(first, last + 1))
        return list(islice(points, most))

    def __bool__(self) -> bool:
        return bool(self._firsts)


def read_coverage(file: BinaryIO) -> Coverage:
    """Return the coverage of a TrueType or OpenType file; empty when it cannot be read."""
    try:
        tables = read_tables(file)
        offset, length = tables.get(b"cmap", (0, 0))
        if length <= _MAX_TABLE:
            file.seek(offset)
            return Coverage(_ranges(file.read(length)))
    except (OSError, struct.error, IndexError):
        pass
    return Coverage([])


def read_tables(file: BinaryIO) -> dict[bytes, tuple[int, int]]:
    """Return offset and length of a font's tables by tag; none unless all are within the file."""
    file.seek(0)
    head = file.read(12)
    if head[:4] not in SFNT:
        return {}
    try:
        directory = file.read(16 * struct.unpack(">H", head[4:6])[0])
        tables = {t: (o, n) for t, _, o, n in struct.iter_unpack(">4sIII", directory)}
    except struct.error:
        return {}
    whole = file.seek(0, SEEK_END)
    return tables if all(o + n <= whole for o, n in tables.values()) else {}


def _ranges(table: bytes) -> list[tuple[int, int]]:
    """Return the ranges of the richest Unicode subtable."""
    count = struct.unpack_from(">H", table, 2)[0]
    found: dict[int, int] = {}
    for index in range(count):
        system, _, offset = struct.unpack_from(">HHI", table, 4 + 8 * index)
        if system in (0, 3):
            found[struct.unpack_from(">H", table, offset)[0]] = offset
    if 12 in found:  # noqa: PLR2004  # the format's number
        return _format_12(table, found[12])
    if 4 in found:  # noqa: PLR2004  # the format's number
        return _format_4(table, found[4])
    return []


def _format_12(table: bytes, at: int) -> list[tuple[int, int]]:
    count = struct.unpack_from(">I", table, at + 12)[0]
    body = table[at + 16 : at + 16 + 12 * count]
    return [(first, last) for first, last, _ in struct.iter_unpack(">III", body)]


def _format_4(table: bytes, at: int) -> list[tuple[int, int]]:
    count = struct.unpack_from(">H", table, at + 6)[0] // 2
    lasts = struct.unpack_from(f">{count}H", table, at + 14)
    firsts_at = at + 16 + 2 * count
    firsts = struct.unpack_from(f">{count}H", table, firsts_at)
    deltas = struct.unpack_from(f">{count}H", table, firsts_at + 2 * count)
    offsets_at = firsts_at + 4 * count
    offsets = struct.unpack_from(f">{count}H", table, offsets_at)
    ranges: list[tuple[int, int]] = []
    for index, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        if first == 0xFFFF:  # noqa: PLR2004  # the terminating segment
            continue
        if offsets[index] == 0:
            ranges.append((first, last))
            continue
        base = offsets_at + 2 * index + offsets[index]
        glyphs = struct.unpack_from(f">{last - first + 1}H", table, base)
        ranges += [
            (first + step, first + step)
            for step, glyph in enumerate(glyphs)
            if glyph and (glyph + deltas[index]) & 0xFFFF
        ]
    return ranges

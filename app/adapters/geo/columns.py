"""Tables kept as columns: shipped as xz, unpacked once into a file that every process maps.

A packed table is xz over a size, one line of JSON naming the columns, and their bytes; integers are
little-endian, rising columns hold differences because xz squeezes those best. An unpacked table
holds plain native integers behind the same kind of head.
"""

from __future__ import annotations  # array[int] exists for the type checker only

import json
import lzma
import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import IO

RISING = "rising"
_MAGIC = b"opentime"
_ALIGN = 8
_ENTRY = 100  # bytes of JSON that naming a column takes at most
_CHUNK = 1 << 20  # a multiple of every integer's size
_HEAD = len(_MAGIC) + 16  # magic, size of the whole file, size of the JSON

Columns = Mapping[str, "array[int] | bytes"]


class Strings:
    """A column of UTF-8 texts."""

    def __init__(self, ends: memoryview, text: memoryview) -> None:
        self._ends = ends
        self._text = text

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self._ends)

    def __getitem__(self, index: int) -> str:
        """Return one text."""
        return str(self._bytes(index), "utf-8")

    def find(self, key: str) -> int | None:
        """Return the index of a text in a column sorted by its UTF-8 bytes."""
        wanted = key.encode("utf-8", "replace")
        at = bisect_left(range(len(self._ends)), wanted, key=self._bytes)
        if at < len(self._ends) and self._bytes(at) == wanted:
            return at
        return None

    def first(self, key: str) -> int:
        """Return the index of the first text that is not before a key in a sorted column."""
        wanted = key.encode("utf-8", "replace")
        return bisect_left(range(len(self._ends)), wanted, key=self._bytes)

    def _bytes(self, index: int) -> bytes:
        start = self._ends[index - 1] if index else 0
        return bytes(self._text[start : self._ends[index]])


class Table:
    """Columns read from an unpacked table; mapped files cost a process no memory of its own."""

    def __init__(self, content: memoryview) -> None:
        """Raise ValueError when the content is not a whole unpacked table."""
        if bytes(content[: len(_MAGIC)]) != _MAGIC or len(content) != _u64(content, len(_MAGIC)):
            raise ValueError("not a whole table")
        head = json.loads(bytes(content[_HEAD : _HEAD + _u64(content, _HEAD - 8)]))
        self._columns = {
            name: content[start : start + size].cast(code) for name, code, start, size in head
        }

    @classmethod
    def mapped(cls, path: Path) -> Table:
        """Map a file; raises OSError or ValueError when it is absent or damaged."""
        with path.open("rb") as file:
            return cls(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))

    def integers(self, name: str) -> memoryview:
        """Return a column of integers."""
        return self._columns[name]

    def strings(self, name: str) -> Strings:
        """Return a column of texts."""
        return Strings(self._columns[f"{name}.ends"], self._columns[f"{name}.text"])


def text_columns(name: str, texts: Sequence[str]) -> dict[str, array[int] | bytes]:
    """Return the two columns that hold a column of texts."""
    encoded = [text.encode() for text in texts]
    ends = array("I", accumulate(map(len, encoded)))
    return {f"{name}.ends:{RISING}": ends, f"{name}.text": b"".join(encoded)}


def pack(columns: Columns) -> bytes:
    """Return the packed table of named columns; `:rising` after a name asks for differences."""
    head: list[tuple[str, str, str, int]] = []
    parts: list[bytes] = []
    for label, values in columns.items():
        name, _, how = label.partition(":")
        code = values.typecode if isinstance(values, array) else "B"
        if isinstance(values, array) and how == RISING:
            values = _differences(values)  # noqa: PLW2901 - the column in its shipped form
        parts.append(_swapped(values).tobytes() if isinstance(values, array) else values)
        head.append((name, code, how, len(parts[-1])))
    return lzma.compress(json.dumps(head).encode() + b"\n" + b"".join(parts))


def unpack(packed: IO[bytes], out: IO[bytes]) -> None:
    """Write the unpacked form of a packed table, a megabyte at a time.

    Raises LZMAError, EOFError or ValueError when the packed table is damaged; what was written
    until then is not a whole table.
    """
    with lzma.open(packed) as content:
        shipped = json.loads(content.readline())
        start = _aligned(_HEAD + _ENTRY * len(shipped))
        entries: list[tuple[str, str, int, int]] = []
        for name, code, _, size in shipped:
            entries.append((name, code, start, size))
            start = _aligned(start + size)
        head = json.dumps(entries).encode()
        out.write(_MAGIC + start.to_bytes(8, "little") + len(head).to_bytes(8, "little") + head)
        for (_, code, begin, size), (_, _, how, _) in zip(entries, shipped, strict=True):
            out.write(bytes(begin - out.tell()))
            for chunk in _native(_chunks(content, size), code, how):
                out.write(chunk)
        out.write(bytes(start - out.tell()))
        if content.read(1):  # reading to the end also proves the checksum
            raise ValueError("more bytes than columns")


def _chunks(content: IO[bytes], size: int) -> Iterator[bytes]:
    while size:
        chunk = content.read(min(size, _CHUNK))
        if len(chunk) < min(size, _CHUNK):
            raise ValueError("fewer bytes than columns")
        yield chunk
        size -= len(chunk)


def _native(chunks: Iterator[bytes], code: str, how: str) -> Iterator[bytes]:
    last = 0
    for chunk in chunks:
        if code == "B":
            yield chunk
            continue
        values = array(code)
        values.frombytes(chunk)
        values = _swapped(values)
        if how == RISING:
            values[0] += last
            values = array(code, accumulate(values))
            last = values[-1]
        yield values.tobytes()


def _differences(values: array[int]) -> array[int]:
    return array(values.typecode, (b - a for a, b in zip([0, *values], values, strict=False)))


def _swapped(values: array[int]) -> array[int]:
    if sys.byteorder == "big":  # pragma: no cover - the shipped form is little-endian
        values = values[:]
        values.byteswap()
    return values


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGN) * _ALIGN


def _u64(content: memoryview, at: int) -> int:
    return int.from_bytes(content[at : at + 8], "little")

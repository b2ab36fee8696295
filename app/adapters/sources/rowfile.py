r"""Rows on disk: written once, read by every process of the home without being loaded.

    b"OTROWS1\n", rows, indexed rows   # the head
    offset of each row, and of the end  # u64, little-endian like all of it
    (hash of the key, row) ...          # u64 and u32, sorted: a row by its key in some 20 us
    the rows in MessagePack

A file is never changed, only replaced. It is read by `pread`, so that one that was cut short ends
nobody; what cannot be read is as if it were not there.
"""

import os
import struct
import weakref
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from app.model.facts import Missing, Why
from app.model.money import Money
from app.model.source import Row

_MAGIC = b"OTROWS1\n"
_HEAD = struct.Struct("<8sII")
_OFFSET = struct.Struct("<Q")
_SPAN = struct.Struct("<QQ")
_INDEXED = struct.Struct("<QI")
_WINDOW = 16  # entries of the index that one read takes
_MONEY, _MISSING, _LARGE = 1, 2, 3
UNREADABLE = (OSError, ValueError, IndexError, struct.error, msgspec.MsgspecError)
"""What reading a damaged file may raise."""

_SMALL = range(-(2**63), 2**64)  # what MessagePack calls an integer


def write_rows(path: Path, rows: tuple[Row, ...], key: str) -> None:
    """Write a file; raises OSError. `key` names the field to find rows by, or is empty."""
    bodies = [_encode({name: _plain(value) for name, value in row.items()}) for row in rows]
    index = sorted(_index(rows, key)) if key else []
    start = _HEAD.size + _OFFSET.size * (len(rows) + 1) + _INDEXED.size * len(index)
    with path.open("wb") as file:
        file.write(_HEAD.pack(_MAGIC, len(rows), len(index)))
        for body in bodies:
            file.write(_OFFSET.pack(start))
            start += len(body)
        file.write(_OFFSET.pack(start))
        file.writelines(_INDEXED.pack(*entry) for entry in index)
        file.writelines(bodies)
        file.flush()
        os.fsync(file.fileno())


class RowFile(Mapping[str, Row]):
    """The rows of a file; as a mapping, those that have a key, by its text."""

    def __init__(self, path: Path, key: str) -> None:
        """Open a file; raises OSError, ValueError for what is none."""
        self._fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        # Whoever decides on the former rows may go on reading them.
        weakref.finalize(self, os.close, self._fd)
        self._key = key
        head = os.pread(self._fd, _HEAD.size, 0)
        if len(head) < _HEAD.size:
            raise ValueError(f"{path.name} is cut short")
        said = _HEAD.unpack(head)
        magic, self.count, self._indexed = said[0], int(said[1]), int(said[2])
        self._index_at = _HEAD.size + _OFFSET.size * (self.count + 1)
        if magic != _MAGIC or os.fstat(self._fd).st_size != self._end():
            raise ValueError(f"{path.name} holds no rows, or not all")

    def first(self, most: int) -> tuple[Row, ...]:
        """Return the first rows; raises UNREADABLE."""
        return tuple(self._row(number) for number in range(min(most, self.count)))

    def all(self) -> Iterator[Row]:
        """Give every row, one at a time; raises UNREADABLE."""
        return (self._row(number) for number in range(self.count))

    def __getitem__(self, key: str) -> Row:
        try:
            found = self._found(key)
        except UNREADABLE:
            found = None
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        for row in self.all():
            if (text := _key_text(row, self._key)) is not None:
                yield text

    def __len__(self) -> int:
        return self._indexed

    def _found(self, key: str) -> Row | None:
        sought = _hash(key)
        low, high = 0, self._indexed  # the first entry not below is within
        while high - low > _WINDOW:
            middle = (low + high) // 2
            if self._entries(middle, 1)[0][0] < sought:
                low = middle + 1
            else:
                high = middle
        for found, number in self._entries(low, min(2 * _WINDOW, self._indexed - low)):
            if found == sought:
                row = self._row(number)
                if _key_text(row, self._key) == key:
                    return row
        return None

    def _entries(self, first: int, count: int) -> list[tuple[int, int]]:
        raw = os.pread(self._fd, _INDEXED.size * count, self._index_at + _INDEXED.size * first)
        return list(_INDEXED.iter_unpack(raw))

    def _row(self, number: int) -> Row:
        span = os.pread(self._fd, _SPAN.size, _HEAD.size + _OFFSET.size * number)
        start, end = _SPAN.unpack(span)
        return _decode(os.pread(self._fd, end - start, start))

    def _end(self) -> int:
        raw = os.pread(self._fd, _OFFSET.size, self._index_at - _OFFSET.size)
        return int(_OFFSET.unpack(raw)[0]) if len(raw) == _OFFSET.size else -1


def _index(rows: tuple[Row, ...], key: str) -> Iterator[tuple[int, int]]:
    seen = set()
    for number, row in enumerate(rows):
        text = _key_text(row, key)
        if text is not None and text not in seen:
            seen.add(text)
            yield _hash(text), number


def _key_text(row: Row, key: str) -> str | None:
    value = row.get(key)
    return None if value is None or isinstance(value, Missing) else str(value)


def _hash(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _plain(value: object) -> object:
    """Return a value as MessagePack can hold it."""
    match value:
        case Money(minor, currency):
            return msgspec.msgpack.Ext(_MONEY, f"{minor} {currency}".encode())
        case Missing(why, source):
            return msgspec.msgpack.Ext(_MISSING, f"{why} {source}".encode())
        case int() if value not in _SMALL:
            return msgspec.msgpack.Ext(_LARGE, str(value).encode())
    return value


def _lively(code: int, raw: memoryview) -> object:
    first, _, second = bytes(raw).decode().partition(" ")
    if code == _MONEY:
        return Money(int(first), second)
    if code == _MISSING:
        return Missing(Why(first), second)
    if code == _LARGE:
        return int(first)
    raise ValueError(f"extension {code} is not known")


_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(dict[str, object], ext_hook=_lively)


def _decode(raw: bytes) -> Row:
    return _decoder.decode(raw)  # type: ignore[return-value]  # what `_encode` was given

"""Columns to fragments of canonical JSON, remembered by value.

A fragment is `,"name":value`, or nothing where nothing is said, so that fragments only need to be
joined. A value that comes again costs a look-up.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

from app.feeds.cells import Cell

MEMORY = 65_536  # distinct values a column remembers

Convert = Callable[[Any], bytes]
"""From a cell, or the tuple of cells of several columns; may raise BadValue."""


class _Memory(dict[object, bytes]):
    """Cell, or tuple of cells, to its fragment; forgets everything when full."""

    def __init__(self, convert: Convert) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, cell: object) -> bytes:
        if len(self) >= MEMORY:
            self.clear()
        fragment = self[cell] = self._convert(cell)
        return fragment


class Part:
    """Columns that make one fragment."""

    def __init__(self, indexes: tuple[int, ...], convert: Convert) -> None:
        self.indexes = indexes
        self.convert = convert
        self._memory = _Memory(convert)

    def of_row(self, row: Sequence[Cell]) -> bytes:
        """Return the fragment of a row without remembering it."""
        if len(self.indexes) == 1:
            return self.convert(row[self.indexes[0]])
        return self.convert(tuple(row[index] for index in self.indexes))

    def of_columns(self, columns: Sequence[Sequence[Cell]]) -> list[bytes]:
        """Return the fragments of all rows."""
        chosen = [columns[index] for index in self.indexes]
        cells = chosen[0] if len(chosen) == 1 else zip(*chosen, strict=True)
        return list(map(self._memory.__getitem__, cells))

    def enclosed(self, opening: bytes, closing: bytes) -> "Part":
        """Return the part with its fragments opened and closed as a group's."""

        def convert(cell: Any) -> bytes:
            fragment = self.convert(cell)
            return opening + fragment[1:] + closing if fragment else b""

        return Part(self.indexes, convert)


class Group:
    """Parts that stand together in an object of this name; with no name, in the profile itself."""

    def __init__(self, name: str, parts: Sequence[Part], *, leads: bool = False) -> None:
        """Take a name and parts; a group that `leads` can begin profiles."""
        self._opening = b',"%b":{' % name.encode() if name else b""
        self._parts = parts
        first, self._rest = parts[0], parts[1:]
        closing = b"}" if name and not self._rest else b""
        self._first = first.enclosed(self._opening, closing) if name else first
        self._leader = first.enclosed(b"{" + self._opening[1:], closing) if leads else None

    def of_row(self, row: Sequence[Cell]) -> bytes:
        """Return the fragment of a row."""
        return self._wrapped(b"".join([part.of_row(row) for part in self._parts]))

    def of_columns(
        self, columns: Sequence[Sequence[Cell]], *, has_gap: bool = False
    ) -> list[Iterable[bytes]]:
        """Return pieces of all rows that give the fragment when joined.

        `has_gap`: some row says nothing in the first column, as far as one knows.
        """
        if not self._opening:
            return [part.of_columns(columns) for part in self._parts]
        if not has_gap:
            first = self._first.of_columns(columns)
            if not self._rest or b"" not in first:
                return self._closed(first, columns)
        pieces = [part.of_columns(columns) for part in self._parts]
        joined = map(b"".join, zip(*pieces, strict=True))
        opening = self._opening
        return [[opening + text[1:] + b"}" if text else b"" for text in joined]]

    def leading(self, columns: Sequence[Sequence[Cell]]) -> list[Iterable[bytes]] | None:
        """Return pieces of all rows that begin the profile; None if some have nothing to begin."""
        assert self._leader is not None
        first = self._leader.of_columns(columns)
        return None if b"" in first else self._closed(first, columns)

    def _closed(
        self, first: list[bytes], columns: Sequence[Sequence[Cell]]
    ) -> list[Iterable[bytes]]:
        rest = [part.of_columns(columns) for part in self._rest]
        is_open = self._opening and self._rest
        return [first, *rest, repeat(b"}", len(first))] if is_open else [first, *rest]

    def _wrapped(self, joined: bytes) -> bytes:
        return self._opening + joined[1:] + b"}" if joined and self._opening else joined

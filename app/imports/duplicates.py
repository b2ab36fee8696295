"""Ids that come twice in one file: at most 100 bytes a row up to a million rows, then 48."""

from array import array
from collections.abc import Sequence
from itertools import compress

_FEW = 1 << 20  # ids that a set remembers: 100 MB at most, and three times as fast as the table
_SLOTS = 1 << 17  # 2 MB, at first
_MANY_SLOTS = 1 << 20  # 16 MB; a table grows at once to this, as moving costs time


class Duplicates:
    """Remembers the 64-bit hash of each id and its line.

    As long as ids are few and none came twice, a set answers; a table takes over after that.
    """

    def __init__(self, *, few: int = _FEW) -> None:
        self._few = few
        self._seen: set[int] = set()
        self._batches: list[tuple[list[int], Sequence[int]]] = []  # hashes, lines
        self._table: _Table | None = None

    def earlier(self, ids: Sequence[str], lines: Sequence[int]) -> dict[int, int]:
        """Take a batch; return index -> first line of those ids that came before."""
        hashes = list(map(hash, ids))
        if self._table is None:
            values = set(hashes)
            is_new = len(values) == len(ids) and self._seen.isdisjoint(values)
            if is_new and len(self._seen) + len(ids) <= self._few:
                self._seen |= values
                is_plain = isinstance(lines, range)
                self._batches.append((hashes, lines if is_plain else array("Q", lines)))
                return {}
            self._table = _Table()
            for former in self._batches:
                self._table.add(*former)
            self._seen, self._batches = set(), []
        return self._table.add(hashes, lines)


class _Table:
    """Hash to line with open addressing, 24 to 48 bytes a row."""

    def __init__(self) -> None:
        self._taken = 0
        self._hashes = array("q", [0]) * _SLOTS  # 0 where nothing is
        self._lines = array("Q", [0]) * _SLOTS

    def add(self, values: Sequence[int], lines: Sequence[int]) -> dict[int, int]:
        """Add hashes; return index -> first line of those that are there already."""
        self._make_room(len(values))
        hashes, firsts, mask = self._hashes, self._lines, len(self._hashes) - 1
        found = {}
        for index, hashed in enumerate(values):
            value = hashed or 1
            slot = value & mask
            while (there := hashes[slot]) and there != value:
                slot = (slot + 1) & mask
            if there:
                found[index] = firsts[slot]
            else:
                hashes[slot], firsts[slot] = value, lines[index]
        self._taken += len(values) - len(found)
        return found

    def _make_room(self, more: int) -> None:
        slots = len(self._hashes)
        while 3 * (self._taken + more) > 2 * slots:
            slots = max(2 * slots, _MANY_SLOTS)
        if slots > len(self._hashes):
            values = array("q", filter(None, self._hashes))
            lines = array("Q", compress(self._lines, self._hashes))
            self._taken = 0
            self._hashes, self._lines = array("q", [0]) * slots, array("Q", [0]) * slots
            self.add(values, lines)

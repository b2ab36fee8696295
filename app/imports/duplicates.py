"""Ids that come twice in one file: 24 to 48 bytes a row, whatever the length of the ids."""

from array import array
from collections.abc import Sequence
from itertools import compress

_SLOTS = 1 << 17  # 2 MB, at first
_MANY_SLOTS = 1 << 20  # 16 MB; a table below grows at once to this, as moving costs time


class Duplicates:
    """Remembers the 64-bit hash of each id and its line in an open-addressed table."""

    def __init__(self) -> None:
        self._taken = 0
        self._hashes = array("q")  # 0 where nothing is
        self._lines = array("Q")
        self._make_room(_SLOTS)

    def earlier(self, ids: Sequence[str], lines: Sequence[int]) -> dict[int, int]:
        """Take a batch; return index -> first line of those ids that came before."""
        while 3 * (self._taken + len(ids)) > 2 * len(self._hashes):
            self._make_room(max(2 * len(self._hashes), _MANY_SLOTS))
        return self._add([hash(name) or 1 for name in ids], lines)

    def _add(self, values: Sequence[int], lines: Sequence[int]) -> dict[int, int]:
        hashes, firsts, mask = self._hashes, self._lines, len(self._hashes) - 1
        found = {}
        for index, value in enumerate(values):
            slot = value & mask
            while (there := hashes[slot]) and there != value:
                slot = (slot + 1) & mask
            if there:
                found[index] = firsts[slot]
            else:
                hashes[slot], firsts[slot] = value, lines[index]
        self._taken += len(values) - len(found)
        return found

    def _make_room(self, slots: int) -> None:
        values = array("q", filter(None, self._hashes))
        lines = array("Q", compress(self._lines, self._hashes))
        self._taken = 0
        self._hashes, self._lines = array("q", [0]) * slots, array("Q", [0]) * slots
        self._add(values, lines)

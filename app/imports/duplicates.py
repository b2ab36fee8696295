"""Ids that come twice in one file: about 100 bytes a row, whatever the length of the ids."""

from array import array
from collections.abc import Sequence


class Duplicates:
    """Remembers 64-bit hashes of ids by batch, and each batch's lines."""

    def __init__(self) -> None:
        self._batch_of: dict[int, int] = {}
        self._hashes: list[array[int]] = []
        self._lines: list[Sequence[int]] = []

    def earlier(self, ids: Sequence[str], lines: Sequence[int]) -> dict[int, int]:
        """Take a batch; return index -> first line of those ids that came before."""
        number = len(self._hashes)
        hashes = list(map(hash, ids))
        compact = lines if isinstance(lines, range) else array("q", lines)
        self._hashes.append(array("q", hashes))
        self._lines.append(compact)
        fresh = dict.fromkeys(hashes, number)
        if len(fresh) == len(hashes) and self._batch_of.keys().isdisjoint(fresh):
            self._batch_of.update(fresh)
            return {}
        found = {}
        seen: set[int] = set()
        for index, value in enumerate(hashes):
            batch = self._batch_of.setdefault(value, number)
            if batch != number or value in seen:
                found[index] = self._lines[batch][self._hashes[batch].index(value)]
            seen.add(value)
        return found

"""Answers that were not what was meant, counted by block and cause: what the studio warns of."""

from collections import Counter
from typing import Final

_MOST: Final = 1_000  # pairs of block and cause; what comes after them is counted together
_STRANGE: Final = frozenset({"unknown-block", "unknown-content", "extension"})
_LONGEST_CAUSE: Final = 120


class Lapses:
    """Counts of one process since its start. Loop thread only."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        """By block name (empty: no block of ours) and cause, as the header says it."""

    def note(self, block: str, cause: str) -> None:
        """Count one."""
        # Whoever asks for names that are none decides what they are, and how many.
        key = ("" if cause in _STRANGE else block, cause[:_LONGEST_CAUSE])
        if key not in self.counts and len(self.counts) >= _MOST:
            key = ("", "other")
        self.counts[key] += 1

    def total(self) -> int:
        """Return how many there were."""
        return self.counts.total()

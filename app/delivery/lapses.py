"""Answers that were not what was meant, by block, cause and brand: what the studio warns of."""

from collections import Counter
from typing import Final

_MOST: Final = 1_000  # kinds; what comes after them is counted together
_STRANGE: Final = frozenset({"unknown-block", "unknown-content", "extension"})
_LONGEST_CAUSE: Final = 120


class Lapses:
    """Counts of one process since its start. Loop thread only."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, str]] = Counter()
        """By block (empty: no block of ours), cause as the header says it, and brand."""

    def note(self, block: str, cause: str, brand: str) -> None:
        """Count one; an empty brand: it could not be read."""
        # Whoever asks for names that are none decides what they are, and how many.
        key = ("" if cause in _STRANGE else block, cause[:_LONGEST_CAUSE], brand)
        if key not in self.counts and len(self.counts) >= _MOST:
            key = ("", "other", brand)
        self.counts[key] += 1

    def total(self) -> int:
        """Return how many there were."""
        return self.counts.total()

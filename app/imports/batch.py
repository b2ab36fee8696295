"""What readers of files yield: rows aligned with their columns, and rows that cannot be read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Cell = object
"""Text from CSV; text, number, truth value, date or None from JSON lines and spreadsheets."""

OnProgress = Callable[[int, int], None]
"""Is told the bytes read so far and the bytes in all (of the compressed file, if it is)."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: its first line (from 1), why, and what to do about it."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows aligned with `columns`, each with the line it starts on.

    `typed`: cells carry the type their file gave them, so the text "12" is not a number.
    """

    columns: tuple[str, ...]
    lines: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    bad: tuple[BadRow, ...] = ()
    typed: bool = False

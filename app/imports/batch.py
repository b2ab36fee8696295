"""What readers of files yield: rows aligned with their columns, and rows that cannot be read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.feeds.cells import Cell
from app.feeds.lines import BadRow

OnProgress = Callable[[int, int], None]
"""Is told the bytes read so far and the bytes in all (of the compressed file, if it is)."""


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

"""What batches became: good records, and bad rows with their reasons, ids twice among them."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.feeds.lines import BadRow
from app.imports.batch import Batch
from app.imports.duplicates import Duplicates

Convert = Callable[[Batch], tuple[Sequence[int], list[str], Sequence[Any], list[BadRow]]]
"""Batch to lines, ids and records of the good rows, aligned, and the bad rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One batch converted; lines, ids and records are aligned, `rows` counts the bad ones too."""

    rows: int
    lines: Sequence[int]
    ids: Sequence[str]
    records: Sequence[Any]
    bad: Sequence[BadRow]  # by line


def pieces(batches: Iterator[Batch], convert: Convert) -> Generator[Piece, None, None]:
    """Yield each batch converted, without rows whose id came before in the file."""
    duplicates = Duplicates()
    for batch in batches:
        rows, bad = len(batch.rows) + len(batch.bad), list(batch.bad)
        lines: Sequence[int] = ()
        ids: Sequence[str] = ()
        records: Sequence[Any] = ()
        if batch.columns:
            lines, ids, records, unfit = convert(batch)
            bad += unfit
            twice = duplicates.earlier(ids, lines)
            if twice:
                bad += [_duplicate(lines[n], ids[n], first) for n, first in twice.items()]
                lines, ids, records = (
                    [each for n, each in enumerate(part) if n not in twice]
                    for part in (lines, ids, records)
                )
        bad.sort(key=lambda row: row.line)
        yield Piece(rows=rows, lines=lines, ids=ids, records=records, bad=bad)


def _duplicate(line: int, name: str, first: int) -> BadRow:
    shown = ", ".join(f'"{part}"' for part in name[:100].split("\n"))
    return BadRow(line, f"{shown} stands on line {first} already: keep one of the two rows.")

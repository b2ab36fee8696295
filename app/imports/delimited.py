"""Rows of CSV and TSV: a damaged record costs itself, never its neighbours."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.errors import Unacceptable
from app.feeds.lines import BadRow
from app.feeds.records import Records, misfit
from app.imports.batch import Batch, OnProgress
from app.imports.blocks import read_blocks
from app.imports.mapping import listed

ROWS_PER_BATCH = 5_000
MAX_BLANK = 100_000  # lines before the one that names the columns


def read_delimited(path: Path, *, encoding: str, on_progress: OnProgress) -> Iterator[Batch]:
    """Yield batches of a file whose first row names the columns; raises Unacceptable."""
    columns: tuple[str, ...] = ()
    records = Records(read_blocks(path, encoding=encoding, on_progress=on_progress))
    held: list[BadRow] = []
    for lines, rows, bad in records:
        held.extend(bad)
        if not columns:
            blank = next((n for n, row in enumerate(rows) if row), len(rows))
            if held and (blank == len(rows) or held[0].line < lines[blank]):
                break
            if blank == len(rows):
                if lines and lines[-1] >= MAX_BLANK:
                    held = [BadRow(lines[-1], "Every line before it is blank: take them out.")]
                    break
                continue
            columns = header_of(rows[blank], path)
            yield Batch(columns=columns, lines=(), rows=())
            lines, rows = lines[blank + 1 :], rows[blank + 1 :]  # noqa: PLW2901  # header is done
        if not any(rows):
            lines, rows = (), []  # noqa: PLW2901  # blank lines are no rows
        for start in range(0, len(rows), ROWS_PER_BATCH):
            part = slice(start, start + ROWS_PER_BATCH)
            yield _batch(columns, lines[part], rows[part], held)
            held = []
        if held and columns:
            yield Batch(columns=columns, lines=(), rows=(), bad=tuple(held))
            held = []
    if not columns:
        why = f" Line {held[0].line}: {held[0].reason}" if held else ""
        raise Unacceptable(
            f'"{path.name}" has no row that names its columns.{why}',
            remedy="The first row must hold the names of the columns, e.g. external_id,first_name.",
            field="file",
            value=str(path),
        )


def header_of(row: Sequence[str], path: Path) -> tuple[str, ...]:
    """Return the names of columns in a first row; raises Unacceptable for one that is not such."""
    columns = tuple(name.strip() for name in row)
    twice = [name for name, count in Counter(filter(None, columns)).items() if count > 1]
    if twice or not any(columns):
        raise Unacceptable(
            f'"{path.name}" names a column twice: {listed(twice)}.'
            if twice
            else f'"{path.name}" has a first row without names.',
            remedy="Give every column its own name in the first row.",
            field="file",
            value=str(path),
        )
    return columns


def _batch(
    columns: tuple[str, ...], lines: Sequence[int], rows: list[list[str]], held: list[BadRow]
) -> Batch:
    width = len(columns)
    if set(map(len, rows)) - {width}:
        good = []
        for line, row in zip(lines, rows, strict=True):
            if len(row) == width:
                good.append((line, row))
            elif row:  # an empty line is no row
                held.append(BadRow(line, misfit(width, len(row))))
        lines, rows = [line for line, _ in good], [row for _, row in good]
    return Batch(columns=columns, lines=lines, rows=rows, bad=tuple(held))

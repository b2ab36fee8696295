"""Rows of JSON lines: one object a line; nested objects become columns joined by `_`."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from app.errors import Unacceptable
from app.feeds.cells import Cell
from app.feeds.lines import BadRow
from app.imports.batch import Batch, OnProgress
from app.imports.blocks import read_blocks
from app.imports.delimited import MAX_BLANK

ROWS_PER_BATCH = 1_000
MAX_COLUMNS = 1_000
_decode = msgspec.json.Decoder().decode

_Lines = Iterator[tuple[int, dict[str, Cell] | BadRow]]


def read_jsonl(path: Path, *, encoding: str, on_progress: OnProgress) -> Iterator[Batch]:
    """Yield batches, each with the columns that its own rows have."""
    lines = _objects(path, encoding, on_progress)
    while some := list(islice(lines, ROWS_PER_BATCH)):
        good = [(line, row) for line, row in some if isinstance(row, dict)]
        bad = tuple(row for _, row in some if isinstance(row, BadRow))
        columns = tuple(dict.fromkeys(name for _, row in good for name in row))
        yield Batch(
            columns=columns,
            lines=[line for line, _ in good],
            rows=[[row.get(name) for name in columns] for _, row in good],
            bad=bad,
            typed=True,
        )


def _objects(path: Path, encoding: str, on_progress: OnProgress) -> _Lines:
    is_blank = True
    for block in read_blocks(path, encoding=encoding, on_progress=on_progress):
        is_blank = is_blank and block.gap is None and not any(map(str.strip, block.lines))
        if is_blank and block.first_line > MAX_BLANK:
            raise Unacceptable(
                f'"{path.name}" begins with more than {MAX_BLANK:,} blank lines.',
                remedy="Write one object on each line.",
                field="file",
                value=str(path),
            )
        if block.gap is not None:
            yield block.gap.line, block.gap
        for line, text in enumerate(block.lines, block.first_line):
            if line in block.spoiled:
                yield line, BadRow(line, block.spoiled[line])
            elif text and not text.isspace():
                yield line, _object(line, text)


def _object(line: int, text: str) -> dict[str, Cell] | BadRow:
    try:
        found = _decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        why = str(error).replace(": ", ", ")
        return BadRow(line, f"The line is not JSON ({why}): write one object on each line.")
    if not isinstance(found, dict):
        return BadRow(line, 'The line is not an object: write e.g. {"external_id": "C1"}.')
    row = _flattened(found)
    if len(row) > MAX_COLUMNS:
        many = f"The object has {len(row)} members, at most {MAX_COLUMNS} fit"
        return BadRow(line, f"{many}: leave out what no block reads.")
    return row


def _flattened(found: dict[str, Cell]) -> dict[str, Cell]:
    row: dict[str, Cell] = {}
    for name, value in found.items():
        if name == "attributes" and isinstance(value, dict):
            row.update(value)
        elif isinstance(value, dict) and name in {"home", "place", "consent"}:
            row.update({f"{name}_{inner}": cell for inner, cell in value.items()})
        else:
            row[name] = value
    return row

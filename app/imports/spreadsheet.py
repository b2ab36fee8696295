"""Rows of the first sheet of an XLSX workbook, read as a stream."""

import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from app.errors import Refused, TooLarge, Unacceptable
from app.imports.batch import BadRow, Batch, Cell, OnProgress
from app.imports.delimited import header_of
from app.imports.values import text_of

ROWS_PER_BATCH = 1_000
MAX_UNPACKED = 1_000_000_000  # bytes, against workbooks that unpack into much more than they are


def read_spreadsheet(path: Path, *, encoding: str, on_progress: OnProgress) -> Iterator[Batch]:
    """Yield batches of the first sheet; raises Unacceptable, TooLarge. Encoding has no meaning."""
    del encoding
    total = path.stat().st_size
    try:
        with warnings.catch_warnings(), path.open("rb") as raw:
            # What openpyxl warns of are styles and extensions, none of which is read.
            warnings.simplefilter("ignore")
            _check_size(path)
            workbook = load_workbook(raw, read_only=True, data_only=True)
            for batch in _batches(path, workbook.worksheets[0]):
                on_progress(min(raw.tell(), total), total)
                yield batch
            workbook.close()
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part leads to
        raise Unacceptable(
            f'"{path.name}" is not a readable workbook ({type(error).__name__}: {error}).',
            remedy="Save it again as .xlsx, or export it as CSV UTF-8.",
            field="file",
            value=str(path),
        ) from error
    on_progress(total, total)


def _check_size(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MAX_UNPACKED:
        raise TooLarge(
            f'"{path.name}" unpacks to {unpacked:,} bytes, at most {MAX_UNPACKED:,} are read.',
            remedy="Export it as CSV UTF-8.",
            field="file",
            value=str(path),
        )


def _batches(path: Path, sheet: Any) -> Iterator[Batch]:
    sheet.reset_dimensions()  # sheets lie about their size
    numbered = enumerate(sheet.iter_rows(values_only=True), 1)
    head = next((cells for _, cells in numbered if any(map(text_of, cells))), ())
    columns = header_of([text_of(cell) for cell in _trimmed(head)], path)
    yield Batch(columns=columns, lines=(), rows=(), typed=True)
    while some := list(islice(numbered, ROWS_PER_BATCH)):
        lines, rows, bad = [], [], []
        for line, raw in some:
            cells = _trimmed(raw)
            if len(cells) > len(columns):
                bad.append(
                    BadRow(line, f"The row has {len(cells)} cells, the header {len(columns)}.")
                )
            elif cells:
                lines.append(line)
                rows.append([*cells, *[None] * (len(columns) - len(cells))])
        yield Batch(columns=columns, lines=lines, rows=rows, bad=tuple(bad), typed=True)


def _trimmed(cells: tuple[Cell, ...]) -> list[Cell]:
    row = list(cells)
    while row and (row[-1] is None or row[-1] == ""):
        row.pop()
    return row

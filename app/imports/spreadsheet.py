"""Rows of the first sheet of an XLSX workbook, read as a stream."""

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from app.errors import Refused, TooLarge, Unacceptable
from app.feeds.cells import Cell, text_of
from app.feeds.lines import BadRow
from app.imports.batch import Batch, OnProgress
from app.imports.broken import NoSheet, broken_workbook
from app.imports.delimited import header_of
from app.imports.sheet_xml import CUT, MAX_CELL, MAX_ROW, BoundedArchive

ROWS_PER_BATCH = 1_000
MAX_UNPACKED = 1_000_000_000  # bytes, against workbooks that unpack into much more than they are
MAX_ROWS = 1_048_576  # that a sheet can have; those between two that are given are made up


def read_spreadsheet(path: Path, *, encoding: str, on_progress: OnProgress) -> Iterator[Batch]:
    """Yield batches of the first sheet; raises Unacceptable, TooLarge. Encoding has no meaning."""
    del encoding
    total = path.stat().st_size
    for done, batch in _read(path):  # what ends it from `on_progress` is no fault of the workbook
        on_progress(min(done, total), total)
        yield batch
    on_progress(total, total)


def _read(path: Path) -> Iterator[tuple[int, Batch]]:
    """Yield how many bytes were read, with a batch; raises Unacceptable, TooLarge."""
    try:
        with warnings.catch_warnings(), path.open("rb") as raw:
            # What openpyxl warns of are styles and extensions, none of which is read.
            warnings.simplefilter("ignore")
            _check_size(path)
            for batch in _batches(path, _first_sheet(raw)):
                yield raw.tell(), batch
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part leads to
        raise broken_workbook(path, error) from error


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


class _Sheet(ReadOnlyWorksheet):
    def _get_size(self) -> None:
        """Leave the size unknown: sheets lie about it, and one that is silent is read twice."""


def _first_sheet(raw: BinaryIO) -> Any:
    """Return the first sheet that has cells; of the other parts only those it needs are read."""
    reader = ExcelReader(raw, read_only=True, data_only=True, keep_links=False)
    reader.archive = BoundedArchive(raw)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    for sheet, relation in reader.parser.find_sheets():
        if "chartsheet" not in relation.Type and relation.target in reader.valid_files:
            return _Sheet(reader.wb, sheet.name, relation.target, reader.shared_strings)
    raise NoSheet


def _batches(path: Path, sheet: Any) -> Iterator[Batch]:
    numbered = enumerate(sheet.iter_rows(values_only=True), 1)
    line, head = next(((n, cells) for n, cells in numbered if any(map(text_of, cells))), (0, ()))
    if _is_cut(head):
        raise Unacceptable(
            f'"{path.name}" names its columns on line {line}, which is too large.',
            remedy="Give the columns short names.",
            field="file",
            value=str(path),
        )
    columns = header_of([text_of(cell) for cell in _trimmed(head)], path)
    yield Batch(columns=columns, lines=(), rows=(), typed=True)
    part = _Part(columns)
    for line, cells in numbered:
        part.add(line, _trimmed(cells))
        if line > MAX_ROWS:
            break
        if line % ROWS_PER_BATCH == 0:
            yield part.batch()
            part = _Part(columns)
    yield part.batch()


class _Part:
    """Rows on their way into a batch."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._columns = columns
        self._lines: list[int] = []
        self._rows: list[list[Cell]] = []
        self._bad: list[BadRow] = []

    def add(self, line: int, cells: list[Cell]) -> None:
        """Take a row, or say why not; an empty one is none."""
        if line > MAX_ROWS:
            why = f"A sheet has {MAX_ROWS:,} rows, what follows is not read: export it as CSV."
        elif _is_cut(cells):
            why = (
                f"A cell of the row has more than {MAX_CELL:,} bytes, or the row more than "
                f"{MAX_ROW:,}: shorten it, or leave the row out."
            )
        elif len(cells) > len(self._columns):
            why = (
                f"The row has {len(cells)} cells, the header {len(self._columns)}: "
                "name their columns, or empty the cells beyond."
            )
        else:
            if cells:
                self._lines.append(line)
                self._rows.append([*cells, *[None] * (len(self._columns) - len(cells))])
            return
        self._bad.append(BadRow(line, why))

    def batch(self) -> Batch:
        """Return the rows taken."""
        return Batch(
            columns=self._columns,
            lines=self._lines,
            rows=self._rows,
            bad=tuple(self._bad),
            typed=True,
        )


def _is_cut(cells: Sequence[Cell]) -> bool:
    return any(CUT in cell for cell in cells if isinstance(cell, str))


def _trimmed(cells: tuple[Cell, ...]) -> list[Cell]:
    row = list(cells)
    while row and (row[-1] is None or row[-1] == ""):
        row.pop()
    return row

"""What an import did, and the rows it left out: some in memory, all in a file."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from app.feeds.lines import BadRow
from app.model.ports import Written

KEPT = 1_000  # bad rows in memory
_LONGEST = 2_000  # characters of a reason, which may name a column
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """Rows read (good and bad), what became of them, and how long it took."""

    rows: int
    created: int
    updated: int
    unchanged: int
    bad: int
    first_bad: tuple[BadRow, ...]  # at most 1,000, in the order of discovery
    report: Path | None  # the file of all bad rows, None if there are none
    seconds: float


def safe_cell(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula."""
    return "'" + text if text.startswith(_FORMULA) else text


def bounded(bad: BadRow) -> BadRow:
    """Return a bad row whose reason has no more than 2,000 characters: its ends are kept."""
    if len(bad.reason) <= _LONGEST:
        return bad
    half = _LONGEST // 2 - 1
    return BadRow(bad.line, f"{bad.reason[:half]}…{bad.reason[-half:]}")


class BadRows:
    """Collects bad rows; the file is made with the first of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None
        self._write: Callable[[tuple[object, ...]], object] | None = None
        self.count = 0
        self.first: list[BadRow] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    @property
    def path(self) -> Path | None:
        """Return where the bad rows are, None if there are none."""
        return self._path if self.count else None

    def add(self, bad: BadRow) -> None:
        """Keep one bad row."""
        bad = bounded(bad)
        if self._write is None:
            self._file = self._path.open("w", encoding="utf-8", newline="")
            self._write = csv.writer(self._file).writerow
            self._write(("line", "reason"))
        self._write((bad.line, safe_cell(bad.reason)))
        self.count += 1
        if len(self.first) < KEPT:
            self.first.append(bad)


def summary(rows: int, written: Written, bad: BadRows, seconds: float) -> ImportReport:
    """Return the report of a finished import."""
    return ImportReport(
        rows=rows,
        created=written.created,
        updated=written.updated,
        unchanged=written.unchanged,
        bad=bad.count,
        first_bad=tuple(bad.first),
        report=bad.path,
        seconds=seconds,
    )

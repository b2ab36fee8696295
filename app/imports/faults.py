"""Reasons of bad rows taken apart for a table: column, value, reason, remedy."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from app.imports.report import safe_cell

COLUMNS = ("line", "column", "value", "reason", "remedy")
_CELLS = 2  # of a report: line and reason
_COLUMN = re.compile(r'Column "(?P<name>[^"]*)":? ')
_VALUE = re.compile(r"\"([^\"]*)\"|'([^']*)'")


def taken_apart(reason: str) -> tuple[str, str, str, str]:
    """Return column, value, reason and remedy of what an import says of a row."""
    named = _COLUMN.match(reason)
    column = named["name"] if named else ""
    rest = reason[named.end() :] if named else reason
    quoted = _VALUE.search(rest)
    if quoted and -1 < rest.find(": ") < quoted.start():
        quoted = None  # it is an example of the remedy
    value = next((part for part in quoted.groups() if part is not None), "") if quoted else ""
    after = quoted.end() if quoted else 0
    for mark in (": ", ". "):
        at = rest.find(mark, after)
        if at >= 0:
            problem, remedy = rest[:at], rest[at + len(mark) :]
            return column, value, _sentence(problem), _sentence(remedy)
    return column, value, _sentence(rest), ""


def report_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a report of bad rows as CSV with a column for each of these."""
    yield _line(COLUMNS)
    for line, *cells in report_rows(path):
        yield _line((line, *map(safe_cell, cells)))


def report_rows(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield line, column, value, reason and remedy of the rows of a report, as they are.

    The report may end in the middle of a row or of a letter: whoever wrote it was stopped.
    """
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        for row in rows:
            if len(row) == _CELLS:
                yield row[0], *taken_apart(row[1])


def _line(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _sentence(text: str) -> str:
    plain = text.strip()
    whole = plain[:1].upper() + plain[1:]
    return whole if not whole or whole[-1] in ".…!?" else f"{whole}."

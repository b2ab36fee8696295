"""Reasons of bad rows as a table tells them."""

import ast
import csv
import io
from pathlib import Path

import pytest

from app.feeds.lines import BadRow
from app.imports.faults import report_lines, report_rows, taken_apart
from app.imports.report import BadRows

APP = Path(__file__).parents[2] / "app"
FEEDS = ("cells", "lines", "prices", "records")
WRAPPED = ("{} {}", "{}…{}", 'Column "{}": {}')
"""What is said of reasons that are given elsewhere."""


@pytest.mark.parametrize(
    ("reason", "apart"),
    [
        (
            'Column "online": "x" is not a whole number: write digits only, e.g. 12.',
            ("online", "x", '"x" is not a whole number.', "Write digits only, e.g. 12."),
        ),
        (
            'Column "id" is empty: every row needs its own id.',
            ("id", "", "Is empty.", "Every row needs its own id."),
        ),
        (
            '"S1" stands on line 3 already: keep one of the two rows.',
            ("", "S1", '"S1" stands on line 3 already.', "Keep one of the two rows."),
        ),
        (
            "There is no store 'S9'. Add the store first, or correct the name.",
            ("", "S9", "There is no store 'S9'.", "Add the store first, or correct the name."),
        ),
        (
            'Column "price": "9 EUR" names two currencies (EUR, USD): keep one of them.',
            ("price", "9 EUR", '"9 EUR" names two currencies (EUR, USD).', "Keep one of them."),
        ),
        (
            'The line is not an object: write e.g. {"external_id": "C1"}.',
            ("", "", "The line is not an object.", 'Write e.g. {"external_id": "C1"}.'),
        ),
        ("Nothing to say", ("", "", "Nothing to say.", "")),
    ],
)
def test_a_reason_is_taken_apart(reason, apart):
    """Column, value, reason and remedy, as far as it says them."""
    assert taken_apart(reason) == apart


def reasons():
    """Yield what is said of rows and values that are left out, a pair of braces for each value."""
    paths = [*(APP / "imports").glob("*.py"), *(APP / "feeds" / f"{name}.py" for name in FEEDS)]
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if is_call and node.func.id in {"BadValue", "BadRow"} and node.args:
                said = _text(node.args[-1])
                if said not in WRAPPED and any(map(str.strip, said.split("{}"))):
                    yield f"{path.name}: {said}", said


def _text(node):
    """Return a text of the source, braces where something is put in."""
    match node:
        case ast.Constant(value=str()):
            return node.value
        case ast.JoinedStr():
            return "".join(map(_text, node.values))
    return "{}"


def test_every_reason_has_a_remedy():
    """No row of the table of what was left out leaves its last column empty."""
    found = dict(reasons())
    assert len(found) > 20
    assert [where for where, said in found.items() if not taken_apart(said)[3]] == []


def test_no_cell_of_a_report_is_a_formula(tmp_path):
    """A spreadsheet calculates nothing that somebody wrote into a file."""
    report = tmp_path / "bad.csv"
    report.write_text('line,reason\n2,"Column ""a"": ""=1+1"" is not a number: write digits."\n')
    rows = list(csv.reader(io.StringIO("".join(report_lines(report)))))
    assert rows[0] == ["line", "column", "value", "reason", "remedy"]
    assert rows[1][:3] == ["2", "a", "'=1+1"]


def test_rows_of_a_report_say_what_stood_in_the_file(tmp_path):
    """For a page, where nothing is a formula: a minus is a minus."""
    report = tmp_path / "bad.csv"
    report.write_text('line,reason\n2,"Column ""a"": ""-3"" is too little: write more."\n')
    assert list(report_rows(report)) == [("2", "a", "-3", '"-3" is too little.', "Write more.")]


def told(report):
    """Return the rows of a report as they are downloaded."""
    return list(csv.reader(io.StringIO("".join(report_lines(report)))))[1:]


@pytest.mark.parametrize("end", [b"13", b'13,"', b'13,"Column ""\xc3', b"\n13"])
def test_a_report_may_end_in_the_middle_of_a_row(tmp_path, end):
    """Whoever wrote it was stopped: the whole rows before are told."""
    report = tmp_path / "bad.csv"
    report.write_bytes(b"line,reason\n2,It is bad: mend it.\n" + end)
    assert told(report)[0] == ["2", "", "", "It is bad.", "Mend it."]


def test_a_reason_is_told_however_long_the_name_of_its_column(tmp_path):
    """The beginning and the remedy stay, the middle goes; whoever downloads it gets all rows."""
    report = tmp_path / "bad.csv"
    with BadRows(report) as bad:
        bad.add(BadRow(2, f'Column "{"n" * 400_000}" is empty: every row needs one.'))
        bad.add(BadRow(3, "It is bad: mend it."))
    rows = told(report)
    assert [row[0] for row in rows] == ["2", "3"]
    assert len(rows[0][3]) < 2_100
    assert "every row needs one." in bad.first[0].reason

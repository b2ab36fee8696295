"""Reasons of bad rows as a table tells them."""

import csv
import io

import pytest

from app.imports.faults import report_lines, taken_apart


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
        ("Nothing to say", ("", "", "Nothing to say.", "")),
    ],
)
def test_a_reason_is_taken_apart(reason, apart):
    """Column, value, reason and remedy, as far as it says them."""
    assert taken_apart(reason) == apart


def test_no_cell_of_a_report_is_a_formula(tmp_path):
    """A spreadsheet calculates nothing that somebody wrote into a file."""
    report = tmp_path / "bad.csv"
    report.write_text('line,reason\n2,"Column ""a"": ""=1+1"" is not a number: write digits."\n')
    rows = list(csv.reader(io.StringIO("".join(report_lines(report)))))
    assert rows[0] == ["line", "column", "value", "reason", "remedy"]
    assert rows[1][:3] == ["2", "a", "'=1+1"]

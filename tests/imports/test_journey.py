"""Whole imports through the command line: nothing lost, everything bad named, twice is once."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from app.cli.records import import_records
from app.imports.layouts import Kind
from app.imports.report import ImportReport
from app.settings import read_settings
from bench import imports, messy


def imported(home: Path, kind: Kind, path: Path) -> tuple[ImportReport, str]:
    """Import a file as the command does; return the report and what a terminal showed."""
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=120)
    report = import_records(
        read_settings({}, {"home": home}),
        kind,
        path,
        pairs=[],
        encoding="utf-8",
        report=None,
        dry_run=False,
        console=console,
    )
    return report, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())


@pytest.mark.no_cover
def test_many_subscribers(tmp_path: Path) -> None:
    """All rows of a clean file are created under a progress bar; a second run changes nothing."""
    path = tmp_path / "subscribers.csv"
    imports.write(path, rows=20_000)

    first, shown = imported(tmp_path / "home", Kind.SUBSCRIBERS, path)
    second, _ = imported(tmp_path / "home", Kind.SUBSCRIBERS, path)

    assert (first.created, first.updated, first.unchanged, first.bad) == (20_000, 0, 0, 0)
    assert (second.created, second.updated, second.unchanged, second.bad) == (0, 0, 20_000, 0)
    assert "Importing subscribers" in shown
    assert "━" in shown


@pytest.mark.no_cover
def test_messy_stores(tmp_path: Path) -> None:
    """Each bad row is reported with its line and reason, every other row is kept."""
    path = tmp_path / "stores.csv"
    expected = messy.write_stores(path, 3_000)

    first, shown = imported(tmp_path / "home", Kind.STORES, path)
    second, _ = imported(tmp_path / "home", Kind.STORES, path)

    assert first.report is not None
    with first.report.open(encoding="utf-8", newline="") as file:
        reasons = {int(row["line"]): row["reason"] for row in csv.DictReader(file)}
    assert reasons.keys() == expected.keys()
    assert [line for line, part in expected.items() if part not in reasons[line]] == []
    assert (first.rows, first.created, first.bad) == (3_000, 2_700, 300)
    assert (second.created, second.updated, second.unchanged) == (0, 0, 2_700)
    assert f"All bad rows are in {first.report}" in shown

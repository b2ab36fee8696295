"""Tests of exporting keys."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from app.adapters.sqlite.database import Database
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.imports.keys import PAGE, export_keys


async def test_export(tmp_path: Path) -> None:
    """Everybody's id and key are written, across pages, and formulas are disarmed."""
    database = Database(tmp_path)
    subscribers = SqliteSubscribers(database)
    subscribers.load([("=cmd()", b"{}"), *((f"C{n}", b"{}") for n in range(PAGE + 1))])
    out = StringIO()

    count = await export_keys(subscribers, out)
    database.close()

    lines = out.getvalue().splitlines()
    assert PAGE + 2 == count == len(lines) - 1
    assert lines[0] == "external_id,opentime_key"
    assert lines[1].startswith("'=cmd(),")
    assert len(lines[2].split(",")[1]) == 26


@pytest.mark.parametrize(
    ("given", "written"),
    [
        *(
            (plain, plain)
            for plain in ("+4915112345678", "+1 (555) 010-9", "-7", "@anna", "+aB/9==")
        ),
        *((bad, f"'{bad}") for bad in ("=1+1", "\tx", "@SUM(A1)", "-2+cmd|' /C calc'!A0", "+a!b")),
    ],
)
async def test_ids_that_can_do_nothing_stay_as_they_are(
    given: str, written: str, tmp_path: Path
) -> None:
    """The ESP finds people by them; what could call a function or a program is disarmed."""
    database = Database(tmp_path)
    subscribers = SqliteSubscribers(database)
    subscribers.load([(given, b"{}")])
    out = StringIO()
    await export_keys(subscribers, out)
    database.close()
    assert list(csv.reader(StringIO(out.getvalue())))[1][0] == written

"""Tests of exporting keys."""

from io import StringIO
from pathlib import Path

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

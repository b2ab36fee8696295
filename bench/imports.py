"""P7: rows per second of a CSV import of subscribers against a bare csv + executemany loop."""

import asyncio
import csv
import os
import random
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app.adapters.sqlite.database import Database
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.imports.layouts import Kind
from app.imports.run import import_file

ROWS = 300_000
ROUNDS = 3
TARGET = 0.5
COLUMNS = (
    "external_id", "first_name", "language", "tz", "home_postcode", "home_country", "points",
    "consent_tracking",
)  # fmt: skip
NAMES = ("Anna", "Ben", "Clara", "Dimitri", "Élodie", "Fatima", "George", "Hana", "Ivan", "José")
ZONES = {"DE": "Europe/Berlin", "US": "America/New_York", "FR": "Europe/Paris"}


def main() -> None:
    """Run both loops in turn and print the best of each."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "subscribers.csv"
        write(path)
        bare, ours = [], []
        for _ in range(ROUNDS):
            bare.append(timed(bare_loop, path))
            ours.append(timed(import_loop, path))
    (bare_seconds, bare_processor), (seconds, processor) = min(bare), min(ours)
    ratio = bare_seconds / seconds
    print(
        f"P7 met={'yes' if ratio >= TARGET else 'no'} value={ratio:.2f} target={TARGET} "
        f"import of {ROWS:,} subscribers {ROWS / seconds:,.0f} rows/s, "
        f"bare csv + executemany {ROWS / bare_seconds:,.0f} rows/s (best of {ROUNDS}; "
        f"processor time {processor:.2f} s in two processes, bare {bare_processor:.2f} s)"
    )


def write(path: Path, rows: int = ROWS) -> None:
    """Write the file that both loops read."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for number in range(rows):
            country = chance.choice(tuple(ZONES))
            writer.writerow((
                f"C{number:08d}", chance.choice(NAMES), chance.choice(("de-DE", "en-US", "fr")),
                ZONES[country], f"{chance.randrange(10_000, 18_000)}", country,
                chance.randrange(10_000), chance.choice(("yes", "no", "")),
            ))  # fmt: skip


def timed(loop: Callable[[Path, Path], float], path: Path) -> tuple[float, float]:
    """Run a loop in a new folder; return its seconds, and those of processors."""
    before = os.times()
    with TemporaryDirectory() as folder:
        seconds = loop(path, Path(folder))
    after = os.times()
    return seconds, sum(after[:4]) - sum(before[:4])


def bare_loop(path: Path, folder: Path) -> float:
    """Read with csv.reader, write with executemany into a table with a primary key."""
    begin = time.perf_counter()
    connection = sqlite3.connect(folder / "bare.db")
    columns = ", ".join(COLUMNS[1:])
    connection.execute(f"CREATE TABLE subscribers (external_id TEXT PRIMARY KEY, {columns})")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        connection.executemany("INSERT INTO subscribers VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return time.perf_counter() - begin


def import_loop(path: Path, folder: Path) -> float:
    """Import with validation, keys, canonical profiles and exact counts."""
    database = Database(folder)
    begin = time.perf_counter()
    sink = SqliteSubscribers(database)
    report = asyncio.run(
        import_file(Kind.SUBSCRIBERS, path, sink=sink, now=lambda: datetime.now(UTC))
    )
    seconds = time.perf_counter() - begin
    database.close()
    assert report.created == ROWS
    return seconds


if __name__ == "__main__":
    main()

"""P7: rows per second of a CSV import of subscribers against a bare csv + executemany loop."""

import asyncio
import csv
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
            bare.append(in_folder(bare_loop, path))
            ours.append(in_folder(import_loop, path))
    ratio = min(bare) / min(ours)
    print(
        f"P7 met={'yes' if ratio >= TARGET else 'no'} value={ratio:.2f} target={TARGET} "
        f"import of {ROWS:,} subscribers {ROWS / min(ours):,.0f} rows/s, "
        f"bare csv + executemany {ROWS / min(bare):,.0f} rows/s (best of {ROUNDS})"
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


def in_folder(loop: Callable[[Path, Path], float], path: Path) -> float:
    """Run a loop in a new folder; return its seconds."""
    with TemporaryDirectory() as folder:
        return loop(path, Path(folder))


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

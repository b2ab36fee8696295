"""Builders for the tests of the event journal: events, journals, stores, and what is stored."""

import asyncio
import sqlite3
import weakref
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.adapters.ingester import Ingester
from app.adapters.journal import FileJournal
from app.adapters.records import decode, encode
from app.adapters.segments import segment_files
from app.adapters.sqlite.events import SqliteEventStore
from app.model.event import Event, EventKind

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)

OPEN = Event(
    kind=EventKind.OPEN,
    at=NOON,
    message="m" * 26,
    reader="google_proxy",
    opened_now="yes",
    block="nearest-store",
    version=3,
    variant="pick-up",
)
CLICK = replace(OPEN, kind=EventKind.CLICK, link="https://northbeam.example/p/NB-1042")


class SetClock:
    """A clock that stands where it was set."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Return the instant it was set to."""
        return self.at

    def pass_(self, seconds: float) -> None:
        """Move on."""
        self.at += timedelta(seconds=seconds)


def numbered(number: int, event: Event = OPEN) -> Event:
    """Return an event that can be told from others by its variant."""
    return replace(event, variant=f"v{number}")


def a_journal(
    directory: Path, *, now: Callable[[], datetime] | None = None, **options
) -> FileJournal:
    """Return a journal without ballast."""
    return FileJournal(directory, now=now or SetClock(), **{"ballast_bytes": 0, **options})


def a_segment(directory: Path, content: bytes, number: int = 7) -> Path:
    """Leave a segment behind as a dead worker does."""
    directory.mkdir(exist_ok=True)
    path = directory / f"w0-{number:020d}.ev"
    # Under its name only when whole: an ingester may be at work, and nobody holds a lock on it.
    unnamed = path.with_suffix(".part")
    unnamed.write_bytes(content)
    return unnamed.rename(path)


def lines(count: int, event: Event = OPEN) -> list[bytes]:
    """Return the records of numbered events."""
    return [encode(numbered(number, event)) for number in range(count)]


def a_store(path: Path, *, keys: tuple[str, ...] = ()) -> SqliteEventStore:
    """Create the tables of events and a store on them, with subscribers of the given keys."""
    # Here, because the processes that only write would pay for it at each start.
    from app.adapters.sqlite.schema import event_counts, events, ingest_positions, subscribers
    from app.adapters.sqlite.schema_live import (
        event_days,
        event_minutes,
        hourly_totals,
        latest_events,
    )

    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        counts = (event_counts, event_days, event_minutes, hourly_totals, latest_events)
        for table in (events, *counts, ingest_positions, subscribers):
            connection.execute(_ddl(table))
        connection.executemany(
            "INSERT INTO subscribers (key, external_id, profile) VALUES (?1, ?1, '{}')",
            [(key,) for key in keys],
        )
    connection.close()
    return an_open_store(path)


def an_open_store(path: Path, **options) -> SqliteEventStore:
    """Return a store on existing tables; its connection is closed when the test lets go of it."""
    store = SqliteEventStore(path, **options)
    weakref.finalize(store, store._connection.close)
    return store


def ask(path: Path, sql: str) -> list[tuple]:
    """Return the rows of a query on the database of a store."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def counted(path: Path) -> int:
    """Return how many events the store has counted."""
    return ask(path, "SELECT coalesce(sum(n), 0) FROM event_counts")[0][0]


def stored_numbers(path: Path) -> dict[int, int]:
    """Return how often each numbered event is stored."""
    rows = ask(path, "SELECT variant, sum(n) FROM event_counts GROUP BY variant")
    return {int(variant[1:]): n for variant, n in rows}


def an_ingester(directory: Path, store: SqliteEventStore) -> Ingester:
    """Return an ingester with a standing clock."""
    return Ingester(directory, store, now=SetClock())


def written(directory: Path) -> list:
    """Return the events in all segments, in order."""
    found = b"".join(segment.path.read_bytes() for segment in segment_files(directory))
    return [decode(line) for line in found.splitlines()]


async def until(condition) -> None:
    """Wait for the journal's thread to bring something about."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # a thread brings it about, not a task
            await asyncio.sleep(0.01)


def _ddl(table) -> str:
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateTable

    return str(CreateTable(table).compile(dialect=sqlite.dialect()))

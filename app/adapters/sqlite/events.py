"""Events in the embedded database: rows for identified people, hourly counts for everybody."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.adapters.segments import event_id
from app.adapters.sqlite.rolling import roll_up
from app.errors import Overloaded
from app.model.event import Event

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MS_PER_HOUR = 3_600_000
_EXPIRED_AT_ONCE = 5_000  # rows; bounds how long the write lock is held
_POSITIONS_KEPT = 100_000  # segments; one that is numbers behind the newest is long gone

_POSITION = "SELECT position FROM ingest_positions WHERE segment = ?"
_REACH = """
INSERT INTO ingest_positions (segment, position) VALUES (?, ?)
ON CONFLICT (segment) DO UPDATE SET position = excluded.position
"""
_COUNT = """
INSERT INTO event_counts (hour, kind, message, block, version, variant, reader, n)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (hour, kind, message, block, version, variant, reader) DO UPDATE SET n = n + excluded.n
"""
# Whoever was erased while their event lay in the journal is counted, no longer named.
_KEEP = """
INSERT OR IGNORE INTO events
  (id, kind, at, message, block, version, variant, reader, opened_now, subscriber, link)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
WHERE EXISTS (SELECT 1 FROM subscribers WHERE key = ?10)
"""
_EXPIRE = """
DELETE FROM events WHERE id IN (SELECT id FROM events WHERE at < ? LIMIT ?)
"""
_FORGET_POSITIONS = """
DELETE FROM ingest_positions
WHERE segment < (SELECT max(segment) FROM ingest_positions) - ?
"""


class SqliteEventStore:
    """Implements ports.EventStore on a connection of its own; the tables exist already.

    Commits survive a power cut, because the segments they came from are removed afterwards.
    Every method raises Overloaded while the database cannot be written.
    """

    def __init__(self, path: Path, *, lock_wait: timedelta = timedelta(seconds=5)) -> None:
        self._connection = sqlite3.connect(
            path,
            timeout=lock_wait.total_seconds(),
            isolation_level=None,
            check_same_thread=False,
        )
        # A damaged file is answered for by the first transaction, as Overloaded.
        with suppress(sqlite3.DatabaseError):
            self._connection.execute("PRAGMA synchronous = FULL")

    def ingest(self, segment: int, offset: int, events: Iterable[tuple[int, Event]]) -> int:
        """Store (id, event) pairs and the position reached, in one transaction.

        Events before the stored position were stored before and are passed over; returns how
        many were new.
        """
        with self._transaction():
            position = self._position(segment)
            if offset <= position:
                return 0
            reached = event_id(segment, position)
            new = [(ident, event) for ident, event in events if ident >= reached]
            self._connection.executemany(_COUNT, _counts(event for _, event in new))
            self._connection.executemany(
                _KEEP, (_row(ident, event) for ident, event in new if event.subscriber)
            )
            roll_up(self._connection, new)
            self._connection.execute(_REACH, (segment, offset))
        return len(new)

    def position(self, segment: int) -> int:
        """Return the offset up to which a segment is stored, 0 for an unknown one."""
        with _overloaded():
            return self._position(segment)

    def expire(self, before: datetime) -> int:
        """Delete the rows of events older than an instant, keep their counts; rows deleted."""
        deleted = 0
        while True:
            with self._transaction():
                rows = self._connection.execute(
                    _EXPIRE, (_milliseconds(before), _EXPIRED_AT_ONCE)
                ).rowcount
                self._connection.execute(_FORGET_POSITIONS, (_POSITIONS_KEPT,))
            deleted += rows
            if rows < _EXPIRED_AT_ONCE:
                return deleted

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _position(self, segment: int) -> int:
        row = self._connection.execute(_POSITION, (segment,)).fetchone()
        return int(row[0]) if row else 0

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _overloaded():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")


@contextmanager
def _overloaded() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise Overloaded(
            f"The event store cannot be written: {error}",
            remedy="Events wait in the journal; free the database or its disk.",
        ) from error


def _milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MILLISECOND


def _counts(events: Iterable[Event]) -> Sequence[tuple[str | int, ...]]:
    counts = Counter(
        (
            _milliseconds(event.at) // _MS_PER_HOUR,
            event.kind.value,
            event.message,
            event.block,
            event.version,
            event.variant,
            event.reader,
        )
        for event in events
    )
    return [(*group, n) for group, n in counts.items()]


def _row(ident: int, event: Event) -> tuple[str | int, ...]:
    return (
        ident,
        event.kind.value,
        _milliseconds(event.at),
        event.message,
        event.block,
        event.version,
        event.variant,
        event.reader,
        event.opened_now,
        event.subscriber,
        event.link,
    )

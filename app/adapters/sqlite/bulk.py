"""Batches of profiles as statements of many rows, which leave the interpreter to the reader."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import compress, islice
from itertools import count as counting

from app.adapters.sqlite import sql
from app.adapters.sqlite.connections import MIB
from app.adapters.sqlite.counting import advance, changed, total
from app.adapters.sqlite.notices import Kind
from app.errors import Conflict
from app.model.keys import KEY_LENGTH
from app.model.ports import Written

_LETTERS = b"abcdefghijklmnopqrstuvwxyz234567" * 8
_WIDTH = 3  # cells of a row
# Three sizes only: each is a statement that stays prepared. The program of a larger one leaves the
# processor's cache: of 10,000 rows it takes a quarter longer.
_ROWS_PER_STATEMENT = (200, 20, 1)
_LOADING_CACHE = 64 * MIB
_LOADING_LOG_PAGES = 32_768  # 128 MB of log before pages are copied into the database


class Load:
    """One batch as a job: canonical profiles by external id; new rows get new keys."""

    def __init__(self, profiles: dict[str, bytes], rows: int) -> None:
        self._profiles = profiles
        self._rows = rows

    def __call__(self, connection: sqlite3.Connection) -> Written:
        """Store the batch; rows that repeated an id count as unchanged."""
        distinct = len(self._profiles)
        written = put_profiles(
            connection,
            list(self._profiles),
            list(map(bytes.decode, self._profiles.values())),
            new_keys(distinct),
        )
        return total(written, Written(unchanged=self._rows - distinct))


def taken(rows: Iterator[tuple[str, bytes]], batch: int) -> Load | None:
    """Take up to `batch` rows as a job; None when there are no more."""
    # Counted by `compress` on the way, so that no list of rows is made to count them.
    ticks = counting(1)
    profiles = dict(islice(compress(rows, ticks), batch))
    return Load(profiles, next(ticks) - 1) if profiles else None


def put_profiles(
    connection: sqlite3.Connection,
    names: Sequence[str],
    profiles: Sequence[str],
    keys: Sequence[str],
) -> Written:
    """Create or replace by distinct external ids; raises Conflict for a key somebody else has."""
    columns = (names, profiles, keys)
    # Rows that cannot fail need no copy of each page they touch, which halves the work.
    created = _run(connection, sql.SUBSCRIBER_ADD, columns)
    updated = 0
    if created < len(names):
        try:
            updated = _run(connection, sql.SUBSCRIBER_PUT, columns)
        except sqlite3.IntegrityError as error:
            raise Conflict(
                "A new subscriber has the key of another one.",
                remedy="Leave the key out: the server makes one.",
                field="key",
            ) from error
    written = Written(created=created, updated=updated, unchanged=len(names) - created - updated)
    if changed(written):
        advance(connection, Kind.SUBSCRIBERS)
    return written


def new_keys(count: int) -> list[str]:
    """Return new keys of 130 random bits, drawn at once: 0.2 us each."""
    letters = os.urandom(KEY_LENGTH * count).translate(_LETTERS).decode()
    return [letters[at : at + KEY_LENGTH] for at in range(0, len(letters), KEY_LENGTH)]


def make_room(connection: sqlite3.Connection) -> tuple[int, int]:
    """Give a load more memory and a longer log; return what `restore` takes."""
    (cache,) = connection.execute("PRAGMA cache_size").fetchone()
    (log_pages,) = connection.execute("PRAGMA wal_autocheckpoint").fetchone()
    connection.execute(f"PRAGMA cache_size = -{_LOADING_CACHE // 1024}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_LOADING_LOG_PAGES}").fetchone()
    return cache, log_pages


def restore(connection: sqlite3.Connection, former: tuple[int, int]) -> None:
    """Take memory and log back to what they were."""
    cache, log_pages = former
    connection.execute(f"PRAGMA cache_size = {cache}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {log_pages}").fetchone()
    connection.execute("PRAGMA shrink_memory")
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def _run(connection: sqlite3.Connection, statement: str, columns: tuple[Sequence[str], ...]) -> int:
    """Run a statement of one row on all rows; return how many it touched."""
    earlier = connection.total_changes
    for start, size in _parts(len(columns[0])):
        cells = [""] * (_WIDTH * size)
        for place, column in enumerate(columns):
            cells[place::_WIDTH] = column[start : start + size]
        connection.execute(_of_rows(statement, size), cells)
    return connection.total_changes - earlier


def _parts(count: int) -> Iterator[tuple[int, int]]:
    start = 0
    for size in _ROWS_PER_STATEMENT:
        while size <= count - start:
            yield start, size
            start += size


def _of_rows(statement: str, count: int) -> str:
    head, row, tail = statement.partition("(?, ?, ?)")
    return head + ", ".join([row] * count) + tail

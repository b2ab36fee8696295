"""What the live page shows, read from what `rolling.py` writes.

SqliteLive(database): await minutes, days, latest, people, positions
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from app.adapters.sqlite import sql_live as sql
from app.adapters.sqlite.database import Database
from app.studio.live.ports import Latest, People
from app.studio.live.tallies import Tally, add

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_HOURS_PER_DAY: Final = 24
_BUDGET: Final = 400  # times _OPERATIONS of the database's machine: about a second
_OPERATIONS: Final = 100_000


class SqliteLive:
    """Implements LiveCounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def minutes(self, first: int, last: int) -> Mapping[int, Tally]:
        """Return the tallies of minutes since the epoch, both included."""

        def read(connection: sqlite3.Connection) -> Mapping[int, Tally]:
            found: dict[int, Tally] = {}
            for minute, *counted in connection.execute(sql.MINUTES, (first, last)):
                add(found.setdefault(minute, Counter()), tuple(counted))
            return found

        return await self._database.query(read)

    async def days(self, first: int) -> Mapping[int, Tally]:
        """Return the tallies of days (UTC) since the epoch."""

        def read(connection: sqlite3.Connection) -> Mapping[int, Tally]:
            found: dict[int, Tally] = {}
            for day, *counted in connection.execute(sql.DAYS, (first * _HOURS_PER_DAY,)):
                add(found.setdefault(day, Counter()), tuple(counted))
            return found

        return await self._database.query(read)

    async def latest(self, after: int, most: int) -> Sequence[Latest]:
        """Return the latest events with a number above, the newest first."""

        def read(connection: sqlite3.Connection) -> Sequence[Latest]:
            return [_latest(row) for row in connection.execute(sql.LATEST, (after, most))]

        return await self._database.query(read)

    async def people(self, since: datetime) -> People | None:
        """Return how many opened since an instant; None: too many to count while one waits."""
        at = (since - _EPOCH) // _MILLISECOND
        return await self._database.query(lambda connection: _people(connection, at))

    async def positions(self) -> Mapping[int, int]:
        """Return how far each segment of the journal is stored."""

        def read(connection: sqlite3.Connection) -> Mapping[int, int]:
            return dict(connection.execute(sql.POSITIONS).fetchall())

        return await self._database.query(read)


def _people(connection: sqlite3.Connection, since: int) -> People | None:
    left = _BUDGET

    def spend() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    connection.set_progress_handler(spend, _OPERATIONS)
    try:
        (everybody,) = connection.execute(sql.PEOPLE, (since,)).fetchone()
        messages = connection.execute(sql.PEOPLE_BY_MESSAGE, (since,)).fetchall()
        blocks = connection.execute(sql.PEOPLE_BY_BLOCK, (since,)).fetchall()
    except sqlite3.OperationalError:
        if left >= 0:
            raise
        return None
    finally:
        connection.set_progress_handler(None, 0)
    return People(all=everybody, messages=dict(messages), blocks=dict(blocks))


def _latest(row: tuple[int, str, int, str, str, str, str, str]) -> Latest:
    number, kind, at, message, block, variant, reader, subscriber = row
    return Latest(
        number=number,
        kind=kind,
        at=_EPOCH + at * _MILLISECOND,
        message=message,
        block=block,
        variant=variant,
        reader=reader,
        subscriber=subscriber,
    )

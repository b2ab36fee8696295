"""What the live page shows, read from what `rolling.py` writes.

SqliteLive(database): await minutes, days, latest, people, positions
"""

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from app.adapters.sqlite import sql as sql_notices
from app.adapters.sqlite import sql_live as sql
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.notices import Kind
from app.studio.live.ports import Latest, People, Whose
from app.studio.live.tallies import Tally, add

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_PATIENCE_S: Final = 2.0  # that counting people may take
_OPERATIONS: Final = 100_000  # of the database's machine, after which the clock is looked at


class SqliteLive:
    """Implements LiveCounts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[int, Mapping[str, Sequence[str]]] = (-1, {})

    async def minutes(self, whose: Whose, first: int, last: int) -> Mapping[int, Tally]:
        """Return the tallies of minutes since the epoch, both included."""
        return await self._tallies(sql.MINUTES, whose, first, last)

    async def days(self, whose: Whose, first: int) -> Mapping[int, Tally]:
        """Return the tallies of days (UTC) since the epoch."""
        return await self._tallies(sql.DAYS, whose, first)

    async def latest(self, whose: Whose, after: int, most: int) -> Sequence[Latest]:
        """Return the latest events with a number above, the newest first."""

        def read(connection: sqlite3.Connection) -> Sequence[Latest]:
            row = *self._messages(connection, whose), after, most
            return [_latest(found) for found in connection.execute(sql.LATEST, row)]

        return await self._database.query(read)

    async def people(self, whose: Whose, since: datetime) -> People | None:
        """Return how many opened since an instant; None: too many to count while one waits."""
        at = (since - _EPOCH) // _MILLISECOND
        return await self._database.query(
            lambda connection: _people(connection, (*self._messages(connection, whose), at))
        )

    async def positions(self) -> Mapping[int, int]:
        """Return how far each segment of the journal is stored."""

        def read(connection: sqlite3.Connection) -> Mapping[int, int]:
            return dict(connection.execute(sql.POSITIONS).fetchall())

        return await self._database.query(read)

    async def _tallies(self, statement: str, whose: Whose, *bounds: int) -> Mapping[int, Tally]:
        """Return what was counted by the steps that the statement's rows begin with."""

        def read(connection: sqlite3.Connection) -> Mapping[int, Tally]:
            found: dict[int, Tally] = {}
            row = *self._messages(connection, whose), *bounds
            for step, *counted in connection.execute(statement, row):
                add(found.setdefault(step, Counter()), tuple(counted))
            return found

        return await self._database.query(read)

    def _messages(self, connection: sqlite3.Connection, whose: Whose) -> tuple[str, int]:
        """Return the keys of the brands' messages as JSON, and whether those are meant."""
        if not whose.brands:
            return "[]", int(not whose.is_rest)
        (number,) = connection.execute(sql_notices.NUMBER, (Kind.MESSAGES,)).fetchone()
        if number != self._known[0]:
            keys: dict[str, list[str]] = {}
            for key, brand in connection.execute(sql.MESSAGE_BRANDS):
                keys.setdefault(brand, []).append(key)
            self._known = number, keys
        known = self._known[1]
        named = [key for brand in whose.brands for key in known.get(brand, ())]
        return json.dumps(named), int(not whose.is_rest)


def _people(connection: sqlite3.Connection, row: tuple[str, int, int]) -> People | None:
    ends = time.monotonic() + _PATIENCE_S
    has_ended = False

    def is_late() -> bool:
        nonlocal has_ended
        has_ended = time.monotonic() > ends
        return has_ended

    connection.set_progress_handler(is_late, _OPERATIONS)
    try:
        (everybody,) = connection.execute(sql.PEOPLE, row).fetchone()
        messages = connection.execute(sql.PEOPLE_BY_MESSAGE, row).fetchall()
        blocks = connection.execute(sql.PEOPLE_BY_BLOCK, row).fetchall()
    except sqlite3.OperationalError:
        if not has_ended:
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

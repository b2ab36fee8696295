"""Units held for a while, by writes that are never late: two holds cannot have the same unit.

SqliteHolds(database, now): await put(hold), active(), end(id)
holds_at(connection, at) -> [Hold], holds_number(connection)    # for snapshot builders
"""

import sqlite3
from datetime import UTC, datetime, timedelta

from app.adapters.sqlite import sql
from app.adapters.sqlite.counting import advance, next_number
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import product_of
from app.adapters.sqlite.notices import Kind
from app.errors import Conflict, Unacceptable
from app.model.ports import Now
from app.model.store import Hold

_REMEMBERED = timedelta(days=1)  # after its end


class SqliteHolds:
    """Implements Holds."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    async def put(self, hold: Hold) -> None:
        """Hold units; raises Unacceptable without such stock, Conflict when fewer are left."""
        now = self._now()
        await self._database.write(lambda connection: _put(connection, hold, now))

    async def active(self) -> tuple[Hold, ...]:
        """Return the holds that have not ended, the next to end first."""
        now = self._now()
        return await self._database.query(lambda connection: holds_at(connection, now))

    async def end(self, ident: str) -> bool:
        """End a hold now; True if it had not ended."""
        now = int(self._now().timestamp())
        return await self._database.write(lambda connection: _end(connection, ident, now))


def holds_at(connection: sqlite3.Connection, at: datetime) -> tuple[Hold, ...]:
    """Return the holds that have not ended at an instant."""
    rows = connection.execute(sql.HOLDS, (int(at.timestamp()),))
    return tuple(
        Hold(id=ident, sku=sku, store=store, units=units, until=datetime.fromtimestamp(until, UTC))
        for ident, sku, store, units, until in rows
    )


def holds_number(connection: sqlite3.Connection) -> int:
    """Return a number that is another one once any hold was written."""
    (number,) = connection.execute(sql.HOLDS_CHANGED).fetchone()
    return int(number)


def _put(connection: sqlite3.Connection, hold: Hold, now: datetime) -> None:
    there = _online(connection, hold.sku) if not hold.store else _here(connection, hold)
    if there is None:
        where = f"in the store {hold.store!r}" if hold.store else "online"
        raise Unacceptable(
            f"It is not known how many {hold.sku!r} there are {where}.",
            remedy="Set that stock first, or correct the names.",
            field="sku",
            value=hold.sku,
        )
    second = int(now.timestamp())
    (held,) = connection.execute(sql.HELD, (hold.sku, hold.store, second)).fetchone()
    if hold.units > there - held:
        raise Conflict(
            f"{max(there - held, 0)} of {hold.sku!r} are left, {hold.units} cannot be held.",
            remedy="Hold fewer units, or wait until another hold ends.",
            field="units",
            value=str(hold.units),
        )
    connection.execute(sql.HOLDS_FORGET, (int((now - _REMEMBERED).timestamp()),))
    number = next_number(connection, Kind.STOCK)
    row = hold.id, hold.sku, hold.store, hold.units, int(hold.until.timestamp()), number
    connection.execute(sql.HOLD, row)
    advance(connection, Kind.STOCK)


def _here(connection: sqlite3.Connection, hold: Hold) -> int | None:
    row = connection.execute(sql.STOCK_OF, (hold.sku, hold.store)).fetchone()
    return None if row is None or row[0] is None else int(row[0])


def _online(connection: sqlite3.Connection, sku: str) -> int | None:
    row = connection.execute(sql.PRODUCT, (sku,)).fetchone()
    return None if row is None else product_of(row[0]).online


def _end(connection: sqlite3.Connection, ident: str, now: int) -> bool:
    number = next_number(connection, Kind.STOCK)
    if connection.execute(sql.HOLD_END, (ident, now, number)).rowcount == 0:
        return False
    advance(connection, Kind.STOCK)
    return True

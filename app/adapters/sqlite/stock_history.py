"""The latest changes of stock, written in the transaction that makes them.

SqliteStockHistory(database, now): await page(cursor=, limit=, store="", sku="")
observed(connection, pairs) -> Observed, then its note(connection, who)   # for writers of stock
"""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from app.adapters.sqlite import sql, sql_records
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.paging import Row, number_of, page_of
from app.model.ports import Now, Page
from app.model.stock_history import StockChange

MOST_NAMED = 200
"""Levels of one write that are noted one by one; of more only the number is."""

_KEPT = 50_000
_BEYOND = 2**62
_Pair = tuple[str, str]
"""Store and SKU."""


class SqliteStockHistory:
    """Implements StockHistory."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    async def page(
        self, *, cursor: str, limit: int, store: str = "", sku: str = ""
    ) -> Page[StockChange]:
        """Return changes, the newest first, of one store or SKU also those of many levels."""
        before = number_of(cursor) or _BEYOND
        statement = _STATEMENTS[bool(store), bool(sku)]
        only = [name for name in (sku, store) if name]
        rows = await self._database.query(
            lambda c: c.execute(statement, (before, limit + 1, *only)).fetchall()
        )
        return page_of(rows, limit, _change, lambda row: str(row[0]))

    def before(self, connection: sqlite3.Connection, pairs: Sequence[_Pair]) -> "Before":
        """Return what a write of these levels begins with."""
        few = pairs if len(pairs) <= MOST_NAMED else ()
        return Before(_units(connection, few), int(self._now().timestamp()))


class Before:
    """The units that there were before a write, noted with those after it."""

    def __init__(self, former: Mapping[_Pair, int | None], at: int) -> None:
        self._former = former
        self._at = at

    def note(self, connection: sqlite3.Connection, who: str, levels: int) -> None:
        """Write down what a write of so many levels changed."""
        rows: list[tuple[object, ...]] = []
        for (store, sku), present in _units(connection, tuple(self._former)).items():
            former = self._former[store, sku]
            if former != present:
                rows.append((self._at, who, sku, store, former, present, 1))
        if levels and not self._former:
            rows.append((self._at, who, "", "", None, None, levels))
        if rows:
            connection.executemany(sql_records.HISTORY_ADD, rows)
            connection.execute(sql_records.HISTORY_FORGET, (_KEPT,))


_STATEMENTS = {
    (False, False): sql_records.HISTORY,
    (False, True): sql_records.HISTORY_OF_SKU,
    (True, False): sql_records.HISTORY_OF_STORE,
    (True, True): sql_records.HISTORY_OF_BOTH,
}
"""By whether a store and a SKU are given."""


def _units(connection: sqlite3.Connection, pairs: Sequence[_Pair]) -> dict[_Pair, int | None]:
    found = {}
    for store, sku in pairs:
        row = connection.execute(sql.STOCK_OF, (sku, store)).fetchone()
        found[store, sku] = None if row is None else row[0]
    return found


def _change(row: Row) -> StockChange:
    number, at, who, sku, store, former, present, levels = row
    return StockChange(
        number=number,
        at=datetime.fromtimestamp(at, UTC),
        who=who,
        sku=sku,
        store=store,
        former=former,
        present=present,
        levels=levels,
    )

"""Administration of stock levels.

    SqliteStock(database, history=None): await page(cursor=, limit=, store="", sku=""),
                           put(levels, by=""), delete(store=, sku=, by="")
    load(levels: Iterable[StockLevel], *, batch=20_000) -> Written     # blocking, for importers

`as_of` is kept to the second. A deleted level stays as a row without a quantity, so that
snapshots learn of it (`snapshots.py`); compaction removes it.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice

import msgspec

from app.adapters.sqlite import sql
from app.adapters.sqlite.counting import advance, changed, next_number, total
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.paging import Row, bad_cursor, page_of
from app.adapters.sqlite.products import set_online
from app.adapters.sqlite.stock_history import SqliteStockHistory
from app.errors import Unacceptable
from app.model.ports import Page, Written
from app.model.store import StockLevel

_EXCHANGED = 4_000  # rows held, and let go of, at a time
_A_SOURCE = "a source"  # who changed what a source brings or takes away
_LARGEST = 2**53 - 1  # what JSON readers keep exact


class SqliteStock:
    """Implements StockTable."""

    def __init__(self, database: Database, history: SqliteStockHistory | None = None) -> None:
        """Take what is told of changes; None: nothing is."""
        self._database = database
        self._history = history

    async def page(
        self, *, cursor: str, limit: int, store: str = "", sku: str = ""
    ) -> Page[StockLevel]:
        """Return levels ordered by SKU, then store, optionally of one store or SKU."""
        after = _after(cursor)
        statement = _STATEMENTS[bool(store), bool(sku)]
        only = [name for name in (sku, store) if name]
        rows = await self._database.query(
            lambda c: c.execute(statement, (*after, limit + 1, *only)).fetchall()
        )
        return page_of(rows, limit, _level, _cursor)

    async def put(self, levels: Sequence[StockLevel], *, by: str = "") -> Written:
        """Set levels; raises Unacceptable naming the first unknown store or SKU. All or none."""
        return await self._database.write(_Put(levels, self._history, by))

    async def exchange(
        self,
        levels: Iterable[StockLevel],
        gone: Iterable[tuple[str, str]],
        online: Mapping[str, int | None],
    ) -> Written:
        """Set levels, forget those of other (store, SKU) pairs, set what SKUs have online.

        All of it or nothing; raises Unacceptable as `put`. An unknown SKU online is passed over.
        """
        history = self._history
        return await self._database.write(
            lambda c: _exchange(c, iter(levels), gone, online, history)
        )

    async def delete(self, *, store: str, sku: str, by: str = "") -> bool:
        """Forget one level."""
        return await self._database.write(
            lambda connection: _forget(connection, [(store, sku)], self._history, by)
        )

    def load(self, levels: Iterable[StockLevel], *, batch: int = 20_000) -> Written:
        """Set levels in bulk, a transaction per batch; blocks."""
        written, source = Written(), iter(levels)
        while chunk := list(islice(source, batch)):
            written = total(written, self._database.submit(_Put(chunk, self._history)).result())
        return written


_STATEMENTS = {
    (False, False): sql.STOCK_PAGE,
    (False, True): sql.STOCK_PAGE_OF_SKU,
    (True, False): sql.STOCK_PAGE_OF_STORE,
    (True, True): sql.STOCK_PAGE_OF_BOTH,
}
"""By whether a store and a SKU are given."""


class _Put:
    """Levels as a job. Inserts first, then updates, so that both are counted."""

    def __init__(
        self,
        levels: Sequence[StockLevel],
        history: SqliteStockHistory | None = None,
        by: str = "",
    ) -> None:
        self._levels = levels
        self._history = history
        self._by = by

    def __call__(self, connection: sqlite3.Connection) -> Written:
        """Set the levels, and tell the history of it."""
        if self._history is None:
            return self._set(connection)
        pairs = [(level.store, level.sku) for level in self._levels]
        before = self._history.before(connection, pairs)
        written = self._set(connection)
        before.note(connection, self._by, written.created + written.updated)
        return written

    def _set(self, connection: sqlite3.Connection) -> Written:
        number = next_number(connection, Kind.STOCK)
        rows = self._rows(connection, number)
        created = _touched(connection, sql.STOCK_INSERT, rows)
        updated = 0 if created == len(rows) else _touched(connection, sql.STOCK_UPDATE, rows)
        unchanged = len(self._levels) - created - updated
        written = Written(created=created, updated=updated, unchanged=unchanged)
        if changed(written):
            advance(connection, Kind.STOCK)
        return written

    def _rows(
        self, connection: sqlite3.Connection, number: int
    ) -> list[tuple[int, int, int, int, int]]:
        products = _Ids(connection, sql.PRODUCT_ID, "sku", "product")
        stores = _Ids(connection, sql.STORE_ID, "store", "store")
        rows = {}
        for level in self._levels:
            if not -_LARGEST <= level.quantity <= _LARGEST:
                raise Unacceptable(
                    f"A stock of {level.quantity} of {level.sku!r} in {level.store!r} is no stock.",
                    remedy="Give a whole number of units.",
                    field="quantity",
                    value=str(level.quantity),
                )
            at = products[level.sku], stores[level.store]
            rows[at] = (*at, level.quantity, int(level.as_of.timestamp()), number)
        return list(rows.values())


class _Ids(dict[str, int]):
    """Row ids by the name that the outside uses; raises Unacceptable for an unknown one."""

    def __init__(
        self, connection: sqlite3.Connection, statement: str, field: str, noun: str
    ) -> None:
        super().__init__()
        self._connection = connection
        self._statement = statement
        self._field = field
        self._noun = noun

    def __missing__(self, name: str) -> int:
        try:
            row = self._connection.execute(self._statement, (name,)).fetchone()
        except UnicodeError:
            row = None
        if row is None:
            raise Unacceptable(
                f"There is no {self._noun} {name!a}.",
                remedy=f"Add the {self._noun} first, or correct the name.",
                field=self._field,
                value=ascii(name),
            )
        self[name] = int(row[0])
        return self[name]


def _touched(connection: sqlite3.Connection, statement: str, rows: Sequence[Row]) -> int:
    before = connection.total_changes
    connection.executemany(statement, rows)
    return connection.total_changes - before


def _exchange(
    connection: sqlite3.Connection,
    levels: Iterator[StockLevel],
    gone: Iterable[tuple[str, str]],
    online: Mapping[str, int | None],
    history: SqliteStockHistory | None,
) -> Written:
    written = Written()
    while chunk := list(islice(levels, _EXCHANGED)):
        written = total(written, _Put(chunk, history, _A_SOURCE)(connection))
    pairs = iter(gone)
    while some := list(islice(pairs, _EXCHANGED)):
        _forget(connection, some, history, _A_SOURCE)
    for sku, units in online.items():
        written = total(written, set_online(connection, sku, units))
    return written


def _forget(
    connection: sqlite3.Connection,
    pairs: Sequence[tuple[str, str]],
    history: SqliteStockHistory | None,
    by: str,
) -> bool:
    before = None if history is None else history.before(connection, pairs)
    gone = sum(_delete(connection, store, sku) for store, sku in pairs)
    if before is not None:
        before.note(connection, by, gone)
    return gone > 0


def _delete(connection: sqlite3.Connection, store: str, sku: str) -> bool:
    number = next_number(connection, Kind.STOCK)
    if connection.execute(sql.STOCK_DELETE, (number, sku, store)).rowcount == 0:
        return False
    advance(connection, Kind.STOCK)
    return True


def _level(row: Row) -> StockLevel:
    sku, store, quantity, as_of = row
    instant = datetime.fromtimestamp(as_of, UTC)
    return StockLevel(store=store, sku=sku, quantity=quantity, as_of=instant)


def _cursor(row: Row) -> str:
    return msgspec.json.encode(row[:2]).decode()


def _after(cursor: str) -> tuple[str, str]:
    try:
        return msgspec.json.decode(cursor, type=tuple[str, str]) if cursor else ("", "")
    except (msgspec.DecodeError, UnicodeError):
        raise bad_cursor(cursor) from None

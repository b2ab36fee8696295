"""What snapshot builders read: all stores, all products, all or the changed stock.

    stores_rows(connection) -> (number, [(id, external_id, lat, lon, tz, hours, document)])
    products_all(connection) -> (number, [(id, sku, document)])
    stock_since(connection, changed) -> StockChanges(number, whole, rows)

`connection` is `database.reader` in the loop's thread, or one of `database.fresh_reader()` in
any other. The number is read before the rows: a row may come twice, none is missed.
Compare `number` with `database.notices.number(kind)` to learn whether a snapshot is stale.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from app.adapters.sqlite import sql
from app.adapters.sqlite.notices import Kind

StoreRow = tuple[int, str, float, float, str, str, str]
"""Row id, external id, WGS 84 degrees, zone, hours (`documents.hours_of`), `documents.store_of`."""

ProductRow = tuple[int, str, str]
"""Row id, SKU, document (`documents.product_of`)."""

StockRow = tuple[str, str, int | None, int, int]
"""SKU, store, quantity (None: the level was deleted), as_of (epoch seconds), change number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockChanges:
    """Stock levels up to change `number`; with `whole` they replace everything known before.

    `rows` reads as it is iterated: use it up before the connection is used for something else.
    """

    number: int
    whole: bool
    rows: Iterator[StockRow]


def stores_rows(connection: sqlite3.Connection) -> tuple[int, list[StoreRow]]:
    """Return every store in the order of creation and the change number they stand for."""
    number = _number(connection, Kind.STORES)
    return number, connection.execute(sql.STORE_ROWS).fetchall()


def products_all(connection: sqlite3.Connection) -> tuple[int, list[ProductRow]]:
    """Return every product in the order of creation and the change number they stand for."""
    number = _number(connection, Kind.PRODUCTS)
    return number, connection.execute(sql.PRODUCT_ROWS).fetchall()


def stock_since(connection: sqlite3.Connection, changed: int = 0) -> StockChanges:
    """Return the levels written after change `changed`, in that order; 0 asks for all.

    After a store or product was deleted the changes alone do not tell the story: then, as for
    0, the answer is `whole`, unordered and without deleted levels.
    """
    number = _number(connection, Kind.STOCK)
    if changed == 0 or changed < _number(connection, "stock_base"):
        return StockChanges(number=number, whole=True, rows=_whole(connection))
    rows = connection.execute(sql.STOCK_SINCE, (changed,))
    return StockChanges(number=number, whole=False, rows=rows)


def is_much(connection: sqlite3.Connection, changed: int, most: int) -> bool:
    """Tell whether more than so many levels were written after a change; reads none of them."""
    return connection.execute(sql.STOCK_MANY_SINCE, (changed, most)).fetchone() is not None


def _whole(connection: sqlite3.Connection) -> Iterator[StockRow]:
    # Names are looked up here, not joined: three times as fast, and rows share their texts.
    # When the first row is asked for, and in a loop, which lets other threads have their turn.
    products = {number: sku for number, sku in connection.execute(sql.PRODUCT_NAMES)}  # noqa: C416
    stores = {number: name for number, name in connection.execute(sql.STORE_NAMES)}  # noqa: C416
    for sku, store, quantity, as_of, changed in connection.execute(sql.STOCK_WHOLE):
        # What was written since the names were read comes with the next changes.
        if sku in products and store in stores:
            yield products[sku], stores[store], quantity, as_of, changed


def _number(connection: sqlite3.Connection, kind: str) -> int:
    (number,) = connection.execute(sql.NUMBER, (kind,)).fetchone()
    return int(number)

"""Products: administration, and point reads from the process.

SqliteProducts(database): await get(sku), page(cursor=, limit=), put(products), delete(id)
load(products: Iterable[Product], *, batch=10_000) -> Written     # blocking, for importers
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import islice

from app.adapters.sqlite import sql
from app.adapters.sqlite.cache import NoticedCache
from app.adapters.sqlite.counting import advance, changed, next_number, total, upsert
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import document_of, product_of, text_of
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.paging import page_of
from app.errors import Unacceptable
from app.model.ports import Page, Written
from app.model.product import Product

_Row = tuple[str, str, str]
_OF_GROUP = 50  # products that are looked at
_EXCHANGED = 5_000  # rows held at a time


class SqliteProducts:
    """Implements Products."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = NoticedCache(database, Kind.PRODUCTS, _find)
        self._groups = NoticedCache(database, Kind.PRODUCTS, _of_group)

    def read(self, sku: str) -> Product | None:
        """Return one product; for the open path, from the process; raises SourceUnavailable."""
        return self._known.get(sku)

    def group(self, name: str) -> tuple[Product, ...]:
        """Return the first products of a group, as `read` returns one."""
        return self._groups.get(name) if name else ()

    async def get(self, sku: str) -> Product | None:
        """Return one product."""
        return await self._database.query(lambda connection: _find(connection, sku))

    async def page(self, *, cursor: str, limit: int) -> Page[Product]:
        """Return products ordered by SKU."""
        rows = await self._database.query(
            lambda c: c.execute(sql.PRODUCT_PAGE, (cursor, limit + 1)).fetchall()
        )
        return page_of(rows, limit, lambda row: product_of(row[1]), lambda row: row[0])

    async def add(self, product: Product) -> bool:
        """Create; False: there is one of its SKU. Raises Unacceptable."""
        row = _row(product)

        def add(connection: sqlite3.Connection) -> bool:
            return _find(connection, row[0]) is None and _put(connection, [row]).created > 0

        return await self._database.write(add)

    async def put(self, products: Sequence[Product]) -> Written:
        """Create or replace by SKU; raises Unacceptable. All or none."""
        rows = [_row(product) for product in products]
        return await self._database.write(lambda connection: _put(connection, rows))

    async def names(self) -> frozenset[str]:
        """Return every SKU."""
        return await self._database.query(
            lambda c: frozenset(sku for _, sku in c.execute(sql.PRODUCT_NAMES))
        )

    async def unfilled(self, limit: int) -> tuple[tuple[str, str], ...]:
        """Return pictures that are not there yet: the asset's name, and where to fetch it."""
        rows = await self._database.query(
            lambda c: c.execute(sql.PRODUCTS_UNFILLED, (limit,)).fetchall()
        )
        return tuple((name, address) for name, address in rows)

    async def exchange(
        self, products: Iterable[Product], gone: Iterable[str], *, said: frozenset[str]
    ) -> Written:
        """Create or replace by SKU, and delete others with their stock: all of it or nothing.

        Of a product that exists, fields that are not `said` stay as they are.
        """
        return await self._database.write(lambda c: _exchange(c, iter(products), gone, said))

    async def delete(self, sku: str) -> bool:
        """Delete a product and its stock."""
        return await self._database.write(lambda connection: _delete(connection, sku))

    def load(self, products: Iterable[Product], *, batch: int = 10_000) -> Written:
        """Create or replace products in bulk, a transaction per batch; blocks."""
        written, source = Written(), iter(products)
        while rows := [_row(product) for product in islice(source, batch)]:
            job = _Put(rows)
            written = total(written, self._database.submit(job).result())
        return written


class _Put:
    """One batch as a job."""

    def __init__(self, rows: list[_Row]) -> None:
        self._rows = rows

    def __call__(self, connection: sqlite3.Connection) -> Written:
        return _put(connection, self._rows)


def _row(product: Product) -> _Row:
    sku = text_of(product.sku, product.sku, "sku")
    if not sku:
        raise Unacceptable(
            f"The product {product.name!r} has no SKU.",
            remedy="Name each product by the article number that your own systems use.",
            field="sku",
        )
    return sku, text_of(product.group, product.sku, "group"), document_of(product)


def _put(connection: sqlite3.Connection, rows: list[_Row]) -> Written:
    number = next_number(connection, Kind.PRODUCTS)
    distinct = {row[0]: (*row, number) for row in rows}
    written = upsert(connection, sql.PRODUCT_PUT, sql.PRODUCT_LAST, list(distinct.values()))
    if changed(written):
        advance(connection, Kind.PRODUCTS)
    return total(written, Written(unchanged=len(rows) - len(distinct)))


def _exchange(
    connection: sqlite3.Connection,
    products: Iterator[Product],
    gone: Iterable[str],
    said: frozenset[str],
) -> Written:
    unsaid = tuple(field.name for field in fields(Product) if field.name not in said)
    written = Written()
    while some := list(islice(products, _EXCHANGED)):
        rows = [
            _row(_completed(product, _find(connection, product.sku), unsaid)) for product in some
        ]
        written = total(written, _put(connection, rows))
    for sku in gone:
        _delete(connection, sku)
    return written


def _completed(product: Product, former: Product | None, unsaid: Iterable[str]) -> Product:
    if former is None:
        return product
    kept = {name: getattr(former, name) for name in unsaid if name != "sku"}
    return replace(product, **kept)


def set_online(connection: sqlite3.Connection, sku: str, units: int | None) -> Written:
    """Set what can be sent of a product, as part of a write; nothing for an unknown one."""
    former = _find(connection, sku)
    if former is None:
        return Written()
    return _put(connection, [_row(replace(former, online=units))])


def _delete(connection: sqlite3.Connection, sku: str) -> bool:
    row = connection.execute(sql.PRODUCT_ID, (sku,)).fetchone()
    if row is None:
        return False
    if connection.execute(sql.PRODUCT_STOCK_DELETE, row).rowcount:
        advance(connection, Kind.STOCK)
        connection.execute(sql.CHANGE_BASE)
    connection.execute(sql.PRODUCT_DELETE, row)
    advance(connection, Kind.PRODUCTS)
    return True


def _of_group(connection: sqlite3.Connection, name: str) -> tuple[Product, ...]:
    rows = connection.execute(sql.PRODUCTS_OF_GROUP, (name, _OF_GROUP))
    return tuple(product_of(document) for (document,) in rows)


def _find(connection: sqlite3.Connection, sku: str) -> Product | None:
    row = connection.execute(sql.PRODUCT, (sku,)).fetchone()
    return None if row is None else product_of(row[0])

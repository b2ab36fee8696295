"""Administration of stores.

SqliteStores(database): await get(external_id), page(cursor=, limit=), put(stores), delete(id)
load(stores: Iterable[Store], *, batch=10_000) -> Written     # blocking, for importers
"""

import math
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice

from app.adapters.sqlite import sql
from app.adapters.sqlite.cache import NoticedCache
from app.adapters.sqlite.counting import advance, changed, next_number, total, upsert
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import document_of, hours_document, store_of, text_of
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.paging import page_of
from app.errors import Unacceptable
from app.model.ports import Page, Written
from app.model.store import Store

_Row = tuple[str, float, float, str, str, str]


class SqliteStores:
    """Implements Stores."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = NoticedCache(database, Kind.STORES, _find)

    def read(self, external_id: str) -> Store | None:
        """Return one store; for the open path, from the process; raises SourceUnavailable."""
        return self._known.get(external_id)

    async def get(self, external_id: str) -> Store | None:
        """Return one store."""
        return await self._database.query(lambda connection: _find(connection, external_id))

    async def page(self, *, cursor: str, limit: int) -> Page[Store]:
        """Return stores ordered by external id."""
        rows = await self._database.query(
            lambda c: c.execute(sql.STORE_PAGE, (cursor, limit + 1)).fetchall()
        )
        return page_of(rows, limit, lambda row: store_of(row[1]), lambda row: row[0])

    async def add(self, store: Store) -> bool:
        """Create; False: there is one of its external id. Raises Unacceptable."""
        row = _row(store)

        def add(connection: sqlite3.Connection) -> bool:
            return _find(connection, row[0]) is None and _put(connection, [row]).created > 0

        return await self._database.write(add)

    async def put(self, stores: Sequence[Store]) -> Written:
        """Create or replace by external id; raises Unacceptable. All or none."""
        rows = [_row(store) for store in stores]
        return await self._database.write(lambda connection: _put(connection, rows))

    async def names(self) -> frozenset[str]:
        """Return every external id."""
        return await self._database.query(
            lambda c: frozenset(name for _, name in c.execute(sql.STORE_NAMES))
        )

    async def delete(self, external_id: str) -> bool:
        """Delete a store and its stock."""
        return await self._database.write(lambda connection: _delete(connection, external_id))

    def load(self, stores: Iterable[Store], *, batch: int = 10_000) -> Written:
        """Create or replace stores in bulk, a transaction per batch; blocks."""
        written, source = Written(), iter(stores)
        while rows := [_row(store) for store in islice(source, batch)]:
            job = _Put(rows)
            written = total(written, self._database.submit(job).result())
        return written


def _find(connection: sqlite3.Connection, external_id: str) -> Store | None:
    row = connection.execute(sql.STORE, (external_id,)).fetchone()
    return None if row is None else store_of(row[0])


class _Put:
    """One batch as a job."""

    def __init__(self, rows: list[_Row]) -> None:
        self._rows = rows

    def __call__(self, connection: sqlite3.Connection) -> Written:
        return _put(connection, self._rows)


def _row(store: Store) -> _Row:
    external_id = text_of(store.external_id, store.external_id, "external_id")
    if not external_id:
        raise Unacceptable(
            f"The store {store.name!r} has no external id.",
            remedy="Name each store by the id that your own systems use.",
            field="external_id",
        )
    if not (math.isfinite(store.lat) and math.isfinite(store.lon)):
        raise Unacceptable(
            f"Store {external_id!r} has no coordinates that exist: {store.lat}, {store.lon}.",
            remedy="Give lat and lon in degrees.",
            field="lat",
            value=f"{store.lat}, {store.lon}",
        )
    document = document_of(store)
    return external_id, store.lat, store.lon, store.tz, hours_document(store.hours), document


def _put(connection: sqlite3.Connection, rows: list[_Row]) -> Written:
    number = next_number(connection, Kind.STORES)
    distinct = {row[0]: (*row, number) for row in rows}
    written = upsert(connection, sql.STORE_PUT, sql.STORE_LAST, list(distinct.values()))
    if changed(written):
        advance(connection, Kind.STORES)
    return total(written, Written(unchanged=len(rows) - len(distinct)))


def _delete(connection: sqlite3.Connection, external_id: str) -> bool:
    row = connection.execute(sql.STORE_ID, (external_id,)).fetchone()
    if row is None:
        return False
    if connection.execute(sql.STORE_STOCK_DELETE, row).rowcount:
        advance(connection, Kind.STOCK)
        connection.execute(sql.CHANGE_BASE)
    connection.execute(sql.STORE_DELETE, row)
    advance(connection, Kind.STORES)
    return True

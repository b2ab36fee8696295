"""Searching for the studio's lists: by index where there is one, else some rows at a time.

SqliteFinder(database): await stores(), products(), subscribers(), levels(), group(), events()
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

import msgspec

from app.adapters.sqlite import sql, sql_records
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import product_of, profile_of, store_of
from app.adapters.sqlite.paging import Row, number_of
from app.model.event import Event, EventKind
from app.model.keys import SubscriberKey, is_key
from app.model.product import Product
from app.model.store import Store
from app.model.subscriber import Subscriber
from app.studio.finding import Found

T = TypeVar("T")
LOOKED_AT_ONCE = 20_000  # rows of stores and products
SUBSCRIBERS_AT_ONCE = 100_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class _Search(Generic[T]):
    """How one table is looked through."""

    looked: str
    end: str
    rows: int
    noun: Callable[[Row], T]
    texts: Callable[[T], Iterable[object]]

    def run(
        self,
        connection: sqlite3.Connection,
        after: object,
        wanted: str,
        limit: int,
        *,
        passed: Callable[[T], bool] = lambda _: False,
    ) -> Found[T]:
        """Return what holds a text, none of what was `passed` over."""
        needle = msgspec.json.encode(wanted).decode()[1:-1].translate(_SMALL)
        small = wanted.casefold()
        items: list[T] = []
        last: object = ""
        for row in connection.execute(self.looked, (after, self.rows, needle)):
            noun = self.noun(row)
            if passed(noun) or not any(small in _small(text) for text in self.texts(noun)):
                continue
            if len(items) == limit:
                return Found(items=tuple(items), cursor=str(last), looked=self.rows)
            items.append(noun)
            last = row[0]
        end, count = connection.execute(self.end, (after, self.rows)).fetchone()
        cursor = str(end) if count == self.rows else ""
        return Found(items=tuple(items), cursor=cursor, looked=count)


def _small(text: object) -> str:
    return str(text).casefold()


STORES: _Search[Store] = _Search(
    sql_records.STORES_LOOKED,
    sql_records.STORES_END,
    LOOKED_AT_ONCE,
    lambda row: store_of(row[1]),
    lambda store: (store.external_id, store.name, store.city, store.street, store.postcode),
)
PRODUCTS: _Search[Product] = _Search(
    sql_records.PRODUCTS_LOOKED,
    sql_records.PRODUCTS_END,
    LOOKED_AT_ONCE,
    lambda row: product_of(row[1]),
    lambda product: (product.sku, product.name, product.category, product.group),
)
SUBSCRIBERS: _Search[Subscriber] = _Search(
    sql_records.SUBSCRIBERS_LOOKED,
    sql_records.SUBSCRIBERS_END,
    SUBSCRIBERS_AT_ONCE,
    lambda row: profile_of(SubscriberKey(row[1]), row[2], row[3]),
    lambda person: [
        person.home.city,
        person.home.postcode,
        *(each for each in person.attributes.values() if isinstance(each, str)),
    ],
)


class SqliteFinder:
    """Implements Finder, but for levels."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def stores(self, wanted: str, *, cursor: str, limit: int) -> Found[Store]:
        """Return stores whose id, name, city, street or postcode holds a text, by id."""
        return await self._database.query(lambda c: STORES.run(c, cursor, wanted, limit))

    async def all_stores(self, limit: int) -> Sequence[Store]:
        """Return the first stores, by id."""
        rows = await self._database.query(
            lambda c: c.execute(sql_records.STORE_POINTS, (limit,)).fetchall()
        )
        return [store_of(document) for (document,) in rows]

    async def products(self, wanted: str, *, cursor: str, limit: int) -> Found[Product]:
        """Return products whose SKU, name, category or group holds a text, by SKU."""
        return await self._database.query(lambda c: PRODUCTS.run(c, cursor, wanted, limit))

    async def group(self, name: str, limit: int) -> Sequence[Product]:
        """Return the first products of a group."""
        rows = await self._database.query(
            lambda c: c.execute(sql_records.PRODUCTS_GROUPED, (name, limit)).fetchall()
        )
        return [product_of(document) for (document,) in rows]

    async def subscribers(self, wanted: str, *, cursor: str, limit: int) -> Found[Subscriber]:
        """Return profiles with this key or id, whose id begins so, or of which a text holds it."""
        after = number_of(cursor)
        return await self._database.query(lambda c: _people(c, after, wanted, limit))

    async def events(self, key: str, limit: int) -> Sequence[Event]:
        """Return what somebody opened and clicked, the latest first."""
        rows = await self._database.query(
            lambda c: c.execute(sql_records.EVENTS_OF, (key, limit)).fetchall()
        )
        return [_event(row, key) for row in rows]


def _people(
    connection: sqlite3.Connection, after: int, wanted: str, limit: int
) -> Found[Subscriber]:
    if not wanted:
        rows = connection.execute(sql.SUBSCRIBER_PAGE, (after, limit + 1)).fetchall()
        cursor = str(rows[limit - 1][0]) if len(rows) > limit else ""
        return Found(items=tuple(map(SUBSCRIBERS.noun, rows[:limit])), cursor=cursor)
    named: list[Subscriber] = []
    if not after:
        if is_key(wanted):
            row = connection.execute(sql.SUBSCRIBER_BY_KEY, (wanted,)).fetchone()
            if row is not None:
                return Found(items=(profile_of(SubscriberKey(row[0]), row[1], row[2]),))
        bounds = (wanted, wanted + "\U0010ffff", limit)
        rows = connection.execute(sql_records.SUBSCRIBERS_NAMED, bounds).fetchall()
        named = [SUBSCRIBERS.noun(row) for row in rows]
        if any(person.external_id == wanted for person in named):
            return Found(items=tuple(named))
    held = SUBSCRIBERS.run(
        connection,
        after,
        wanted,
        max(1, limit - len(named)),
        passed=lambda person: person.external_id.startswith(wanted),
    )
    return Found(items=(*named, *held.items), cursor=held.cursor, looked=held.looked)


def _event(row: tuple[Any, ...], key: str) -> Event:
    kind, at, message, block, version, variant, reader, opened_now, link = row
    return Event(
        kind=EventKind(kind),
        at=_EPOCH + timedelta(milliseconds=at),
        message=message,
        block=block,
        version=version,
        variant=variant,
        reader=reader,
        opened_now=opened_now,
        subscriber=key,
        link=link,
    )

"""Administration of profiles, bulk loading and erasure.

    SqliteSubscribers(database)
    await get(ident), page(cursor=, limit=), put(subscribers), erase(ident), count()
    load(rows: Iterable[tuple[str, bytes]], *, batch=20_000, first=None, progress=None) -> Written
        blocking, any thread; rows are (external id, `documents.profile_document(subscriber)`)
    keys() -> Iterator[tuple[str, str]]       # (external id, key) in the order of creation

Both writers give new rows keys of their own; an existing row keeps its key.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from app.adapters.sqlite import sql
from app.adapters.sqlite.bulk import make_room, new_keys, put_profiles, restore, taken
from app.adapters.sqlite.counting import advance, total
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import profile_document, profile_of, text_of
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.paging import number_of, page_of
from app.errors import Unacceptable
from app.model.keys import ANONYMOUS, SubscriberKey, is_key
from app.model.ports import Page, Written
from app.model.subscriber import Subscriber

# Writers of other processes retry each 2 ms: long enough for one of them to get its turn.
_TURN_SECONDS = 0.005


class SqliteSubscribers:
    """Implements Subscribers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, ident: str) -> Subscriber | None:
        """Return one profile by external id or key."""
        return await self._database.query(lambda connection: _find(connection, ident))

    async def known(self, external_ids: Sequence[str]) -> Mapping[str, Subscriber]:
        """Return the profiles that exist among many, by external id."""
        return await self._database.query(lambda connection: _known(connection, external_ids))

    async def page(self, *, cursor: str, limit: int) -> Page[Subscriber]:
        """Return profiles in the order of creation; raises Unacceptable for a strange cursor."""
        after = number_of(cursor)
        rows = await self._database.query(
            lambda c: c.execute(sql.SUBSCRIBER_PAGE, (after, limit + 1)).fetchall()
        )
        return page_of(rows, limit, lambda row: profile_of(*row[1:]), lambda row: str(row[0]))

    async def add(self, subscriber: Subscriber) -> bool:
        """Create; False: there is one of the external id. Raises as `put`."""
        row = _row(subscriber)

        def add(connection: sqlite3.Connection) -> bool:
            known = connection.execute(sql.SUBSCRIBER_BY_EXTERNAL_ID, row[:1]).fetchone()
            return known is None and _put(connection, [row]).created > 0

        return await self._database.write(add)

    async def put(self, subscribers: Sequence[Subscriber]) -> Written:
        """Create or replace by external id. An existing row keeps its key.

        An empty key asks for a new one. Raises Unacceptable for a key of another shape or an
        empty external id, Conflict for a key that somebody else has. All or none.
        """
        rows = {row[0]: row for row in map(_row, subscribers)}
        repeated = Written(unchanged=len(subscribers) - len(rows))
        written = await self._database.write(lambda c: _put(c, list(rows.values())))
        return total(written, repeated)

    async def erase(self, ident: str) -> bool:
        """Delete the profile and every event of the person; True if there was one.

        Bytes of what was deleted stay on the disk until the database is compacted.
        """
        return await self._database.write(lambda connection: _erase(connection, ident))

    async def count(self) -> int:
        """Return how many there are."""
        return await self._database.query(_count)

    def load(
        self,
        rows: Iterable[tuple[str, bytes]],
        *,
        batch: int = 20_000,
        first: int | None = None,
        progress: Callable[[Written], None] | None = None,
    ) -> Written:
        """Create or replace profiles in bulk; blocks until all are stored.

        Rows are taken from the iterable while the batch before is being written. Each batch is
        one transaction, so what was loaded before a failure stays, and a re-run is a no-op. With
        `first` rows in the first batch writing begins early; each next one is twice as large.
        """
        size = batch if first is None else first
        written, pending = Written(), None
        source = iter(rows)
        former = self._database.submit(make_room, transaction=False).result()
        try:
            while chunk := taken(source, min(size, batch)):
                size *= 2
                if pending is not None:
                    written = _add(written, pending, progress)
                    time.sleep(_TURN_SECONDS)
                pending = self._database.submit(chunk)
            return written if pending is None else _add(written, pending, progress)
        finally:
            self._database.submit(lambda c: restore(c, former), transaction=False).result()

    def keys(self) -> Iterator[tuple[str, str]]:
        """Yield (external id, key) of everybody in the order of creation."""
        with self._database.fresh_reader() as connection:
            yield from connection.execute(sql.SUBSCRIBER_KEYS)


def _add(
    written: Written, pending: "Future[Written]", progress: Callable[[Written], None] | None
) -> Written:
    written = total(written, pending.result())
    if progress is not None:
        progress(written)
    return written


def _row(subscriber: Subscriber) -> tuple[str, str, str]:
    external_id = text_of(subscriber.external_id, subscriber.external_id, "external_id")
    if not external_id or external_id == ANONYMOUS:
        raise Unacceptable(
            f"A subscriber cannot have the external id {external_id!r}.",
            remedy="Name each subscriber by the id that your own systems use.",
            field="external_id",
            value=external_id,
        )
    key = subscriber.key or new_keys(1)[0]
    if not is_key(key):
        raise Unacceptable(
            f"{key!a} is not a subscriber key (subscriber {external_id!r}).",
            remedy="Leave the key out: the server makes one.",
            field="key",
            value=ascii(key),
        )
    return external_id, profile_document(subscriber).decode(), key


def _put(connection: sqlite3.Connection, rows: Sequence[tuple[str, str, str]]) -> Written:
    names, profiles, keys = ([row[place] for row in rows] for place in range(3))
    return put_profiles(connection, names, profiles, keys)


def _erase(connection: sqlite3.Connection, ident: str) -> bool:
    subscriber = _find(connection, ident)
    if subscriber is None:
        return False
    key = subscriber.key
    connection.execute(sql.SUBSCRIBER_ERASE, (key,))
    connection.execute(sql.EVENTS_ERASE, (key,))
    # Kept answers repeat what was written about the person.
    connection.execute(sql.IDEMPOTENCY_ERASE, (key, f'"{subscriber.external_id}"'))
    advance(connection, Kind.SUBSCRIBERS)
    connection.execute(sql.ERASED)
    return True


def _find(connection: sqlite3.Connection, ident: str) -> Subscriber | None:
    row: tuple[Any, ...] | None = None
    if is_key(ident):
        row = connection.execute(sql.SUBSCRIBER_BY_KEY, (ident,)).fetchone()
    if row is None:
        row = connection.execute(sql.SUBSCRIBER_BY_EXTERNAL_ID, (ident,)).fetchone()
    return None if row is None else profile_of(SubscriberKey(row[0]), row[1], row[2])


def _known(connection: sqlite3.Connection, external_ids: Sequence[str]) -> Mapping[str, Subscriber]:
    rows = (
        connection.execute(sql.SUBSCRIBER_BY_EXTERNAL_ID, (name,)).fetchone()
        for name in external_ids
    )
    return {row[1]: profile_of(SubscriberKey(row[0]), row[1], row[2]) for row in rows if row}


def _count(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute(sql.SUBSCRIBER_COUNT).fetchone()
    return int(count)

"""Block documents: one draft and any number of immutable versions each.

SqliteBlocks(database, now): the port Blocks; published(name) is from the process
"""

import sqlite3
from datetime import UTC, datetime

from app.adapters.sqlite import sql, sql_drafting
from app.adapters.sqlite.cache import NoticedCache
from app.adapters.sqlite.counting import advance
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import text_of
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.paging import Row, page_of
from app.errors import Conflict, NotFound, Unacceptable
from app.model.keys import BLOCK_NAME_SHAPE
from app.model.ports import BlockRecord, BlockVersion, Now, Page

DELETED = "The block was deleted."


class SqliteBlocks:
    """Implements Blocks."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now
        self._published = NoticedCache(database, Kind.BLOCKS, published_in)

    async def get(self, name: str) -> BlockRecord | None:
        """Return a block's record."""
        return await self._database.query(lambda connection: _find(connection, name))

    async def page(self, *, cursor: str, limit: int) -> Page[BlockRecord]:
        """Return blocks ordered by name."""
        rows = await self._database.query(
            lambda c: c.execute(sql.BLOCK_PAGE, (cursor, limit + 1)).fetchall()
        )
        return page_of(rows, limit, _record, lambda row: row[0])

    async def save_draft(self, name: str, document: str) -> BlockRecord:
        """Create the block or replace its draft; raises Unacceptable for an ill-shaped name."""
        at = self._seconds()
        text = text_of(document, _checked(name), "document")

        def save(connection: sqlite3.Connection) -> BlockRecord:
            connection.execute(sql.BLOCK_DRAFT, (name, text, at))
            advance(connection, Kind.BLOCKS)
            return _record(connection.execute(sql.BLOCK, (name,)).fetchone())

        return await self._database.write(save)

    async def create(self, name: str, document: str) -> bool:
        """Make a draft; False: there is such a block. Raises Unacceptable."""
        row = name, text_of(document, _checked(name), "document"), self._seconds()
        return await self._database.write(lambda connection: _create(connection, row))

    async def rename(self, former: BlockRecord, name: str, document: str) -> bool:
        """Give a draft another name and document; False: it is another one, or the name is taken.

        Raises Conflict while its publication waits, Unacceptable.
        """
        text = text_of(document, _checked(name), "document")
        row = former.name, name, text, self._seconds(), former.draft
        return await self._database.write(lambda connection: _rename(connection, row))

    async def publish(
        self, name: str, document: str, note: str, *, only_news: bool = False
    ) -> BlockVersion:
        """Append a version (number = latest + 1) and make it the published one.

        Raises Conflict, where only news are to be published, when the published one says the same:
        of many at once one is appended.
        """
        at = self._seconds()
        text = text_of(document, _checked(name), "document")
        remark = text_of(note, name, "note")

        def append(connection: sqlite3.Connection) -> BlockVersion:
            live = published_in(connection, name) if only_news else None
            if live is not None and live.document == text:
                raise _live_already(live)
            return publish_in(connection, name, text, remark, at)

        return await self._database.write(append)

    async def roll_back(self, name: str, version: int) -> BlockVersion:
        """Make an older version the published one; raises NotFound."""
        at = self._seconds()
        return await self._database.write(lambda c: _make_published(c, name, version, at))

    async def versions(self, name: str) -> tuple[BlockVersion, ...]:
        """Return all versions, newest first."""
        rows = await self._database.query(
            lambda c: c.execute(sql.BLOCK_VERSIONS, (name,)).fetchall()
        )
        return tuple(map(_version, rows))

    async def delete(self, name: str) -> bool:
        """Delete a block with its versions; what waits to go live is cancelled."""
        return await self._database.write(lambda connection: _delete(connection, name))

    def published(self, name: str) -> BlockVersion | None:
        """Return the published version now; raises SourceUnavailable."""
        return self._published.get(name)

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def publish_in(  # a row
    connection: sqlite3.Connection, name: str, document: str, note: str, at: int
) -> BlockVersion:
    """Append a version and make it the published one, within a transaction."""
    connection.execute(sql.BLOCK_CREATE, (name, document, at))
    version = connection.execute(sql.BLOCK, (name,)).fetchone()[3] + 1
    connection.execute(sql.BLOCK_APPEND, (name, version, document, at, note))
    return _make_published(connection, name, version, at)


def published_in(connection: sqlite3.Connection, name: str) -> BlockVersion | None:
    """Return the published version, within a transaction."""
    row = connection.execute(sql.BLOCK_PUBLISHED, (name,)).fetchone()
    return None if row is None else _version(row)


def _live_already(live: BlockVersion) -> Conflict:
    return Conflict(
        f"What is to be published of {live.name!r} is live already, as version {live.version}.",
        remedy="There is nothing left to do; change the draft to publish something else.",
        field="document",
        value=live.name,
    )


def _checked(name: str) -> str:
    if BLOCK_NAME_SHAPE.match(name) is None:
        raise Unacceptable(
            f"{name!a} cannot be the name of a block.",
            remedy="Use up to 63 of a-z, 0-9 and '-', beginning with a letter or digit.",
            field="name",
            value=ascii(name),
        )
    return name


def _make_published(
    connection: sqlite3.Connection, name: str, version: int, at: int
) -> BlockVersion:
    row = connection.execute(sql.BLOCK_VERSION, (name, version)).fetchone()
    if row is None:
        raise NotFound(
            f"Block {name!a} has no version {version}.",
            remedy="List the versions of the block.",
            field="version",
            value=str(version),
        )
    connection.execute(sql.BLOCK_PUBLISH, (name, version, at))
    advance(connection, Kind.BLOCKS)
    return _version(row)


def _create(connection: sqlite3.Connection, row: tuple[str, str, int]) -> bool:
    if connection.execute(sql.BLOCK_CREATE, row).rowcount == 0:
        return False
    advance(connection, Kind.BLOCKS)
    return True


def _rename(connection: sqlite3.Connection, row: tuple[str, str, str, int, str]) -> bool:
    name = row[0]
    if connection.execute(sql_drafting.PUBLICATIONS_WAIT, (name,)).fetchone() is not None:
        raise Conflict(
            f"{name!r} waits to go live under its name.",
            remedy="Let it go live, or cancel that first.",
            field="name",
            value=name,
        )
    if connection.execute(sql_drafting.DRAFT_RENAME, row).rowcount == 0:
        return False
    connection.execute(sql_drafting.EDIT_FORGET, (name,))
    advance(connection, Kind.BLOCKS)
    return True


def _delete(connection: sqlite3.Connection, name: str) -> bool:
    if connection.execute(sql.BLOCK_DELETE, (name,)).rowcount == 0:
        return False
    connection.execute(sql.BLOCK_VERSIONS_DELETE, (name,))
    connection.execute(sql_drafting.PUBLICATIONS_ENDED, (name, DELETED))
    connection.execute(sql_drafting.EDIT_FORGET, (name,))
    advance(connection, Kind.BLOCKS)
    return True


def _find(connection: sqlite3.Connection, name: str) -> BlockRecord | None:
    row = connection.execute(sql.BLOCK, (name,)).fetchone()
    return None if row is None else _record(row)


def _record(row: Row) -> BlockRecord:
    name, draft, published, latest, updated_at = row
    return BlockRecord(
        name=name,
        draft=draft,
        published=published,
        latest=latest,
        updated_at=datetime.fromtimestamp(updated_at, UTC),
    )


def _version(row: Row) -> BlockVersion:
    name, version, document, published_at, note = row
    return BlockVersion(
        name=name,
        version=version,
        document=document,
        published_at=datetime.fromtimestamp(published_at, UTC),
        note=note,
    )

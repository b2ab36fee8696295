"""Drafts by revision, who is at them, and publications that wait for their time.

SqliteDrafting(database, now): await save(block, document, base=, by=), await here(block, who)
SqlitePublications(database): await add / settle / of / due / waiting
"""

import sqlite3
from datetime import UTC, datetime

from app.adapters.sqlite import sql, sql_drafting
from app.adapters.sqlite.blocks import publish_in, published_in
from app.adapters.sqlite.counting import advance
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import text_of
from app.adapters.sqlite.notices import Kind
from app.errors import NotFound
from app.model.drafting import Clash, Person, Presence, Publication, Saved, State, revision_of
from app.model.ports import BlockVersion, Now

_END = 2**62
_Row = tuple[int, str, str, int, str, str, str, int, str, str]
REPLACED = "Another publication took its place."


class SqliteDrafting:
    """Implements Drafting."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    async def save(
        self, block: str, document: str, *, base: str, by: Person
    ) -> Saved | Clash | None:
        """Keep a draft that was edited from a revision; None: there is no such block."""
        text = text_of(document, block, "document")
        at = _seconds(self._now())
        return await self._database.write(lambda c: _save(c, block, text, base, by, at))

    async def here(self, block: str, who: Person, *, seconds: int) -> tuple[Presence, ...]:
        """Note that somebody is at a block; return who else was within so many seconds."""
        at = _seconds(self._now())

        def note(connection: sqlite3.Connection) -> list[tuple[str, int]]:
            connection.execute(sql_drafting.PRESENCES_FORGET, (at - seconds,))
            connection.execute(sql_drafting.PRESENCE_PUT, (block, who.key, who.name, at))
            return connection.execute(sql_drafting.PRESENCES, (block, who.key)).fetchall()

        rows = await self._database.write(note)
        return tuple(Presence(name=name, since=_instant(since)) for name, since in rows)


class SqlitePublications:
    """Implements Publications."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, publication: Publication) -> Publication:
        """Keep one that waits, in the place of the block's other one; its number is chosen.

        Raises NotFound when the block was deleted meanwhile.
        """
        block = publication.block
        row = (
            block,
            text_of(publication.document, block, "document"),
            _seconds(publication.at),
            publication.zone,
            text_of(publication.note, block, "note"),
            publication.by,
            _seconds(publication.asked_at),
        )

        def keep(connection: sqlite3.Connection) -> _Row:
            if connection.execute(sql.BLOCK, (block,)).fetchone() is None:
                raise _gone(block)
            connection.execute(sql_drafting.PUBLICATIONS_ENDED, (block, REPLACED))
            connection.execute(sql_drafting.PUBLICATION_ADD, row)
            found: _Row = connection.execute(sql_drafting.PUBLICATIONS_OF, (block, 1)).fetchone()
            return found

        return _publication(await self._database.write(keep))

    async def settle(self, number: int, state: State, said: str) -> bool:
        """Say what became of one that waits; False: it waits no more."""
        row = number, state.value, text_of(said, str(number), "said")
        return await self._database.write(
            lambda c: c.execute(sql_drafting.PUBLICATION_SETTLE, row).rowcount > 0
        )

    async def go_live(self, number: int, at: datetime) -> BlockVersion | None:
        """Publish one that waits, at once and once.

        None: it waits no more, has no block, or was live already.
        """
        seconds = _seconds(at)
        return await self._database.write(lambda c: _go_live(c, number, seconds))

    async def of(self, block: str, *, limit: int) -> tuple[Publication, ...]:
        """Return the latest of a block."""
        rows = await self._database.query(
            lambda c: c.execute(sql_drafting.PUBLICATIONS_OF, (block, limit)).fetchall()
        )
        return tuple(map(_publication, rows))

    async def due(self, at: datetime) -> tuple[Publication, ...]:
        """Return those that wait and whose time has come, the earliest first."""
        return await self._until(_seconds(at))

    async def waiting(self) -> tuple[Publication, ...]:
        """Return all that wait, the earliest first."""
        return await self._until(_END)

    async def _until(self, at: int) -> tuple[Publication, ...]:
        rows = await self._database.query(
            lambda c: c.execute(sql_drafting.PUBLICATIONS_DUE, (at,)).fetchall()
        )
        return tuple(map(_publication, rows))


def _save(  # noqa: PLR0917  # one write
    connection: sqlite3.Connection, block: str, document: str, base: str, by: Person, at: int
) -> Saved | Clash | None:
    row = connection.execute(sql.BLOCK, (block,)).fetchone()
    if row is None:
        return None
    present, revision = row[1], revision_of(document)
    edit = connection.execute(sql_drafting.EDIT, (block,)).fetchone()
    known = edit is not None and edit[0] == revision_of(present)
    if present == document:
        former = _instant(edit[3]) if known and edit[1] == by.key else None
        return Saved(revision=revision, at=_instant(at), former=former, is_new=False)
    if revision_of(present) != base:
        name = edit[2] if known else ""
        return Clash(document=present, revision=revision_of(present), by=name)
    connection.execute(sql.BLOCK_DRAFT, (block, document, at))
    connection.execute(sql_drafting.EDIT_PUT, (block, revision, by.key, by.name, at))
    advance(connection, Kind.BLOCKS)
    former = _instant(edit[3]) if known and edit[1] == by.key else None
    return Saved(revision=revision, at=_instant(at), former=former, is_new=True)


def _go_live(connection: sqlite3.Connection, number: int, at: int) -> BlockVersion | None:
    row = connection.execute(sql_drafting.PUBLICATION_WAITING, (number,)).fetchone()
    if row is None or connection.execute(sql.BLOCK, (row[0],)).fetchone() is None:
        return None
    block, document, note = row
    live = published_in(connection, block)
    if live is not None and live.document == document:
        said = f"Version {live.version}, which was live already"
        connection.execute(sql_drafting.PUBLICATION_SETTLE, (number, State.PUBLISHED.value, said))
        return None
    version = publish_in(connection, block, document, note, at)
    settled = number, State.PUBLISHED.value, f"Version {version.version}"
    connection.execute(sql_drafting.PUBLICATION_SETTLE, settled)
    return version


def _gone(block: str) -> NotFound:
    return NotFound(
        f"There is no block {block!r} any more.",
        remedy="Look in the library.",
        field="block",
        value=block,
    )


def _publication(row: _Row) -> Publication:
    number, block, document, at, zone, note, by, asked_at, state, said = row
    return Publication(
        number=number,
        block=block,
        document=document,
        at=_instant(at),
        zone=zone,
        note=note,
        by=by,
        asked_at=_instant(asked_at),
        state=State(state),
        said=said,
    )


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

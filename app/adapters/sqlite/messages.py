"""Emails as sent.

SqliteMessages(database): the port Messages; read(key) is from the process
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from app.adapters.sqlite import sql
from app.adapters.sqlite.cache import NoticedCache
from app.adapters.sqlite.counting import advance, changed
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import document_of, message_of
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.paging import page_of
from app.errors import Conflict, Unacceptable
from app.model.keys import MessageKey, is_key, new_key
from app.model.message import Message
from app.model.ports import Page, Written


class SqliteMessages:
    """Implements Messages."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = NoticedCache(database, Kind.MESSAGES, _by_key)

    def read(self, key: MessageKey) -> Message | None:
        """Return a message by key; raises SourceUnavailable."""
        return self._known.get(key)

    async def get(self, ident: str) -> Message | None:
        """Return a message by name or key."""
        return await self._database.query(lambda c: _by_key(c, ident) or _by_name(c, ident))

    async def page(self, *, cursor: str, limit: int) -> Page[Message]:
        """Return messages ordered by name."""
        rows = await self._database.query(
            lambda c: c.execute(sql.MESSAGE_PAGE, (cursor, limit + 1)).fetchall()
        )
        return page_of(rows, limit, lambda row: message_of(row[1]), lambda row: row[0])

    async def add(self, message: Message) -> bool:
        """Create a message; False: another has its name. Raises as `put`."""
        _check(message)
        return await self._database.write(lambda connection: _add(connection, message))

    async def put(self, messages: Sequence[Message]) -> Written:
        """Create or replace by name. An existing row keeps its key, an empty key asks for one.

        Raises Unacceptable for a key of another shape or an empty name, Conflict for a key
        that another message has. All or none.
        """
        for message in messages:
            _check(message)
        return await self._database.write(lambda connection: _put(connection, messages))

    async def delete(self, ident: str) -> bool:
        """Delete a message by name or key."""
        return await self._database.write(lambda connection: _delete(connection, ident))


def _check(message: Message) -> None:
    if not message.name:
        raise Unacceptable(
            "A message has no name.", remedy="Name it as your email program does.", field="name"
        )
    if message.key and not is_key(message.key):
        raise Unacceptable(
            f"{message.key!a} is not a message key (message {message.name!r}).",
            remedy="Leave the key out: the server makes one.",
            field="key",
            value=ascii(message.key),
        )
    document_of(message)


def _add(connection: sqlite3.Connection, message: Message) -> bool:
    if connection.execute(sql.MESSAGE_KEY, (message.name,)).fetchone() is not None:
        return False
    return _put(connection, (message,)).created > 0


def _put(connection: sqlite3.Connection, messages: Sequence[Message]) -> Written:
    created = updated = 0
    for message in messages:
        row = connection.execute(sql.MESSAGE_KEY, (message.name,)).fetchone()
        key = MessageKey(row[0] if row else message.key or new_key())
        document = document_of(replace(message, key=key))
        if row is None:
            _insert(connection, key, message.name, document)
            created += 1
        else:
            updated += connection.execute(sql.MESSAGE_UPDATE, (message.name, document)).rowcount
    unchanged = len(messages) - created - updated
    written = Written(created=created, updated=updated, unchanged=unchanged)
    if changed(written):
        advance(connection, Kind.MESSAGES)
    return written


def _insert(connection: sqlite3.Connection, key: str, name: str, document: str) -> None:
    try:
        connection.execute(sql.MESSAGE_INSERT, (key, name, document))
    except sqlite3.IntegrityError as error:
        raise Conflict(
            f"The key of the message {name!r} belongs to another message.",
            remedy="Leave the key out: the server makes one.",
            field="key",
            value=key,
        ) from error


def _delete(connection: sqlite3.Connection, ident: str) -> bool:
    if connection.execute(sql.MESSAGE_DELETE, (ident,)).rowcount == 0:
        return False
    advance(connection, Kind.MESSAGES)
    return True


def _by_key(connection: sqlite3.Connection, key: str) -> Message | None:
    row = connection.execute(sql.MESSAGE_BY_KEY, (key,)).fetchone()
    return None if row is None else message_of(row[0])


def _by_name(connection: sqlite3.Connection, name: str) -> Message | None:
    row = connection.execute(sql.MESSAGE_BY_NAME, (name,)).fetchone()
    return None if row is None else message_of(row[0])

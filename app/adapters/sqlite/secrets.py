"""Credentials of sources by name; the database holds them sealed (`app.adapters.sealing`).

SqliteSecrets(database, seal, now): await value(name) for a request, names/put/delete for people
"""

import sqlite3
from datetime import UTC, datetime

from app.adapters.sealing import Seal
from app.adapters.sqlite import sql
from app.adapters.sqlite.counting import advance
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import text_of
from app.adapters.sqlite.notices import Kind
from app.model.ports import Now
from app.model.source_ports import SecretName


class SqliteSecrets:
    """Implements Secrets."""

    def __init__(self, database: Database, seal: Seal, now: Now) -> None:
        self._database = database
        self._seal = seal
        self._now = now

    async def value(self, name: str) -> str | None:
        """Return a secret for a request; None: no such name. Raises StorageFailing."""
        row = await self._database.query(lambda c: c.execute(sql.SEALED, (name,)).fetchone())
        return None if row is None else self._seal.open(name, row[0])

    async def names(self) -> tuple[SecretName, ...]:
        """Return every name, without values."""
        rows = await self._database.query(lambda c: c.execute(sql.SEALED_NAMES).fetchall())
        return tuple(SecretName(name=n, set_at=datetime.fromtimestamp(at, UTC)) for n, at in rows)

    async def put(self, name: str, value: str) -> None:
        """Create or replace a secret; raises Unacceptable for what is no Unicode."""
        sealed = self._seal.seal(text_of(name, name, "name"), text_of(value, name, "value"))
        row = (name, sealed, int(self._now().timestamp()))
        await self._database.write(lambda connection: _put(connection, row))

    async def delete(self, name: str) -> bool:
        """Delete; False when there was none."""
        return await self._database.write(lambda connection: _delete(connection, name))


def _put(connection: sqlite3.Connection, row: tuple[str, bytes, int]) -> None:
    connection.execute(sql.SEALED_PUT, row)
    advance(connection, Kind.SOURCES)


def _delete(connection: sqlite3.Connection, name: str) -> bool:
    is_gone = connection.execute(sql.SEALED_DELETE, (name,)).rowcount > 0
    if is_gone:
        advance(connection, Kind.SOURCES)
    return is_gone

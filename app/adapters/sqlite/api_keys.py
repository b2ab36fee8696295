"""Credentials of the REST API; only their SHA-256 is stored.

SqliteApiKeys(database, now): check(secret) from the process, await create/page/revoke
A secret is `ot_<prefix>_<256 random bits>`; the prefix may be shown and logged.
"""

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from app.adapters.sqlite import sql
from app.adapters.sqlite.cache import NoticedCache
from app.adapters.sqlite.counting import advance
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import text_of
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.paging import Row
from app.model.keys import new_key
from app.model.ports import ApiKey, Now

_PREFIX_LENGTH = 8
_MARK = "ot"
_PARTS = 3
_NOBODY = "0" * 64


class SqliteApiKeys:
    """Implements ApiKeys."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now
        self._known = NoticedCache(database, Kind.API_KEYS, _find)

    def check(self, secret: str) -> ApiKey | None:
        """Return the key behind a bearer secret; None for unknown, revoked, expired.

        Raises SourceUnavailable when the database cannot be read and the key is not remembered.
        """
        parts = secret.split("_", _PARTS - 1)
        if len(parts) != _PARTS or parts[0] != _MARK or len(parts[1]) != _PREFIX_LENGTH:
            return None
        found = self._known.get(parts[1])
        expected = _NOBODY if found is None else found[1]
        if not hmac.compare_digest(expected, _sha256(secret)) or found is None:
            return None
        key = found[0]
        expired = key.expires_at is not None and key.expires_at <= self._now()
        return None if expired else key

    async def create(
        self, name: str, scopes: Sequence[str], *, expires_at: datetime | None = None
    ) -> tuple[ApiKey, str]:
        """Create a key; the secret is returned this once."""
        prefix = new_key()[:_PREFIX_LENGTH]
        secret = f"{_MARK}_{prefix}_{secrets.token_urlsafe(32)}"
        key = ApiKey(
            name=text_of(name, name, "name"),
            prefix=prefix,
            scopes=tuple(scopes),
            created_at=self._now().replace(microsecond=0),
            expires_at=expires_at,
        )
        await self._database.write(lambda connection: _create(connection, key, secret))
        return key, secret

    async def page(self) -> tuple[ApiKey, ...]:
        """Return all keys that are not revoked, the oldest first."""
        rows = await self._database.query(lambda c: c.execute(sql.API_KEYS).fetchall())
        return tuple(map(_key, rows))

    async def revoke(self, prefix: str) -> bool:
        """Revoke a key: every process refuses it from its next request on."""
        at = int(self._now().timestamp())
        return await self._database.write(lambda connection: _revoke(connection, prefix, at))


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _find(connection: sqlite3.Connection, prefix: str) -> tuple[ApiKey, str] | None:
    row = connection.execute(sql.API_KEY, (prefix,)).fetchone()
    return None if row is None else (_key(row[:5]), row[5])


def _create(connection: sqlite3.Connection, key: ApiKey, secret: str) -> None:
    scopes = msgspec.json.encode(key.scopes).decode()
    created_at = int(key.created_at.timestamp())
    expires_at = None if key.expires_at is None else int(key.expires_at.timestamp())
    columns = key.prefix, _sha256(secret), key.name, scopes, created_at, expires_at
    connection.execute(sql.API_KEY_CREATE, columns)
    advance(connection, Kind.API_KEYS)


def _revoke(connection: sqlite3.Connection, prefix: str, at: int) -> bool:
    if connection.execute(sql.API_KEY_REVOKE, (at, prefix)).rowcount == 0:
        return False
    advance(connection, Kind.API_KEYS)
    return True


def _key(row: Row) -> ApiKey:
    name, prefix, scopes, created_at, expires_at = row
    return ApiKey(
        name=name,
        prefix=prefix,
        scopes=msgspec.json.decode(scopes, type=tuple[str, ...]),
        created_at=datetime.fromtimestamp(created_at, UTC),
        expires_at=None if expires_at is None else datetime.fromtimestamp(expires_at, UTC),
    )

"""Uploaded pictures: names in the database, bodies as files named by their content.

    SqliteAssets(database): digest(name) from the process, body(digest), await page/put/delete
    content_digest(body) -> str        # SHA-256 in hex: what Asset.digest is

A body is HOME/assets/ab/cdef..., written before the row that names it and removed after it.
"""

import hashlib
import logging
import os
import re
import sqlite3
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.adapters.sqlite import sql
from app.adapters.sqlite.cache import NoticedCache
from app.adapters.sqlite.counting import advance
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import text_of
from app.adapters.sqlite.failures import failure_of
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.paging import Row, page_of
from app.errors import AppError, Unacceptable, storage_failure
from app.model.ports import Asset, Page, Written

_log = logging.getLogger("opentime.assets")
_DIGEST_SHAPE = re.compile(r"[0-9a-f]{64}\Z")


class SqliteAssets:
    """Implements Assets."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder = database.home / "assets"
        self._digests = NoticedCache(database, Kind.ASSETS, _digest)

    def digest(self, name: str) -> str | None:
        """Return the content digest behind a name; raises SourceUnavailable."""
        return self._digests.get(name)

    @contextmanager
    def names(self) -> Iterator[Container[str]]:
        """Lend the names that there are, to be looked up one by one in any thread."""
        try:
            with self._database.fresh_reader() as connection:
                yield _Names(connection)
        except sqlite3.Error as error:
            self._database.health.failed(error)
            raise failure_of(error) from error

    def body(self, digest: str) -> bytes | None:
        """Return the bytes behind a digest, None for an unknown one; raises StorageFailing."""
        if _DIGEST_SHAPE.match(digest) is None:
            return None
        try:
            return self._path(digest).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise storage_failure(error) from error

    def layer(self, digest: str) -> bytes | None:
        """Return the bytes behind a digest, None for what cannot be read: it is left out."""
        try:
            return self.body(digest)
        except AppError as error:
            _log.warning("An asset cannot be read: %s", error)
            return None

    async def get(self, name: str) -> Asset | None:
        """Return one asset."""
        row = await self._database.query(lambda c: c.execute(sql.ASSET, (name,)).fetchone())
        return None if row is None else _asset(row)

    async def page(self, *, cursor: str, limit: int) -> Page[Asset]:
        """Return assets ordered by name."""
        rows = await self._database.query(
            lambda c: c.execute(sql.ASSET_PAGE, (cursor, limit + 1)).fetchall()
        )
        return page_of(rows, limit, _asset, lambda row: row[0])

    async def put(self, asset: Asset, body: bytes) -> Written:
        """Create or replace by name; raises Unacceptable when the digest is not the body's."""
        _check(asset, body)
        written, former = await self._database.write(lambda c: self._put(c, asset, body))
        if former:
            await self._database.write(lambda connection: self._collect(connection, former))
        return written

    async def delete(self, name: str) -> bool:
        """Delete the name; the content stays while another name has it."""
        digest = await self._database.write(lambda connection: _delete(connection, name))
        if digest is None:
            return False
        await self._database.write(lambda connection: self._collect(connection, digest))
        return True

    def _put(
        self, connection: sqlite3.Connection, asset: Asset, body: bytes
    ) -> tuple[Written, str]:
        row = connection.execute(sql.ASSET, (asset.name,)).fetchone()
        if row is not None and _asset(row) == asset:
            return Written(unchanged=1), ""
        _store(self._path(asset.digest), body)
        columns = asset.name, asset.digest, asset.media_type, asset.size, asset.width, asset.height
        connection.execute(sql.ASSET_PUT, columns)
        advance(connection, Kind.ASSETS)
        if row is None:
            return Written(created=1), ""
        return Written(updated=1), row[1]

    def _collect(self, connection: sqlite3.Connection, digest: str) -> None:
        # Under the write lock, so that nobody names the content again meanwhile.
        if connection.execute(sql.ASSET_USED, (digest,)).fetchone() is None:
            self._path(digest).unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest[2:]


class _Names:
    """The names of assets, each looked up when it is asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _digest(self._connection, name) is not None


def content_digest(body: bytes) -> str:
    """Return the digest that names a body: SHA-256 in lower-case hex."""
    return hashlib.sha256(body).hexdigest()


def _check(asset: Asset, body: bytes) -> None:
    text_of(asset.name, asset.name, "name")
    if not asset.name:
        raise Unacceptable("An asset has no name.", remedy="Name it.", field="name")
    if asset.digest != content_digest(body) or asset.size != len(body):
        raise Unacceptable(
            f"The digest or size of the asset {asset.name!r} is not that of its content.",
            remedy="Upload it again: it was damaged on the way.",
            field="digest",
            value=asset.digest,
        )


def _store(path: Path, body: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _delete(connection: sqlite3.Connection, name: str) -> str | None:
    row = connection.execute(sql.ASSET_DELETE, (name,)).fetchone()
    if row is None:
        return None
    advance(connection, Kind.ASSETS)
    return str(row[0])


def _digest(connection: sqlite3.Connection, name: str) -> str | None:
    row = connection.execute(sql.ASSET_DIGEST, (name,)).fetchone()
    return None if row is None else str(row[0])


def _asset(row: Row) -> Asset:
    name, digest, media_type, size, width, height = row
    return Asset(
        name=name, digest=digest, media_type=media_type, size=size, width=width, height=height
    )

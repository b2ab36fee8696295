"""Configured sources, held in the process.

SqliteSources(database): specs(brand) from the process, await all/put/delete
"""

import sqlite3
from collections.abc import Mapping

from app.adapters.sqlite import sql
from app.adapters.sqlite.cache import NoticedCache
from app.adapters.sqlite.counting import advance
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import document_of, source_of
from app.adapters.sqlite.failures import failure_of
from app.adapters.sqlite.notices import Kind
from app.model.ports import Written
from app.model.source import SourceSpec


class SqliteSources:
    """Implements SourceTable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = NoticedCache(database, Kind.SOURCES, _of_brand)

    def specs(self, brand: str) -> Mapping[str, SourceSpec]:
        """Return the sources of a brand by name, from the process; raises SourceUnavailable."""
        return self._known.get(brand)

    def each(self) -> tuple[SourceSpec, ...]:
        """Return every source, read in any thread; raises StorageFailing."""
        try:
            with self._database.fresh_reader() as connection:
                return _all(connection)
        except sqlite3.Error as error:
            self._database.health.failed(error)
            raise failure_of(error) from error

    async def all(self) -> tuple[SourceSpec, ...]:
        """Return every source by brand and name."""
        return await self._database.query(_all)

    async def add(self, spec: SourceSpec) -> bool:
        """Create; False: the brand has one of its name."""
        document = document_of(spec)
        return await self._database.write(lambda c: _add(c, spec, document))

    async def put(self, spec: SourceSpec) -> Written:
        """Create or replace by brand and name."""
        document = document_of(spec)
        return await self._database.write(lambda c: _put(c, spec, document))

    async def delete(self, brand: str, name: str) -> bool:
        """Delete; False when there was none."""
        return await self._database.write(lambda c: _delete(c, brand, name))


def _all(connection: sqlite3.Connection) -> tuple[SourceSpec, ...]:
    return tuple(source_of(row[0]) for row in connection.execute(sql.SOURCES).fetchall())


def _of_brand(connection: sqlite3.Connection, brand: str) -> Mapping[str, SourceSpec]:
    specs = (source_of(row[0]) for row in connection.execute(sql.SOURCES_OF, (brand,)).fetchall())
    return {spec.name: spec for spec in specs}


def _add(connection: sqlite3.Connection, spec: SourceSpec, document: str) -> bool:
    if connection.execute(sql.SOURCE, (spec.brand, spec.name)).fetchone() is not None:
        return False
    return _put(connection, spec, document).created > 0


def _put(connection: sqlite3.Connection, spec: SourceSpec, document: str) -> Written:
    key = (spec.brand, spec.name)
    held = connection.execute(sql.SOURCE, key).fetchone()
    if held is not None and held[0] == document:
        return Written(unchanged=1)
    connection.execute(sql.SOURCE_PUT, (*key, document))
    _changed(connection)
    return Written(created=1) if held is None else Written(updated=1)


def _delete(connection: sqlite3.Connection, brand: str, name: str) -> bool:
    is_gone = connection.execute(sql.SOURCE_DELETE, (brand, name)).rowcount > 0
    if is_gone:
        _changed(connection)
    return is_gone


def _changed(connection: sqlite3.Connection) -> None:
    """Say that sources changed, and with them what blocks that read them are compiled to."""
    advance(connection, Kind.SOURCES)
    advance(connection, Kind.BLOCKS)

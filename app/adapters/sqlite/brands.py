"""Senders, held in the process.

SqliteBrands(database): read(name) from the process, await all(), await put(brand)
"""

import sqlite3

from app.adapters.sqlite import sql
from app.adapters.sqlite.cache import NoticedCache
from app.adapters.sqlite.counting import advance, changed
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import brand_of, document_of
from app.adapters.sqlite.notices import Kind
from app.errors import NotFound, Unacceptable
from app.model.brand import Brand
from app.model.ports import Written

_EVERY = ""


class SqliteBrands:
    """Implements Brands."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = NoticedCache(database, Kind.BRANDS, lambda connection, _: _all(connection))

    def read(self, name: str) -> Brand:
        """Return a brand by name, or the default one; raises NotFound when there is none at all."""
        brands = self._known.get(_EVERY)
        if not brands:
            raise NotFound("There is no brand yet.", remedy="Create one.", field="brand")
        return brands.get(name) or next(iter(brands.values()))

    def known(self) -> tuple[Brand, ...]:
        """Return every brand from the process, the default first; raises SourceUnavailable."""
        return tuple(self._known.get(_EVERY).values())

    async def all(self) -> tuple[Brand, ...]:
        """Return every brand, the default first."""
        return tuple((await self._database.query(_all)).values())

    async def add(self, brand: Brand) -> bool:
        """Create a brand; False: another has its name. Raises as `put`."""
        document = _checked(brand)
        return await self._database.write(lambda c: _add(c, brand.name, document))

    async def put(self, brand: Brand) -> Written:
        """Create or replace by name; raises Unacceptable."""
        document = _checked(brand)
        return await self._database.write(lambda c: _put(c, brand.name, document))


def _all(connection: sqlite3.Connection) -> dict[str, Brand]:
    brands = (brand_of(row[0]) for row in connection.execute(sql.BRANDS).fetchall())
    return {brand.name: brand for brand in brands}


def _checked(brand: Brand) -> str:
    """Return the document of a brand that has a name."""
    if not brand.name:
        raise Unacceptable("A brand has no name.", remedy="Name it.", field="name")
    return document_of(brand)


def _add(connection: sqlite3.Connection, name: str, document: str) -> bool:
    if connection.execute(sql.BRAND, (name,)).fetchone() is not None:
        return False
    return _put(connection, name, document).created > 0


def _put(connection: sqlite3.Connection, name: str, document: str) -> Written:
    if connection.execute(sql.BRAND, (name,)).fetchone() is None:
        connection.execute(sql.BRAND_INSERT, (name, document))
        written = Written(created=1)
    else:
        updated = connection.execute(sql.BRAND_UPDATE, (name, document)).rowcount
        written = Written(updated=updated, unchanged=1 - updated)
    if changed(written):
        advance(connection, Kind.BRANDS)
    return written

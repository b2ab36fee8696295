"""Levels of stock for the studio's list: few units, of a product, in a store, with what is held."""

import sqlite3
from datetime import datetime

import msgspec

from app.adapters.sqlite import sql
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.finding import SqliteFinder
from app.adapters.sqlite.stock import SqliteStock
from app.model.store import StockLevel
from app.studio.finding import Found, Level

_LOOKED_AT_ONCE = 10_000


class SqliteLevelFinder(SqliteFinder):
    """Implements Finder."""

    def __init__(self, database: Database, stock: SqliteStock) -> None:
        super().__init__(database)
        self._stock = stock

    async def levels(
        self, *, sku: str, store: str, most: int | None, cursor: str, limit: int, at: datetime
    ) -> Found[Level]:
        """Return levels of at most so many units, by SKU, then store, with what is held."""
        rows = limit if most is None else _LOOKED_AT_ONCE
        page = await self._stock.page(cursor=cursor, limit=rows, store=store, sku=sku)
        fit = [level for level in page.items if most is None or level.quantity <= most]
        shown = fit[:limit]
        further = _cursor(shown[-1]) if len(fit) > limit else page.cursor
        looked = 0 if most is None else len(page.items)
        levels = await self._database.query(lambda c: _held(c, shown, int(at.timestamp())))
        return Found(items=levels, cursor=further, looked=looked)


def _held(connection: sqlite3.Connection, levels: list[StockLevel], now: int) -> tuple[Level, ...]:
    found = []
    for level in levels:
        (units,) = connection.execute(sql.HELD, (level.sku, level.store, now)).fetchone()
        found.append(Level(level=level, held=units))
    return tuple(found)


def _cursor(level: StockLevel) -> str:
    return msgspec.json.encode((level.sku, level.store)).decode()

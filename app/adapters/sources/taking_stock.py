"""Feeds of stock: units by store and SKU, or online where a row names no store.

Fields: `sku`, `quantity`, and optionally `store` and `as_of`.
"""

import asyncio
from datetime import datetime, timedelta
from functools import partial

from app.adapters.memory import let_go
from app.adapters.sources.taking import (
    LeftOut,
    Rows,
    Sorted,
    TakenReport,
    check_fields,
    check_found,
    gone_since,
    names_of,
    said,
    sort_rows,
    tell,
    text,
    units,
)
from app.model.ports import Products, StockTable, Stores
from app.model.source import Row, SourceSpec
from app.model.store import StockLevel

ONLINE = ""
_ONLINE_NAMES = frozenset(("", "online", "web", "warehouse"))
_AHEAD = timedelta(days=1)  # how far a reporting clock may be ahead
_Name = tuple[str, str]
"""Store (empty: online) and SKU."""


class StockTaking:
    """Implements Sink for stock."""

    def __init__(self, *, stores: Stores, products: Products, stock: StockTable) -> None:
        self._stores = stores
        self._products = products
        self._stock = stock

    async def take(
        self, spec: SourceSpec, rows: Rows, *, former: Rows | None, at: datetime, trusted: bool
    ) -> TakenReport:
        """Set the levels of the rows; of a snapshot, forget those that it no longer has."""
        check_fields(spec, ("sku", "quantity"))
        known = _Known(await self._stores.names(), await self._products.names(), at)
        found, gone, online = await asyncio.to_thread(
            partial(_sorted, spec, rows, former, known, trusted=trusted)
        )
        forgotten = len(gone)
        try:
            written = await self._stock.exchange(
                (level for level in found.nouns.values() if level.store != ONLINE),
                (name for name in gone if name[0] != ONLINE),
                online,
            )
        finally:
            await asyncio.to_thread(let_go, found.nouns, gone, online)
        return tell(
            spec,
            TakenReport(
                written=written,
                forgotten=forgotten,
                left_out=found.left_out,
                reasons=found.reasons,
            ),
        )


def _sorted(
    spec: SourceSpec, rows: Rows, former: Rows | None, known: "_Known", *, trusted: bool
) -> tuple[Sorted[_Name, StockLevel], set[_Name], dict[str, int | None]]:
    """Return the levels, what is gone, and what SKUs have online; blocks."""
    found = sort_rows(rows, known.level)
    check_found(spec, found)
    had = names_of(former, known.level)
    gone = gone_since(spec, had, found.nouns.keys(), trusted=trusted)
    online: dict[str, int | None] = {sku: None for store, sku in gone if store == ONLINE}
    online |= {sku: level.quantity for (store, sku), level in found.nouns.items() if not store}
    return found, gone, online


class _Known:
    """What rows may name, and when those without a time of their own are from."""

    def __init__(self, stores: frozenset[str], skus: frozenset[str], at: datetime) -> None:
        self._stores = stores
        self._skus = skus
        self._at = at

    def level(self, row: Row) -> tuple[_Name, StockLevel]:
        """Return the level of a row; raises LeftOut. That of no store is what can be sent."""
        store, sku, quantity = text(row, "store"), text(row, "sku"), units(row, "quantity")
        if store not in self._stores and store.lower() in _ONLINE_NAMES:
            store = ONLINE
        if sku not in self._skus:
            raise LeftOut(f'There is no product "{sku[:60]}".' if sku else "A row has no SKU.")
        if store != ONLINE and store not in self._stores:
            raise LeftOut(f'There is no store "{store[:60]}".')
        if quantity is None:
            raise LeftOut(f'"{sku[:60]}" has no quantity.')
        if store == ONLINE:
            quantity = max(quantity, 0)
        as_of = said(row, "as_of")
        if not isinstance(as_of, datetime) or as_of > self._at + _AHEAD:
            as_of = self._at
        return (store, sku), StockLevel(store=store, sku=sku, quantity=quantity, as_of=as_of)

"""Stock: units of a SKU in a store, set 10,000 at a time, seen by the next open."""

import asyncio
from datetime import timedelta

import msgspec

from app.errors import Unacceptable
from app.model.ports import Written
from app.model.store import StockLevel
from app.web.api.bodies import decoded_rows
from app.web.api.calls import (
    BULK,
    JSON,
    READ,
    WRITE,
    Answer,
    Body,
    Call,
    Counts,
    Operation,
    QueryParam,
    gone,
    unknown,
)
from app.web.api.checks import LARGEST, Faults
from app.web.api.collection import BREATH
from app.web.api.listing import LISTING, counts_answer, listed, page_answer, page_type
from app.web.api.problems import Fault, Faulty
from app.web.api.subscribers import Instant

_AHEAD = timedelta(days=1)  # how far a reporting clock may be ahead


class LevelDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Units of a SKU in a store, by external ids, as counted at `as_of` (empty: now)."""

    store: str
    sku: str
    quantity: int
    as_of: Instant | None = None


class StockBatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Levels to set."""

    levels: list[LevelDocument]


async def list_stock(call: Call) -> Answer:
    """Answer a slice of the levels, by SKU, then store."""
    cursor, limit = listed(call)
    page = await call.services.stock.page(
        cursor=cursor,
        limit=limit,
        store=call.query.get("store", ""),
        sku=call.query.get("sku", ""),
    )
    return page_answer([_shown(level) for level in page.items], page.cursor)


async def patch_stock(call: Call) -> Answer:
    """Set levels, all or none; when this answers, the next open sees them."""
    rows, bad = await decoded_rows(call.body, LevelDocument, field="levels")
    levels: list[StockLevel] = []
    for index, row in enumerate(rows):
        if index % BREATH == 0:
            await asyncio.sleep(0)
        if row is not None:
            faults = Faults(index)
            levels.append(_level(row, faults, call))
            bad += faults.found
    if bad:
        raise Faulty(sorted(bad, key=lambda fault: fault.index or 0))
    written = await _put(call, levels)
    await call.services.refresh()
    return counts_answer(written)


async def delete_level(call: Call) -> Answer:
    """Forget one level."""
    store, sku = call.path["store"], call.path["sku"]
    if not await call.services.stock.delete(store=store, sku=sku, by=_by(call)):
        raise unknown("stock level", f"{store}/{sku}")
    await call.services.refresh()
    return gone()


OPERATIONS = (
    Operation(
        method="GET",
        path="/stock",
        name="list_stock",
        summary="List stock levels",
        scope=READ,
        handle=list_stock,
        query=(
            *LISTING,
            QueryParam(name="store", says="Only of this store", schema={"type": "string"}),
            QueryParam(name="sku", says="Only of this SKU", schema={"type": "string"}),
        ),
        answers=page_type("StockPage", LevelDocument),
    ),
    Operation(
        method="PATCH",
        path="/stock",
        name="patch_stock",
        summary="Set up to 10,000 stock levels, all or none, visible to the next open",
        scope=WRITE,
        handle=patch_stock,
        body=Body(media={JSON: (StockBatch, list[LevelDocument])}, limit=BULK),
        answers=Counts,
        keeps_answer=True,
    ),
    Operation(
        method="DELETE",
        path="/stock/{store}/{sku}",
        name="delete_level",
        summary="Forget one stock level",
        scope=WRITE,
        handle=delete_level,
        status=204,
    ),
)


def _level(row: LevelDocument, faults: Faults, call: Call) -> StockLevel:
    now = call.services.now()
    if abs(row.quantity) > LARGEST:
        detail = f"{row.quantity} units are no stock."
        faults.add("quantity", row.quantity, detail, "Give a whole number of units.")
    as_of = faults.instant("as_of", row.as_of)
    if as_of is not None and as_of > now + _AHEAD:
        detail = f"as_of {as_of.isoformat()} lies in the future."
        faults.add("as_of", as_of.isoformat(), detail, "Give when it was counted, or leave it out.")
    return StockLevel(store=row.store, sku=row.sku, quantity=row.quantity, as_of=as_of or now)


async def _put(call: Call, levels: list[StockLevel]) -> Written:
    try:
        return await call.services.stock.put(levels, by=_by(call))
    except Unacceptable:
        faults = await _unknown_names(call, levels)
        if not faults:
            raise
        raise Faulty(faults) from None


def _by(call: Call) -> str:
    return f"key {call.key.prefix}"


async def _unknown_names(call: Call, levels: list[StockLevel]) -> list[Fault]:
    services = call.services
    stores = {name: await services.stores.get(name) for name in {e.store for e in levels}}
    skus = {sku: await services.products.get(sku) for sku in {e.sku for e in levels}}
    found = []
    for index, level in enumerate(levels):
        asked = (("store", level.store, stores, "store"), ("sku", level.sku, skus, "product"))
        for field, name, known, noun in asked:
            if known[name] is None:
                fault = Fault(
                    field=field,
                    value=name,
                    detail=f"There is no {noun} {name!r}.",
                    remedy=f"Add the {noun} first, or correct the name.",
                    index=index,
                )
                found.append(fault)
    return found


def _shown(level: StockLevel) -> LevelDocument:
    return LevelDocument(
        store=level.store, sku=level.sku, quantity=level.quantity, as_of=level.as_of
    )

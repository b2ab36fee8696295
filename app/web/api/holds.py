"""Holds: units set aside for minutes, which no open is told of meanwhile."""

from datetime import timedelta

import msgspec

from app.model.keys import new_key
from app.model.store import Hold
from app.web.api.bodies import decoded
from app.web.api.calls import (
    JSON,
    READ,
    WRITE,
    Answer,
    Body,
    Call,
    Operation,
    gone,
    json_answer,
    unknown,
)
from app.web.api.checks import Faults
from app.web.api.subscribers import Instant

MOST_UNITS = 100_000
MOST_MINUTES = 24 * 60


class HoldRequest(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Units to hold of a SKU, in a store or, without one, online; for so many minutes."""

    sku: str
    units: int = 1
    minutes: int = 15
    store: str = ""


class HoldDocument(msgspec.Struct, kw_only=True):
    """A hold; it ends by itself."""

    id: str
    store: str
    sku: str
    units: int
    until: Instant


class HoldList(msgspec.Struct, kw_only=True):
    """Every hold that has not ended, the next to end first."""

    items: list[HoldDocument]


async def post_hold(call: Call) -> Answer:
    """Hold units; when this answers, the next open is not told of them."""
    asked = decoded(call.body, HoldRequest)
    faults = Faults()
    sku = faults.name("sku", asked.sku)
    for field, value, most in (
        ("units", asked.units, MOST_UNITS),
        ("minutes", asked.minutes, MOST_MINUTES),
    ):
        if not 1 <= value <= most:
            faults.add(field, value, f"{value} {field} cannot be held.", f"Give 1 to {most:,}.")
    faults.settle()
    hold = Hold(
        id=new_key(),
        store=asked.store,
        sku=sku,
        units=asked.units,
        until=(call.services.now() + timedelta(minutes=asked.minutes)).replace(microsecond=0),
    )
    await call.services.holds.put(hold)
    await call.services.refresh()
    return json_answer(_shown(hold), 201)


async def list_holds(call: Call) -> Answer:
    """Answer every hold that has not ended."""
    holds = await call.services.holds.active()
    return json_answer(HoldList(items=[_shown(hold) for hold in holds]))


async def end_hold(call: Call) -> Answer:
    """End a hold before its time."""
    if not await call.services.holds.end(call.path["id"]):
        raise unknown("hold", call.path["id"], "It may have ended by itself.")
    await call.services.refresh()
    return gone()


OPERATIONS = (
    Operation(
        method="POST",
        path="/stock/hold",
        name="post_hold",
        summary="Hold units for some minutes: no open is told of them",
        scope=WRITE,
        handle=post_hold,
        status=201,
        body=Body(media={JSON: HoldRequest}),
        answers=HoldDocument,
        keeps_answer=True,
    ),
    Operation(
        method="GET",
        path="/holds",
        name="list_holds",
        summary="List holds that have not ended",
        scope=READ,
        handle=list_holds,
        answers=HoldList,
    ),
    Operation(
        method="DELETE",
        path="/holds/{id}",
        name="end_hold",
        summary="End a hold before its time",
        scope=WRITE,
        handle=end_hold,
        status=204,
    ),
)


def _shown(hold: Hold) -> HoldDocument:
    return HoldDocument(
        id=hold.id, store=hold.store, sku=hold.sku, units=hold.units, until=hold.until
    )

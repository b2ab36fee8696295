"""What every implementation of Holds promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.errors import Conflict, Unacceptable
from app.model.product import Product
from app.model.store import Hold, StockLevel
from tests.adapters.builders import NOON, a_store
from tests.adapters.contracts.conftest import Adapters

HOLD = Hold(id="h1", store="S1", sku="P", units=3, until=NOON + timedelta(minutes=15))


@pytest.fixture
async def stocked(adapters: Adapters) -> Adapters:
    """A store with 5 units of P, 2 of it online."""
    await adapters.stores.put([a_store("S1")])
    await adapters.products.put([Product(sku="P", name="P", online=2)])
    await adapters.stock.put([StockLevel(store="S1", sku="P", quantity=5, as_of=NOON)])
    return adapters


async def test_a_hold_is_listed_until_it_ends(stocked: Adapters) -> None:
    """It ends by itself, by the clock."""
    await stocked.holds.put(HOLD)
    assert await stocked.holds.active() == (HOLD,)
    stocked.clock.pass_by(timedelta(minutes=15))
    assert await stocked.holds.active() == ()
    assert not await stocked.holds.end("h1")


async def test_a_hold_can_be_ended(stocked: Adapters) -> None:
    """Its units are free at once, and it cannot be ended twice."""
    await stocked.holds.put(HOLD)
    assert await stocked.holds.end("h1")
    assert not await stocked.holds.end("h1")
    await stocked.holds.put(replace(HOLD, id="h2", units=5))


async def test_no_unit_is_held_twice(stocked: Adapters) -> None:
    """More than is left is refused with what is left, until holds end."""
    await stocked.holds.put(HOLD)
    more = replace(HOLD, id="h2", until=HOLD.until + timedelta(hours=1))
    with pytest.raises(Conflict, match="2 of 'P' are left, 3 cannot be held"):
        await stocked.holds.put(more)
    stocked.clock.pass_by(timedelta(minutes=15))
    await stocked.holds.put(more)


async def test_units_online_are_held_apart(stocked: Adapters) -> None:
    """A hold without a store is of what can be sent."""
    await stocked.holds.put(replace(HOLD, store="", units=2))
    await stocked.holds.put(replace(HOLD, id="h2", units=5))
    with pytest.raises(Conflict, match="0 of 'P' are left"):
        await stocked.holds.put(replace(HOLD, id="h3", store="", units=1))


@pytest.mark.parametrize("said", [{"store": "S2"}, {"sku": "Q"}, {"store": "", "sku": "Q"}])
async def test_what_is_not_known_cannot_be_held(stocked: Adapters, said: dict[str, str]) -> None:
    """A store, SKU or level that does not exist is not found."""
    with pytest.raises(Unacceptable, match="not known how many"):
        await stocked.holds.put(replace(HOLD, **said))

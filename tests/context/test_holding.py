"""Held units are not told of until their hold ends, and every answer knows when that is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.context.gathering import GatheredFacts, Shelves
from app.model.facts import Fact, Missing, Why
from app.model.money import Money
from app.model.plan import StoreChoice
from app.model.product import Product
from app.model.store import Hold, StockLevel
from tests.builders import AT, a_level, a_plan, a_store, an_ask, at_berlin, some_shelves

NEAR = a_store("S1")
FAR = a_store("S2", lat=52.6)
FIVE = a_level("S1", quantity=5)
SOON, LATER = AT + timedelta(minutes=10), AT + timedelta(minutes=20)
CAP = Product(sku="NB-1", name="Cap", price=Money(2000, "EUR"), group="CAPS", online=6)


def a_hold(units: int, until: datetime = SOON, store: str = "S1") -> Hold:
    """Return a hold."""
    return Hold(id=f"{store}-{units}-{until}", store=store, sku="NB-1", units=units, until=until)


def shelves_with(*holds: Hold, levels: list[StockLevel] | None = None) -> Shelves:
    """Return two stores with 5 units each, 6 online, and holds."""
    shelves = some_shelves(NEAR, FAR, levels=levels or [FIVE, replace(FIVE, store="S2")])
    shelves.stores.stock.hold(holds)
    return replace(shelves, products={"NB-1": CAP}.get)


def facts_of(
    shelves: Shelves, choice: StoreChoice = StoreChoice.NEAREST, at: datetime = AT
) -> GatheredFacts:
    """Gather for an open near Berlin."""
    plan = replace(a_plan(), store=choice)
    ask = an_ask(plan, params={"sku": "NB-1"}, place=at_berlin())
    ask.at = at
    return GatheredFacts(ask, shelves, {})


def test_held_units_are_subtracted_until_the_hold_ends() -> None:
    """Each fact about the units is less by what is held and holds until the first hold ends."""
    shelves = shelves_with(a_hold(2), a_hold(1, LATER), a_hold(4, store=""))
    facts = facts_of(shelves)
    assert Fact(2, "stock", SOON) == facts.known("stock.here")
    assert Fact(2, "products", SOON) == facts.known("stock.online")
    assert Fact(2 + 5 + 2, "stock", SOON) == facts.known("stock.total")
    facts = facts_of(shelves, at=SOON)
    assert Fact(4, "stock", LATER) == facts.known("stock.here")
    assert Fact(6, "products", LATER) == facts.known("stock.online")
    assert Fact(16, "stock") == facts_of(shelves, at=LATER).known("stock.total")


def test_a_store_whose_units_are_held_has_none() -> None:
    """The next store with stock is shown, until the end of the hold brings the nearer one back."""
    shelves = shelves_with(a_hold(5))
    facts = facts_of(shelves, StoreChoice.NEAREST_WITH_STOCK)
    assert Fact("S2", "stores", SOON) == facts.known("store.id")
    listed = facts.known("stores")
    assert isinstance(listed, Fact)
    assert listed.valid_until == SOON
    again = facts_of(shelves, StoreChoice.NEAREST_WITH_STOCK, at=SOON)
    assert Fact("S1", "stores") == again.known("store.id")


def test_when_all_is_held_there_is_the_time_to_ask_again() -> None:
    """No store has it, until the hold ends."""
    shelves = shelves_with(a_hold(5), levels=[FIVE])
    facts = facts_of(shelves, StoreChoice.NEAREST_WITH_STOCK)
    assert Fact(value=False, source="stores", valid_until=SOON) == facts.known("store.known")


@pytest.mark.parametrize("units", [0, -3])
def test_more_than_there_is_cannot_be_missing(units: int) -> None:
    """A level that fell below what is held is none, not less; one below none stays so."""
    levels = [replace(FIVE, quantity=units), replace(FIVE, store="S2")]
    facts = facts_of(shelves_with(a_hold(9), levels=levels))
    known = facts.known("stock.here")
    assert isinstance(known, Fact)
    assert units == known.value
    facts = facts_of(shelves_with(a_hold(9)))
    assert Fact(0, "stock", SOON) == facts.known("stock.here")
    assert Fact(0 + 5 + 6, "stock", SOON) == facts.known("stock.total")


def test_holds_survive_writes_and_new_indices() -> None:
    """A level that is written stays less by its holds, also in a book with other indices."""
    shelves = shelves_with(a_hold(2))
    book = shelves.stores.stock
    book.apply([replace(FIVE, quantity=9)])
    assert Fact(7, "stock", SOON) == facts_of(shelves).known("stock.here")
    names, swapped = ["S1", "S2"], {"S2": 0, "S1": 1}
    moved = book.reindexed(names, swapped.get).of("NB-1")
    assert moved is not None
    assert (moved.units(1, AT), moved.units(0, AT)) == (7, 5)


def test_holds_that_are_gone_free_their_units() -> None:
    """The set of all holds replaces the former one, and says whose units changed."""
    shelves = shelves_with(a_hold(2))
    assert {"NB-1"} == shelves.stores.stock.hold(())
    assert set() == shelves.stores.stock.hold(())
    assert Fact(5, "stock") == facts_of(shelves).known("stock.here")


def test_without_any_stock_nothing_is_held() -> None:
    """A hold of units nobody knows of makes none."""
    shelves = some_shelves(NEAR)
    shelves.stores.stock.hold([a_hold(2)])
    assert Missing(Why.ABSENT, "stock") == facts_of(shelves).known("stock.here")

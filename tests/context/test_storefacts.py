"""What is said of stores and stock at an instant, and until when it stays so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.context.gathering import GatheredFacts, Shelves
from app.context.storerow import held_for, sooner
from app.model.facts import Fact, Item, Known, Missing, Trust, Value, Why
from app.model.place import PlaceSource
from app.model.plan import Plan, StoreChoice
from app.model.product import Product
from tests.builders import (
    AT,
    BERLIN,
    a_level,
    a_plan,
    a_store,
    a_subscriber,
    an_ask,
    at_berlin,
    decided,
    some_shelves,
)

DAY = "09:00-18:00"  # closes at 17:00 UTC
LATE = "09:00-20:00"
CLOSES = datetime(2026, 11, 27, 19, tzinfo=UTC)
OPENS = datetime(2026, 11, 28, 8, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 27, 23, tzinfo=UTC)
NEAR = a_store("S1", DAY, phone="1")
FAR = a_store("S2", LATE, lat=52.6)
PARAMS = {"sku": "NB-1"}
NO_STOCK = Missing(Why.ABSENT, "stock")


def facts_of(
    shelves: Shelves,
    choice: StoreChoice = StoreChoice.NEAREST,
    plan: Plan | None = None,
    **said: object,
) -> GatheredFacts:
    """Gather for an open near Berlin at 18:55 there."""
    chosen = replace(plan or a_plan(), store=choice)
    asked = {"params": PARAMS, "place": at_berlin(), **said}
    return GatheredFacts(an_ask(chosen, **asked), shelves, {})


def value_of(facts: GatheredFacts, name: str) -> Value | Missing:
    """Return a fact's value."""
    known = facts.known(name)
    return known.value if isinstance(known, Fact) else known


def until_of(known: Known) -> datetime | None:
    """Return until when something is as it is."""
    return known.valid_until if isinstance(known, Fact) else known.retry_at


@pytest.mark.parametrize(
    ("choice", "chosen", "until"),
    [
        (StoreChoice.NEAREST, "S1", None),
        (StoreChoice.NEAREST_OPEN, "S2", CLOSES),
        (StoreChoice.NEAREST_WITH_STOCK, "S2", AT + timedelta(hours=1)),
        (StoreChoice.NEAREST_OPEN_WITH_STOCK, "S2", AT + timedelta(hours=1)),
        (StoreChoice.PREFERRED, "S2", None),
    ],
)
def test_the_block_says_which_store_it_means(
    choice: StoreChoice, chosen: str, until: datetime | None
) -> None:
    """The choice holds until a store closes or opens, or stock is too old."""
    levels = [a_level("S2"), a_level("S1", quantity=0)]
    shelves = some_shelves(NEAR, FAR, levels=levels, max_age=timedelta(hours=1))
    facts = facts_of(shelves, choice, subscriber=a_subscriber(preferred_store="S2"))
    assert facts.known("store.id") == Fact(chosen, "stores", until)
    assert facts.known("store.known") == Fact(value=True, source="stores", valid_until=until)


def test_hours_are_told_with_their_ends() -> None:
    """While open when it closes, while closed when it opens, and today's until midnight there."""
    facts = facts_of(some_shelves(FAR))
    assert facts.known("store.is_open") == Fact(value=True, source="hours", valid_until=CLOSES)
    closes = facts.known("store.closes")
    assert isinstance(closes, Fact)
    assert (closes.value, closes.valid_until) == (CLOSES, CLOSES)
    assert facts.known("store.opens") == Missing(Why.ABSENT, "hours", CLOSES)
    assert facts.known("store.hours_today") == Fact("09:00–20:00", "hours", MIDNIGHT)

    facts = facts_of(some_shelves(a_store("S1", "Sa 09:00-18:00")))
    assert facts.known("store.is_open") == Fact(value=False, source="hours", valid_until=OPENS)
    assert facts.known("store.closes") == Missing(Why.ABSENT, "hours", OPENS)
    assert value_of(facts, "store.opens") == OPENS
    assert facts.known("store.hours_today") == Missing(Why.ABSENT, "hours", MIDNIGHT)


@pytest.mark.parametrize("store", [a_store("S1"), a_store("S1", DAY, tz="Nowhere/Land")])
def test_hours_that_are_not_known_are_not_guessed(store: object) -> None:
    """Neither open nor closed, also when its zone is not known."""
    facts = facts_of(some_shelves(store))  # type: ignore[arg-type]  # a store
    for field in ("is_open", "closes", "opens", "hours_today"):
        assert facts.known(f"store.{field}") == Missing(Why.ABSENT, "hours")


def test_what_a_store_lacks_may_come_with_another() -> None:
    """A field of the chosen store that is missing stays so no longer than the choice."""
    facts = facts_of(some_shelves(NEAR, FAR), StoreChoice.NEAREST_OPEN)
    assert facts.known("store.phone") == Missing(Why.ABSENT, "stores", CLOSES)
    assert facts.known("stock.here") == Missing(Why.ABSENT, "stock", CLOSES)
    distance = facts.known("store.distance")
    assert isinstance(distance, Fact)
    assert (distance.valid_until, distance.trust) == (CLOSES, at_berlin().trust)


def test_without_a_store_there_is_the_time_to_ask_again() -> None:
    """Also for the list of stores."""
    facts = facts_of(some_shelves(NEAR), StoreChoice.NEAREST_OPEN)
    assert facts.known("store.known") == Fact(value=False, source="stores", valid_until=OPENS)
    missing = Missing(Why.ABSENT, "stores", OPENS)
    assert facts.known("store.name") == facts.known("stores") == missing
    assert facts.known("stock.here") == missing
    assert facts_of(some_shelves()).known("stores") == Missing(Why.ABSENT, "stores")


def test_a_preferred_store_needs_no_place() -> None:
    """Distance and direction do; without the store the nearest is meant."""
    somebody = a_subscriber(preferred_store="S2")
    shelves = some_shelves(NEAR, FAR)
    facts = facts_of(shelves, StoreChoice.PREFERRED, subscriber=somebody, place=None)
    assert value_of(facts, "store.name") == "Store S2"
    assert facts.known("store.distance") == Missing(Why.ABSENT, "place")
    assert facts.known("store.bearing") == Missing(Why.ABSENT, "place")

    lost = a_subscriber(preferred_store="gone")
    facts = facts_of(shelves, StoreChoice.PREFERRED, subscriber=lost)
    assert value_of(facts, "store.name") == "Store S1"
    facts = facts_of(shelves, StoreChoice.PREFERRED)
    assert value_of(facts, "store.name") == "Store S1"


def test_one_readers_preferred_store_is_nobody_elses() -> None:
    """Whatever was read for one at a place, the next one there is told of the nearest store."""
    shelves = some_shelves(NEAR, FAR)
    plan = a_plan(within_km=0.001)
    somebody = a_subscriber(preferred_store="S2")
    facts = facts_of(shelves, StoreChoice.PREFERRED, plan, subscriber=somebody)
    assert isinstance(facts.known("stores"), Missing)
    assert value_of(facts, "store.name") == "Store S2"
    assert isinstance(facts_of(shelves, StoreChoice.PREFERRED, plan).known("store.name"), Missing)


def test_a_store_that_was_deleted_has_nothing_left_but_its_place() -> None:
    """Until the book is made anew."""
    shelves = some_shelves(NEAR)
    shelves.stores.details = lambda _external_id: None  # type: ignore[method-assign]
    facts = facts_of(shelves)
    assert facts.known("store.name") == Missing(Why.ABSENT, "stores")
    assert facts.known("store.is_open") == Missing(Why.ABSENT, "hours")
    assert value_of(facts, "store.id") == "S1"
    facts = facts_of(
        shelves, StoreChoice.PREFERRED, subscriber=a_subscriber(preferred_store="S1"),
    )  # fmt: skip
    assert value_of(facts, "store.distance") != Missing(Why.ABSENT, "place")


EACH = "fallback: {draw: [{each: {of: stores, as: s, limit: 1, box: [0, 0, 9, 9], step: [0, 9], draw: []}}]}"  # noqa: E501  # one element


def test_stores_are_as_many_as_are_drawn() -> None:
    """Three when no layout says; the list holds as long as every row of it."""
    shelves = some_shelves(*(a_store(f"S{n}", LATE, lat=52.52 + n / 50) for n in range(5)))
    rows = value_of(facts_of(shelves), "stores")
    assert isinstance(rows, tuple)
    assert [row.name for row in rows] == ["S0", "S1", "S2"]
    known = facts_of(shelves, plan=a_plan(EACH)).known("stores")
    assert isinstance(known, Fact)
    assert isinstance(known.value, tuple)
    (row,) = known.value
    assert isinstance(row, Item)
    assert (row.fields["name"], row.fields["is_open"]) == ("Store S0", True)
    assert row.fields["opens"] == Missing(Why.ABSENT, "hours", CLOSES)
    assert known.valid_until == CLOSES


def test_a_list_with_stock_needs_stock() -> None:
    """When nobody ever reported any, no store is known to have it."""
    choice = StoreChoice.NEAREST_WITH_STOCK
    assert facts_of(some_shelves(NEAR), choice).known("stores") == NO_STOCK
    assert facts_of(some_shelves(NEAR), choice).known("store.name") == NO_STOCK
    facts = facts_of(some_shelves(NEAR, FAR, levels=[a_level("S2")]), choice)
    rows = value_of(facts, "stores")
    assert isinstance(rows, tuple)
    assert [row.name for row in rows] == ["S2"]


def test_stock_is_counted_while_it_is_fresh() -> None:
    """Here, in one store, and in all with what is online; unknown once too old."""
    levels = [
        a_level("S1", quantity=2),
        a_level("S2", quantity=3, as_of=AT - timedelta(minutes=30)),
    ]
    hat = Product(sku="NB-1", name="Hat", online=10)
    shelves = some_shelves(NEAR, FAR, levels=levels, max_age=timedelta(hours=1), products=[hat])
    facts, half, hour = facts_of(shelves), AT + timedelta(minutes=30), AT + timedelta(hours=1)
    assert facts.known("stock.here") == Fact(2, "stock", hour)
    assert facts.known("stock.total") == Fact(15, "stock", half)
    assert facts.answer("stock.at", ("S2",)) == Fact(3, "stock", half)
    assert facts.answer("stock.at", ("S3",)) == NO_STOCK
    later = facts_of(shelves, at=half)
    assert later.known("stock.total") == Fact(12, "stock", hour)
    assert later.answer("stock.at", ("S2",)) == NO_STOCK
    last = facts_of(shelves, at=hour)
    assert last.known("stock.here") == NO_STOCK
    assert last.known("stock.total") == Fact(10, "products")


def test_old_stock_is_not_sold_out() -> None:
    """When every level is too old and nothing is known online, the total is unknown."""
    shelves = some_shelves(NEAR, levels=[a_level()], max_age=timedelta(hours=1))
    assert facts_of(shelves, at=AT + timedelta(hours=2)).known("stock.total") == NO_STOCK
    assert facts_of(shelves, params={}).known("stock.total") == NO_STOCK
    for_ever = some_shelves(NEAR, levels=[a_level(quantity=0)])
    assert facts_of(for_ever).known("stock.total") == Fact(0, "stock")


def test_the_alternative_is_another_store_that_has_it() -> None:
    """It may change with the chosen one, also when there is none yet."""
    levels = [a_level("S1"), a_level("S2")]
    facts = facts_of(some_shelves(NEAR, FAR, levels=levels))
    assert facts.known("stock.alternative") == Fact("Store S2", "stores")
    distance = value_of(facts, "stock.alternative_distance")
    assert isinstance(distance, float)
    assert 8 < distance < 10

    open_only = facts_of(some_shelves(NEAR, FAR, levels=[a_level("S2")]), StoreChoice.NEAREST_OPEN)
    assert open_only.known("stock.alternative") == Missing(Why.ABSENT, "stock", CLOSES)
    closed = facts_of(some_shelves(NEAR, levels=[a_level()]), StoreChoice.NEAREST_OPEN)
    assert closed.known("stock.alternative") == Fact("Store S1", "stores", OPENS)
    assert facts_of(some_shelves(NEAR)).known("stock.alternative") == NO_STOCK


@pytest.mark.parametrize("choice", list(StoreChoice))
def test_a_brands_default_place_finds_no_store(choice: StoreChoice) -> None:
    """Whatever the block means."""
    default = replace(BERLIN, source=PlaceSource.BRAND)
    levels = [a_level()]
    facts = facts_of(some_shelves(NEAR, levels=levels), choice, place=default)
    for name in ("store.name", "stores", "stock.alternative"):
        assert facts.known(name) == Missing(Why.ABSENT, "place")


def test_a_written_level_is_seen_by_the_next_open() -> None:
    """Answers about that SKU are not remembered beyond it; new stores void every answer."""
    shelves = some_shelves(NEAR, FAR, levels=[a_level("S1"), a_level("S2")])
    choice = StoreChoice.NEAREST_WITH_STOCK
    assert value_of(facts_of(shelves, choice), "store.id") == "S1"
    shelves.stores.stock.apply([a_level("S1", quantity=0)])
    shelves.stores.answers.stock_written("NB-1")
    assert value_of(facts_of(shelves, choice), "store.id") == "S2"
    fresh = some_shelves(FAR, levels=[a_level("S2", quantity=9)])
    shelves.stores.replace(fresh.stores.book, fresh.stores.stock)
    assert value_of(facts_of(shelves, choice), "stock.here") == 9


def test_closing_time_flips_the_variant_at_that_very_second() -> None:
    """In the store's zone, whatever the reader's; it is what `valid_until` announced."""
    plan = a_plan("""
variants:
  - {name: open, when: store.is_open, draw: []}
  - {name: closed, when: not store.is_open, draw: []}
""")
    tokyo = a_store("S1", "09:00-18:00", tz="Asia/Tokyo")
    shelves = some_shelves(tokyo)
    closes = datetime(2026, 11, 27, 9, tzinfo=UTC)
    ask = an_ask(plan, at=closes - timedelta(hours=1), place=at_berlin())
    announced = decided(ask, shelves)
    assert (announced.variant, announced.valid_until) == ("open", closes)
    before = decided(replace(ask, at=closes - timedelta(seconds=1)), shelves)
    after = decided(replace(ask, at=closes), shelves)
    assert (before.variant, after.variant) == ("open", "closed")


def test_the_sooner_end_counts() -> None:
    """None is never."""
    assert sooner(None, AT) == sooner(AT, None) == sooner(AT, CLOSES) == AT
    assert sooner(None, None) is None
    fact = Fact(1, "test", CLOSES, Trust.OBSERVED)
    assert held_for(fact, None) == fact
    assert held_for(fact, AT) == Fact(1, "test", AT, Trust.OBSERVED)
    assert until_of(held_for(NO_STOCK, AT)) == AT

"""`source.NAME.*`: what the rows say, how old they are, and why there are none."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.context.gathering import GatheredFacts, Gatherer
from app.errors import SourceUnavailable
from app.model.facts import Fact, Item, Missing, Why
from app.model.money import Money
from app.model.source import FeedKind, FeedShape, FieldSpec, Harvest, Row, SourceSpec, keyed
from tests.builders import AT, a_plan, a_subscriber, an_ask, at_berlin, some_shelves

MINUTE = timedelta(minutes=1)
LONG = timedelta(seconds=60)
ROWS: tuple[Row, ...] = (
    {"sku": "A", "rating": 4.5, "price": Money(1999, "EUR")},
    {"sku": "B", "rating": 3, "note": Missing(Why.MALFORMED, "feed")},
)


def a_spec(**said: Any) -> SourceSpec:
    """Build a pulled source of reviews."""
    fields = (FieldSpec(name="sku", path="sku"), FieldSpec(name="rating", path="rating"))
    shape = FeedShape(kind=FeedKind.JSON, fields=fields, key="sku")
    said = {"url": "https://feeds.example/r.json", "every": 5 * MINUTE, "shape": shape} | said
    return SourceSpec(name="reviews", brand="northbeam", **said)


def a_harvest(rows: tuple[Row, ...] = ROWS, *, age: timedelta = timedelta()) -> Harvest:
    """Build an answer that was fetched a while before the open."""
    fetched = AT - age
    return Harvest(rows=rows, fetched_at=fetched, changed_at=fetched, by_key=keyed(rows, "sku"))


class SetShelf:
    """A shelf that holds what it was given."""

    def __init__(
        self, spec: SourceSpec, held: Harvest | Missing | None, later: Harvest | None = None
    ) -> None:
        self.spec = spec
        self.held = held
        self.later = later
        self.asked: list[dict[str, str]] = []

    def specs(self, brand: str) -> Mapping[str, SourceSpec]:
        """Return the one source of the one brand."""
        return {self.spec.name: self.spec} if brand == self.spec.brand else {}

    def ready(
        self, _spec: SourceSpec, tokens: Mapping[str, str], _at: datetime
    ) -> Harvest | Missing | None:
        """Return what is held."""
        self.asked.append(dict(tokens))
        return self.held

    async def harvest(
        self, _spec: SourceSpec, _tokens: Mapping[str, str], _at: datetime
    ) -> Harvest | Missing:
        """Return what comes later; nothing ever, without it."""
        if self.later is None:
            await asyncio.Event().wait()
        assert self.later is not None
        return self.later


READS = frozenset({"source.reviews.rating", "params.sku", "person.tier", "place.lat", "clock.hour"})


def looked(
    shelf: SetShelf, *, reads: frozenset[str] = READS, deadline: timedelta = LONG, **asked: Any
) -> tuple[Gatherer, Any]:
    """Return a gatherer and an ask of a block that reads the reviews."""
    shelves = replace(some_shelves(), sources=shelf)
    plan = a_plan(reads=reads, personal=True)
    return Gatherer(shelves, sources={}, deadline=deadline), an_ask(plan, **asked)


def gathered(shelf: SetShelf, **said: Any) -> GatheredFacts:
    """Gather what need not be waited for."""
    gatherer, ask = looked(shelf, **said)
    facts = gatherer.gather_now(ask)
    assert facts is not None
    return facts


def test_the_first_row_is_read_without_a_lookup():
    """Its fields are facts that hold until the next pull."""
    facts = gathered(SetShelf(a_spec(), a_harvest(age=2 * MINUTE)))

    until = AT + 3 * MINUTE
    assert facts.known("source.reviews.rating") == Fact(4.5, "source.reviews", until)
    assert facts.known("source.reviews.price") == Fact(Money(1999, "EUR"), "source.reviews", until)
    assert facts.known("source.reviews.known") == Fact(
        value=True, source="source.reviews", valid_until=until
    )
    assert facts.known("source.reviews.else") == Missing(Why.ABSENT, "source.reviews", until)


def test_a_lookup_names_the_row():
    """The row whose key the token spells, not the first."""
    shelf = SetShelf(a_spec(lookup="[params.sku]"), a_harvest())

    facts = gathered(shelf, params={"sku": "B"})

    assert facts.known("source.reviews.rating").value == 3
    assert facts.known("source.reviews.note") == Missing(
        Why.MALFORMED, "source.reviews", AT + 5 * MINUTE
    )


@pytest.mark.parametrize("params", [{"sku": "Z"}, {}], ids=["no such row", "no token"])
def test_a_row_that_is_not_there_is_not_known(params):
    """Until the next pull there is no such row."""
    shelf = SetShelf(a_spec(lookup="[params.sku]"), a_harvest())

    facts = gathered(shelf, params=params)

    assert facts.known("source.reviews.known") == Fact(
        value=False,
        source="source.reviews",
        valid_until=AT + 5 * MINUTE,
    )
    assert facts.known("source.reviews.rating") == Missing(
        Why.ABSENT, "source.reviews", AT + 5 * MINUTE
    )


@pytest.mark.parametrize(
    ("age", "minutes", "grows"),
    [(0, 0, 60), (59, 0, 1), (60, 1, 60), (61, 1, 59), (7265, 121, 55), (-30, 0, 90)],
)
def test_the_age_is_whole_minutes_and_holds_until_the_next(age, minutes, grows):
    """Also when the clock that fetched was ahead."""
    facts = gathered(SetShelf(a_spec(), a_harvest(age=timedelta(seconds=age))))

    assert facts.known("source.reviews.age") == Fact(
        minutes, "source.reviews", AT + timedelta(seconds=grows)
    )


def test_a_stale_value_holds_for_moments():
    """A newer one is on its way, and after `stale_for` there is none."""
    facts = gathered(SetShelf(a_spec(), a_harvest(age=60 * MINUTE)))
    assert facts.known("source.reviews.rating").valid_until == AT + timedelta(seconds=15)

    near = a_spec(stale_for=timedelta(minutes=60, seconds=4))
    facts = gathered(SetShelf(near, a_harvest(age=60 * MINUTE)))
    assert facts.known("source.reviews.rating").valid_until == AT + timedelta(seconds=4)


def test_the_items_are_the_first_rows():
    """As many as a layout could draw, made once."""
    rows = tuple({"sku": str(number)} for number in range(150))
    shelf = SetShelf(a_spec(), a_harvest(rows))

    items = gathered(shelf).known("source.reviews.items")

    assert isinstance(items, Fact)
    assert len(items.value) == 100
    assert items.value[1] == Item(name="row", fields={"sku": "1"})
    assert gathered(shelf).known("source.reviews.items").value is items.value


def test_tokens_are_the_facts_of_the_open():
    """As text; coordinates so that neighbours ask the same."""
    spec = a_spec(
        every=None,
        url="https://feeds.example/[params.sku]?near=[place.lat]",
        headers=(("X-Tier", "[person.tier]"),),
    )
    shelf = SetShelf(spec, a_harvest())

    gathered(
        shelf,
        params={"sku": "a b"},
        place=at_berlin(),
        subscriber=a_subscriber(attributes={"tier": True}),
    )

    (asked,) = shelf.asked
    assert asked == {
        "params.sku": "a b",
        "place.lat": f"{at_berlin().lat:.2f}",
        "person.tier": "true",
    }


def test_without_a_token_a_source_is_not_asked():
    """There is nobody to ask about."""
    shelf = SetShelf(a_spec(every=None, url="https://feeds.example/[params.sku]"), a_harvest())

    facts = gathered(shelf, params={})

    assert shelf.asked == []
    assert facts.known("source.reviews.rating").why is Why.ABSENT
    assert facts.known("source.reviews.known").value is False


def test_a_source_that_became_personal_after_compiling_is_not_asked():
    """A plan that counts as shared never carries a reader's fact to a server."""
    shelf = SetShelf(a_spec(every=None, url="https://feeds.example/[person.tier]"), a_harvest())

    facts = gathered(
        shelf,
        reads=frozenset({"source.reviews.rating"}),
        subscriber=a_subscriber(attributes={"tier": "gold"}),
    )

    assert shelf.asked == []
    assert facts.known("source.reviews.rating") == Missing(Why.ABSENT, "source.reviews")


def test_an_answer_holds_no_longer_than_what_it_was_asked_with():
    """The nearest open store changes at closing time, and with it whose stock was asked for."""

    class Closing(GatheredFacts):
        def known(self, name: str) -> Any:
            if name == "params.sku":
                return Fact("A", "params", AT + timedelta(seconds=90))
            return super().known(name)

    shelf = SetShelf(a_spec(lookup="[params.sku]"), a_harvest())
    _, ask = looked(shelf)
    facts = Closing(ask, replace(some_shelves(), sources=shelf), {})

    assert facts.known("source.reviews.rating").valid_until == AT + timedelta(seconds=90)


async def test_what_is_not_held_is_waited_for():
    """And then read like any other."""
    shelf = SetShelf(a_spec(), None, a_harvest())
    gatherer, ask = looked(shelf)

    assert gatherer.gather_now(ask) is None
    facts = await gatherer.gather(ask)

    assert facts.known("source.reviews.rating").value == 4.5


async def test_a_late_source_is_missing_for_moments():
    """The next open asks again."""
    gatherer, ask = looked(SetShelf(a_spec(), None), deadline=timedelta(milliseconds=20))

    facts = await gatherer.gather(ask)

    soon = AT + timedelta(seconds=15)
    assert facts.known("source.reviews.rating") == Missing(Why.TIMEOUT, "source.reviews", soon)
    assert facts.known("source.reviews.known") == Fact(
        value=False, source="source.reviews", valid_until=soon
    )
    assert facts.known("source.reviews.age") == Missing(Why.TIMEOUT, "source.reviews", soon)


def test_why_there_is_nothing_is_kept():
    """With the instant at which it may be another."""
    retry = AT + timedelta(seconds=40)
    facts = gathered(SetShelf(a_spec(), Missing(Why.REFUSED, "source.reviews", retry)))

    assert facts.known("source.reviews.rating") == Missing(Why.REFUSED, "source.reviews", retry)


def test_a_source_that_nobody_configured_is_absent():
    """In another brand's messages, and where sources are off."""
    facts = gathered(SetShelf(replace(a_spec(), brand="other"), a_harvest()))
    assert facts.known("source.reviews.rating") == Missing(Why.ABSENT, "source.reviews")
    assert facts.known("source.reviews.known") == Fact(value=False, source="source.reviews")

    off = GatheredFacts(an_ask(), some_shelves(), {})
    assert off.known("source.reviews.rating") == Missing(Why.ABSENT, "vocabulary")


def test_sources_that_cannot_be_read_are_as_none():
    """A database that fails costs the facts, not the open."""

    class Failing(SetShelf):
        def specs(self, brand: str) -> Mapping[str, SourceSpec]:
            raise SourceUnavailable(brand)

    facts = gathered(Failing(a_spec(), a_harvest()))

    assert facts.known("source.reviews.rating") == Missing(Why.ABSENT, "source.reviews")


def test_a_block_without_sources_asks_no_shelf():
    """What it does not read costs it nothing."""

    class Untouched(SetShelf):
        def specs(self, brand: str) -> Mapping[str, SourceSpec]:
            raise AssertionError(brand)

    gatherer, ask = looked(Untouched(a_spec(), None), reads=frozenset({"person.tier"}))

    assert ask.plan.outside == ()
    assert gatherer.gather_now(ask) is not None

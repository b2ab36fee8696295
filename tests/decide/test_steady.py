"""What a reader that keeps the picture is shown stays true for as long as it is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.context.asking import Ask
from app.context.gathering import GatheredFacts, Shelves
from app.decide.clock import Clock
from app.decide.deciding import Decider
from app.decide.filters import Formatter
from app.model.decision import Decision, Reason
from app.model.store import StockLevel
from app.model.zones import zone_of
from tests.builders import a_plan, a_store, an_ask, at_berlin, decided, some_shelves
from tests.decide.test_validity import outcome, worlds

WEEK = timedelta(days=7)
LAYOUT = """
fallback: {say: {headline: Always}, draw: card}
layouts: {card: [{text: {content: "{{ say.headline }}", box: [0, 0, 600, 40]}}]}
"""


def kept(ask: Ask, shelves: Shelves) -> Decision:
    """Decide for a reader that keeps the picture for a week."""
    facts = GatheredFacts(ask, shelves, {})
    clock = Clock(ask.at, zone_of(facts.wall_zone()))
    formatter = Formatter(facts.locale())
    return Decider().decide_steady(ask.plan, facts, clock, formatter, keep_for=WEEK)


@pytest.mark.no_cover
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.lists(st.integers(0, 999), min_size=4, max_size=6))
def test_what_is_kept_stays_true(world: tuple[Ask, Shelves], samples: list[int]) -> None:
    """Through a whole week the variant that was shown holds and says the same."""
    ask, shelves = world
    first = kept(ask, shelves)
    if first.reason is not Reason.MATCHED:
        return
    shown = [variant for variant in ask.plan.variants if variant.name == first.variant]
    alone = replace(ask, plan=replace(ask.plan, variants=tuple(shown)))
    for sample in (*samples, 1000):
        later = decided(replace(alone, at=ask.at + WEEK * sample / 1000 * 0.999999), shelves)
        assert (first.variant, first.scene_digest) == (later.variant, later.scene_digest)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.lists(st.integers(0, 999), min_size=3, max_size=5))
def test_the_choice_stays_until_the_instant_it_names(
    world: tuple[Ask, Shelves], samples: list[int]
) -> None:
    """Before `valid_until` the same is chosen again."""
    ask, shelves = world
    first = kept(ask, shelves)
    end = first.valid_until or ask.at + WEEK
    for sample in samples:
        later = ask.at + (min(end, ask.at + WEEK) - ask.at) * sample / 1000
        again = kept(replace(ask, at=later), shelves)
        assert outcome(first) == outcome(again)


@pytest.mark.parametrize(
    ("condition", "headline", "shown"),
    [
        ("1 == 1", "Words", "first"),
        ("store.known", "{{ store.name }}", "first"),
        ("clock.hour >= 0", "Words", "second"),
        ("1 == 1", "{{ clock.date }}", "second"),
        ("store.is_open", "Words", "second"),
        ("stock.here > 0", "Words", "second"),
        ("1 == 1", "{{ stock.total }} left", "second"),
        ("1 == 1", "{{ store.stock or 0 }} left", "second"),
        ("clock.before('2020-01-01')", "Words", "second"),
        ("clock.after('2020-01-01')", "Words", "first"),
        ("1 == 1", "{{ person.nothing }}", "second"),
    ],
)
def test_the_first_that_stays_true_is_shown(condition: str, headline: str, shown: str) -> None:
    """Nothing that hours, doors or sales may change within the week."""
    plan = a_plan(
        f"""
params: {{sku: {{type: text, default: NB-1}}}}
variants:
  - name: first
    when: "{condition}"
    say: {{headline: "{headline}"}}
    draw: card
  - name: second
    say: {{headline: Otherwise}}
    draw: card
"""
        + LAYOUT
    )
    shop = a_store("S1", "Mo-Su 00:00-23:00")
    ask = an_ask(plan, place=at_berlin())
    level = StockLevel(store="S1", sku="NB-1", quantity=4, as_of=ask.at)
    decision = kept(ask, some_shelves(shop, levels=[level]))
    assert decision.variant == shown


def test_a_block_of_which_nothing_stays_true_shows_its_fallback() -> None:
    """And each variant tells why it was passed over."""
    plan = a_plan(
        """
variants:
  - {name: hour, when: clock.hour >= 0, say: {headline: A}, draw: card}
  - {name: sold, when: stock.total is defined, say: {headline: B}, draw: card}
params: {sku: {type: text, default: NB-1}}
"""
        + LAYOUT
    )
    ask = an_ask(plan, place=at_berlin())
    level = StockLevel(store="S1", sku="NB-1", quantity=4, as_of=ask.at)
    decision = kept(ask, some_shelves(a_store("S1"), levels=[level]))
    assert (decision.say["headline"], decision.reason) == ("Always", Reason.FALLBACK)
    first, second = decision.considered
    assert "clock.hour changes at" in first.because
    assert "stock.total may change any time" in second.because

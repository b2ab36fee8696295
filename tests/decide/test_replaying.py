"""Facts met before need no evaluation; what is decided is what they say now."""

from datetime import timedelta, timezone
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.decide import replaying
from app.decide.deciding import Decider
from app.model.facts import Fact, Item, Missing, Why
from tests.builders import AT
from tests.decide.test_deciding import LATER, a_card, decide_with, texts

GREET = 'name: vip, when: person.vip and store.known, say: {headline: "At {{ store.name }}"}'
STOCK = "name: stocked, when: stock.at('S1') > 2 or clock.hour < 3, say: {headline: Plenty}"
REST = 'name: rest, when: person.b, say: {headline: "{{ person.b }} {{ store.closes }}"}'
PLAN = a_card(GREET, STOCK, REST)
ZONES = (timezone(timedelta(hours=1)), timezone(timedelta(hours=-5)))

values = st.one_of(
    st.booleans(),
    st.integers(0, 2),
    st.sampled_from([0.0, 1.0, 2.0, "", "1", "a"]),
    st.sampled_from([Missing(Why.ABSENT, "x"), Missing(Why.TIMEOUT, "x", LATER)]),
    st.sampled_from([Fact(LATER.astimezone(zone), "hours", LATER) for zone in ZONES]),
    st.sampled_from([Fact(1, "told", LATER), Fact(1, "other", AT + timedelta(minutes=1))]),
)
worlds = st.fixed_dictionaries(
    dict.fromkeys(
        ("person__vip", "store__known", "store__name", "person__b", "store__closes"), values
    )
    | {"stock.at(S1)": values}
)


@settings(max_examples=150, deadline=None)
@given(st.lists(worlds, max_size=14))
def test_replaying_decides_what_evaluating_decides(asked: list[dict[str, Any]]) -> None:
    """Values, validity, ledger and degradation alike, whatever was met before."""
    decider = Decider()
    for facts in asked * 2:
        assert decide_with(PLAN, decider, **facts) == decide_with(PLAN, **facts)
    assert len(asked) <= decider.replayed  # at least every second time round


def test_validity_and_sources_are_those_of_the_facts_now() -> None:
    """An outcome is remembered, the facts it is read from are not."""
    decider = Decider()
    decide_with(PLAN, decider, person__vip=False, person__b="x", store__closes="y")
    again = {"person__vip": Fact(False, "crm", LATER), "person__b": "x", "store__closes": "y"}  # noqa: FBT003  # a value
    decision = decide_with(PLAN, decider, **again)
    assert decider.replayed == 1
    assert decision.valid_until is not None
    assert decision.valid_until <= LATER
    assert decision.readings[0].known.source == "crm"


def test_equal_instants_in_two_zones_are_two_facts() -> None:
    """They are written differently."""
    decider = Decider()
    facts: dict[str, Any] = {"person__vip": False, "person__b": "until"}
    shown = [
        texts(decide_with(PLAN, decider, **facts, store__closes=LATER.astimezone(zone)))
        for zone in ZONES
    ]
    assert shown[0] != shown[1]


def test_lists_are_not_remembered() -> None:
    """And meeting one where something else was met before is no error."""
    plan = a_card(
        "name: near, when: stores, say: {headline: Near}", "name: far, say: {headline: x}"
    )
    rows = (Item(name="S1", fields={"name": "Porto"}),)
    decider = Decider()
    variants = [
        decide_with(plan, decider, stores=stores).variant
        for stores in (Missing(Why.ABSENT, "stores"), rows, rows)
    ]
    assert (variants, decider.replayed) == (["far", "near", "near"], 0)


def test_a_plan_whose_facts_hardly_repeat_is_left_alone() -> None:
    """Trying would cost more than it saves."""
    decider = Decider()
    greet = a_card('name: all, say: {headline: "{{ person.first_name }}"}')
    for number in range(replaying._TRIAL + 10):
        decide_with(greet, decider, person__first_name=f"n{number}")
    decide_with(greet, decider, person__first_name="n1")
    assert decider.replayed == 0


def test_it_starts_over_when_it_has_learned_enough() -> None:
    """So that it is bounded."""
    decider = Decider(remember=1)
    for _ in range(3):
        for name in ("a", "b", "c"):
            decide_with(PLAN, decider, person__b=name)
    decide_with(PLAN, decider, person__b="c")
    assert decider.replayed >= 1

"""The promise that everything rests on: until `valid_until`, a decision is what it was."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.context.asking import Ask
from app.context.gathering import Shelves
from app.model.decision import Decision
from app.model.hours import Hours
from app.model.plan import Plan, StoreChoice
from app.model.store import StockLevel, Store
from app.model.subscriber import Subscriber
from tests.builders import (
    a_message,
    a_plan,
    a_store,
    a_subscriber,
    an_ask,
    at_berlin,
    decided,
    some_shelves,
)

MINUTE = timedelta(minutes=1)
ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Asia/Kathmandu",
)
LEAPS = (
    datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York, both ways
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Berlin
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 16, tzinfo=UTC),  # Sydney
    datetime(2026, 10, 3, 16, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe, by half an hour
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 4, 23, 22, tzinfo=UTC),  # Cairo, at midnight
    datetime(2026, 10, 29, 21, tzinfo=UTC),
    datetime(2026, 11, 27, 17, tzinfo=UTC),  # an ordinary day
)
CONDITIONS = (
    "clock.hour < 12",
    "clock.hour % 2 == 0",
    "clock.daypart == 'evening'",
    "clock.weekday in ['saturday', 'sunday']",
    "clock.date >= '2026-10-25'",
    "clock.time > '02:15'",
    "clock.between('22:00', '02:30')",
    "clock.between('02:10', '03:20')",
    "clock.before('2026-11-01 01:30')",
    "clock.after('2026-03-29T02:30')",
    "clock.before('02:30')",
    "clock.after('23:30')",
    "clock.until('03:00') > 45",
    "clock.until(message.sent_at) == 0",
    "store.known",
    "store.is_open",
    "not store.is_open",
    "store.closes is defined",
    "store.phone == '1'",
    "clock.until(store.closes) < 90",
    "store.hours_today == '09:00–18:00'",
    "stock.here > 2",
    "stock.total > 3",
    "stock.at('S2') is defined",
    "stock.alternative is defined",
    "stock.alternative_distance < 30",
    "len(stores) > 1",
    "stores is defined",
    "person.vip",
    "place.known",
)
TEXTS = (
    "{{ clock.hour }}",
    "{{ clock.time | time }}",
    "{{ clock.daypart }} {{ clock.weekday }}",
    "{{ clock.date | date('short') }}",
    "{{ clock.until('04:00') | countdown }}",
    "{{ clock.until(store.opens) | countdown }}",
    "{{ person.first_name or 'you' }}",
    "{{ store.name }}",
    "{{ store.name or 'no store' }} {{ store.phone or 'no phone' }}",
    "{{ store.closes | time }}",
    "{{ store.opens | date }} {{ store.opens | time }}",
    "{{ store.hours_today or 'closed' }}",
    "{{ store.distance | distance }}",
    "{{ stock.here or 0 }} here",
    "{{ stock.total }} in all",
    "{{ stock.alternative or 'nowhere else' }}",
    "{{ stock.at('S1') or 'unknown' }}",
    "{{ message.sent_at | time }}",
    "constant",
)
BLOCKS = 60
LAYOUTS = """\
layouts:
  card:
    - text: {content: "{{ say.headline }}", box: [0, 0, 600, 40]}
    - text: {content: "{{ say.detail }}", fallback_text: "-", box: [0, 40, 600, 40]}
    - map: {around: store, box: [0, 80, 100, 100]}
    - progress: {value: stock.here / 10, box: [0, 180, 100, 10]}
  list:
    - text: {content: "{{ say.headline }}", box: [0, 0, 600, 40], when: clock.hour != 3}
    - each:
        {of: stores, as: shop, limit: 2, box: [0, 40, 600, 40], step: [0, 40], draw: [
          {text: {content: "{{ shop.name }}, {{ shop.stock or 0 }}", box: [0, 0, 300, 40]}},
          {text: {content: "{{ shop.closes | time }}", when: shop.is_open,
                  box: [300, 0, 300, 40]}}]}
"""

quarters = st.integers(0, 95).map(lambda quarter: quarter * 15)
spans = st.lists(quarters, max_size=4, unique=True).map(
    lambda marks: tuple(zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False))
)
nights = st.sampled_from([((1200, 1600),), ((1320, 1530),), ((0, 1440),), ((540, 1080),)])
days = spans | nights


@st.composite
def stores(draw: st.DrawFn, external_id: str, day: date) -> Store:
    """Draw a store near Berlin with hours in some zone."""
    week = draw(st.tuples(*[days] * 7) | days.map(lambda spans: (spans,) * 7))
    exceptions = draw(st.sampled_from([(), ((day, ()),), ((day, ((120, 200),)),)]))
    across, up = draw(st.integers(-9, 9)), draw(st.integers(-9, 9))
    return a_store(
        external_id,
        draw(st.sampled_from([Hours(week=week, exceptions=exceptions)] * 5 + [None])),
        lat=52.52 + up / 40,
        lon=13.4 + across / 40,
        tz=draw(st.sampled_from([*ZONES, *ZONES, "Nowhere/Land"])),
        phone=draw(st.sampled_from(["", "1"])),
    )


@st.composite
def subscribers(draw: st.DrawFn) -> Subscriber | None:
    """Draw nobody, or somebody with or without a zone, a name and a store of their own."""
    if draw(st.integers(0, 4)) == 0:
        return None
    return a_subscriber(
        tz=draw(st.sampled_from(["", *ZONES])),
        language=draw(st.sampled_from(["", "de", "fr-CH", "ar"])),
        preferred_store=draw(st.sampled_from(["", "S2"])),
        attributes=draw(st.sampled_from([{}, {"first_name": "Noor", "vip": True}])),
    )


@lru_cache
def composed(seed: int) -> Plan:
    """Compose a block of a few variants; compiling takes too long to do it for each example."""
    dice = random.Random(seed)
    lines = [
        "params: {sku: {type: text, default: NB-1}}",
        f"zone: {dice.choice(['reader', 'reader', 'brand'])}",
        "variants:",
    ]
    for number in range(dice.randint(1, 3)):
        conditions = dice.sample(CONDITIONS, dice.randint(1, 3))
        lines += [
            f"  - name: v{number}",
            f'    when: "{dice.choice([" and ", " or "]).join(conditions)}"',
            f"    say: {_said(dice)}",
            f"    draw: {dice.choice(['card', 'card', 'list'])}",
        ]
    lines.append(f"fallback: {{say: {_said(dice)}, draw: card}}")
    return a_plan("\n".join(lines) + "\n" + LAYOUTS)


def _said(dice: random.Random) -> str:
    headline, detail = dice.choice(TEXTS), dice.choice(TEXTS)
    link = "https://shop.example/{{ store.slug or store.id or clock.hour }}"
    return f'{{headline: "{headline}", detail: "{detail}", link: "{link}"}}'


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Ask, Shelves]:
    """Draw an open close to a leap of some zone's clock, and the world around it."""
    leap = draw(st.sampled_from(LEAPS))
    at = leap + draw(st.integers(-180, 90)) * MINUTE + timedelta(seconds=draw(st.integers(0, 59)))
    shops = [draw(stores(f"S{n}", leap.date())) for n in range(1, 1 + draw(st.integers(0, 4)))]
    levels = [
        StockLevel(
            store=shop.external_id, sku="NB-1", quantity=draw(st.integers(0, 5)), as_of=as_of
        )
        for shop in shops
        for as_of in [at - draw(st.integers(0, 600)) * MINUTE]
        if draw(st.integers(0, 3))
    ]
    age = draw(st.sampled_from([None, timedelta(hours=4), timedelta(minutes=610)]))
    plan = replace(
        composed(draw(st.integers(1, BLOCKS))),
        store=draw(st.sampled_from(StoreChoice)),
        within_km=draw(st.sampled_from([None, 12.0])),
    )
    ask = an_ask(
        plan,
        at=at,
        subscriber=draw(subscribers()),
        place=draw(st.sampled_from([at_berlin(), at_berlin(), at_berlin(), None])),
        message=a_message(sent_at=at + draw(st.integers(-90, 90)) * MINUTE),
    )
    return ask, some_shelves(*shops, levels=levels, max_age=age)


def outcome(decision: Decision) -> tuple[object, ...]:
    """Return everything that a reader gets to see or follow."""
    return (
        decision.variant, decision.scene_digest, decision.link, dict(decision.say),
        decision.alt, decision.text, decision.reason,
    )  # fmt: skip


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(worlds(), st.lists(st.integers(0, 999), min_size=3, max_size=5))
def test_a_decision_stays_until_the_instant_it_names(
    world: tuple[Ask, Shelves], samples: list[int]
) -> None:
    """At every instant before `valid_until` the decision is unchanged, leaps of clocks included."""
    ask, shelves = world
    first = decided(ask, shelves)
    end = first.valid_until or ask.at + timedelta(days=8)

    assert end > ask.at
    span = min(end - ask.at, timedelta(days=8))
    second = timedelta(seconds=1)
    instants = [ask.at + span * sample / 1000 for sample in samples]
    for later in [*instants, ask.at + span - second, ask.at + span - second / 1000]:
        again = decided(replace(ask, at=max(ask.at, later)), shelves)
        assert outcome(first) == outcome(again), f"{ask.at} promised {end}, broken at {later}"

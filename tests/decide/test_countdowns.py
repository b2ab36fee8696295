"""What a countdown shows to whom, and until when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.context.gathering import GatheredFacts
from app.decide.clock import Clock
from app.decide.deciding import Decider
from app.decide.filters import Formatter
from app.model.decision import Decision
from app.model.nodes.countdown import Countdown
from app.model.reader import Reader, ReaderKind
from app.model.zones import UTC_ZONE
from tests.builders import a_message, a_plan, a_reader, a_subscriber, an_ask, decided, some_shelves

DUE = datetime(2026, 11, 27, 18, tzinfo=UTC)
FIELDS = 'box: [0, 0, 600, 240], expired: "Over"'


def a_decision(at: datetime, countdown: str, **said: Any) -> Decision:
    """Decide a block of one countdown, in the brand's zone."""
    plan = a_plan(f"zone: brand\nfallback: {{draw: [{{countdown: {{{FIELDS}, {countdown}}}}}]}}")
    return decided(an_ask(plan, at=at, **said), some_shelves())


def shown(at: datetime, countdown: str, **said: Any) -> Countdown:
    """Return the countdown of a block of one."""
    (node,) = a_decision(at, countdown, **said).scene.nodes
    assert isinstance(node, Countdown)
    return node


def prefetching() -> Reader:
    """Return a reader whose copy is kept for days."""
    return a_reader(kind=ReaderKind.PREFETCH)


TO_DUE = 'to: "2026-11-27 18:00+00:00"'


def test_a_gif_counts_every_second_and_a_picture_every_minute() -> None:
    """A picture that stands still shows no seconds, and changes when its digits do."""
    at = DUE - timedelta(hours=2, seconds=-13.5)
    moving, still = (a_decision(at, TO_DUE, moves=moves) for moves in (True, False))
    (film,), (picture,) = moving.scene.nodes, still.scene.nodes
    assert isinstance(film, Countdown)
    assert isinstance(picture, Countdown)
    assert (film.left_s, film.units, film.film_s) == (7187, "dhms", 60)
    assert (picture.left_s, picture.units, picture.film_s) == (7200, "dhm", 0)
    assert moving.valid_until == DUE - timedelta(seconds=7186)
    assert still.valid_until == DUE - timedelta(seconds=7140)


@pytest.mark.parametrize(
    ("fields", "moves", "units", "step"),
    [
        ("units: [days, hours]", False, "dh", 3600),
        ("units: [days]", False, "d", 86_400),
        ("units: [seconds]", False, "s", 1),
        ("units: [minutes, seconds]", False, "m", 60),
        ("still: [hours, minutes, seconds]", False, "hms", 1),
        ("units: [days, hours], duration: 300", True, "dh", 1),
    ],
)
def test_digits_hold_until_the_smallest_unit_changes(
    fields: str, *, moves: bool, units: str, step: int
) -> None:
    """Whichever units are shown, the picture is new when its digits are."""
    at = DUE - timedelta(days=3, hours=5, minutes=7, seconds=11)
    decision = a_decision(at, f"{TO_DUE}, {fields}", moves=moves)
    (node,) = decision.scene.nodes
    assert isinstance(node, Countdown)
    assert node.units == units
    assert node.left_s % step == 0
    assert decision.valid_until == DUE - timedelta(seconds=node.left_s - step)


KINDS = st.sampled_from(
    [TO_DUE, 'daily: "02:30"', 'daily: "17:00"', "after_sent: 36 hours", 'to: "19:00"']
)


@settings(max_examples=150, deadline=None)
@given(
    kind=KINDS,
    moves=st.booleans(),
    kept=st.booleans(),
    tz=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    before=st.timedeltas(-timedelta(days=2), timedelta(days=250)),
)
def test_a_countdown_is_what_it_was_until_it_is_said_to_change(
    *, kind: str, moves: bool, kept: bool, tz: str, before: timedelta
) -> None:
    """Until `valid_until` every open gets the same scene, and from then on another."""
    plan = a_plan(f"fallback: {{draw: [{{countdown: {{{FIELDS}, {kind}}}}}]}}")
    person = a_subscriber(tz=tz)
    message = a_message(sent_at=DUE - timedelta(hours=36))

    def scene_at(at: datetime) -> Decision:
        ask = an_ask(plan, at=at, moves=moves, kept=kept, subscriber=person, message=message)
        return decided(ask, some_shelves())

    at = DUE - before
    decision = scene_at(at)
    until = decision.valid_until
    if until is None:
        assert scene_at(at + timedelta(days=400)).scene == decision.scene
        return
    assert scene_at(until - timedelta(microseconds=1)).scene == decision.scene
    if not kept and kind != 'to: "19:00"':  # a moment of today is another one at midnight
        assert scene_at(until).scene != decision.scene


def test_whoever_keeps_the_copy_gets_the_deadline() -> None:
    """A prefetching reader and a fallback drawn ahead: words that stay true, to the deadline."""
    at = DUE - timedelta(days=6)
    for said in ({"reader": prefetching()}, {"kept": True}):
        decision = a_decision(at, TO_DUE, moves=True, **said)
        (node,) = decision.scene.nodes
        assert isinstance(node, Countdown)
        assert node.stable == "Friday, November 27, 7:00\u202fPM GMT+1"
        assert (node.film_s, node.left_s) == (0, 1)
        assert decision.valid_until == DUE
    over = shown(DUE, TO_DUE, kept=True)
    assert (over.left_s, over.expired) == (0, "Over")


def test_a_daily_deadline_is_kept_without_a_date() -> None:
    """It is true tomorrow as well, for ever."""
    decision = a_decision(DUE, 'daily: "7:30"', kept=True)
    (node,) = decision.scene.nodes
    assert isinstance(node, Countdown)
    assert node.stable == "7:30\u202fAM"
    assert decision.valid_until is None


def test_the_marketer_words_the_deadline() -> None:
    """In place of the date; without what it is made of, the date stands there."""
    words = "deadline: \"Ends {{ clock.moment('2026-11-27 18:00') | date }}\""
    at = DUE - timedelta(days=6)
    assert shown(at, f"{TO_DUE}, {words}", kept=True).stable == "Ends November 27, 2026"
    unknown = 'deadline: "Only for {{ person.first_name }}"'
    assert shown(at, f"{TO_DUE}, {unknown}", kept=True).stable.startswith("Friday")


def test_a_block_that_is_live_for_everybody_shows_digits() -> None:
    """To readers that keep their copy, too."""
    plan = a_plan(
        f"prefetch: live\nfallback: {{draw: [{{countdown: {{{FIELDS}, {TO_DUE}}}}}]}}",
    )
    ask = an_ask(plan, at=DUE - timedelta(days=6), reader=prefetching())
    (node,) = decided(ask, some_shelves()).scene.nodes
    assert isinstance(node, Countdown)
    assert (node.stable, node.left_s) == ("", 6 * 86_400)


def test_a_printed_deadline_is_steady() -> None:
    """A variant with a countdown is shown to readers that keep it, however near its end is."""
    plan = a_plan(f"variants: [{{name: sale, draw: [{{countdown: {{{FIELDS}, {TO_DUE}}}}}]}}]")
    at = DUE - timedelta(hours=5)
    ask = an_ask(plan, at=at, reader=prefetching())
    facts = GatheredFacts(ask, some_shelves(), {})
    decision = Decider().decide_steady(
        plan, facts, Clock(at, UTC_ZONE), Formatter("en-GB"), keep_for=timedelta(days=7)
    )
    (node,) = decision.scene.nodes
    assert isinstance(node, Countdown)
    assert (decision.variant, node.stable) == ("sale", "Friday 27 November, 18:00 UTC")
    assert decision.valid_until == DUE


def test_a_daily_countdown_knows_its_next_day() -> None:
    """Which is of 23 hours where the wall leaps ahead."""
    berlin_evening = datetime(2026, 3, 27, 15, 59, 50, tzinfo=UTC)
    node = shown(berlin_evening, 'daily: "17:00"', moves=True)
    assert (node.left_s, node.restart_s) == (10, 86_400)
    later = shown(berlin_evening + timedelta(days=1), 'daily: "17:00"', moves=True)
    assert (later.left_s, later.restart_s) == (10, 23 * 3600)
    assert shown(berlin_evening, 'daily: "17:00"').restart_s == 0


def test_a_deadline_can_be_a_persons_own() -> None:
    """An attribute with the moment; without it there is nothing to count to."""
    trial = 'to: "{{ person.trial_ends }}"'
    person = a_subscriber(attributes={"trial_ends": "2026-11-28 18:00+00:00"})
    assert shown(DUE, trial, subscriber=person).left_s == 86_400
    assert a_decision(DUE, trial, subscriber=a_subscriber()).scene.nodes == ()


def test_so_long_after_sending_needs_a_sent_message() -> None:
    """Counted as instants: 24 hours later is 24 hours later in any night."""
    message = a_message(sent_at=datetime(2026, 3, 28, 22, tzinfo=UTC))
    at = datetime(2026, 3, 29, 21, tzinfo=UTC)
    assert shown(at, "after_sent: 1 day", message=message).left_s == 3600
    assert a_decision(at, "after_sent: 1 day", message=a_message()).scene.nodes == ()


def test_words_for_the_end_may_be_live() -> None:
    """And are none where they are not known: the countdown is there all the same."""
    plan = a_plan(
        "fallback: {draw: [{countdown: {box: [0, 0, 9, 9], expired: 'Bye {{ person.name }}', "
        f"{TO_DUE}}}}}]}}"
    )
    for person, said in ((a_subscriber(attributes={"name": "Ada"}), "Bye Ada"), (None, "")):
        decision = decided(an_ask(plan, at=DUE, subscriber=person), some_shelves())
        assert decision.scene.nodes[0].expired == said  # type: ignore[union-attr]  # it is one


def test_readers_of_equal_seconds_share_a_scene() -> None:
    """Wherever they are: the same instant is as far for everybody."""
    plan = a_plan(f"fallback: {{draw: [{{countdown: {{{FIELDS}, {TO_DUE}}}}}]}}")
    scenes = {
        decided(
            an_ask(plan, at=DUE - timedelta(hours=1), moves=True, subscriber=a_subscriber(tz=tz)),
            some_shelves(),
        ).scene_digest
        for tz in ("Europe/Berlin", "America/New_York")
    }
    assert len(scenes) == 1

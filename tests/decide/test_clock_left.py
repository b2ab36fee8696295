"""What is left until a moment, to the second, and when a time of day comes next."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.decide.clock import Clock
from app.model.facts import Fact, Missing, Value, Why

DUE = datetime(2026, 11, 27, 18, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
ZONES = st.sampled_from(
    ["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo"]
).map(ZoneInfo)
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # aware by `timezones`
TICK = timedelta(microseconds=1)


def asked(at: datetime, zone: ZoneInfo, name: str, *args: Value) -> Fact:
    """Return an answer that there must be."""
    known = Clock(at, zone).answer(name, args)
    assert isinstance(known, Fact)
    return known


@given(st.integers(0, 10**13), st.integers(1, 31 * 86_400))
def test_seconds_round_up_and_hold_until_another_is_left(micros: int, step: int) -> None:
    """In whole steps; nothing is left only when the moment is there."""
    at = DUE - timedelta(microseconds=micros)
    known = asked(at, UTC_ZONE, "clock.seconds", DUE, step)
    assert known.value == -(-micros // (step * 10**6)) * step
    if not micros:
        assert known.valid_until is None
        return
    until = known.valid_until
    assert until is not None
    assert asked(until - TICK, UTC_ZONE, "clock.seconds", DUE, step).value == known.value
    assert asked(until, UTC_ZONE, "clock.seconds", DUE, step).value == known.value - step  # type: ignore[operator]  # a number


def test_seconds_are_true_ones_where_the_wall_leaps() -> None:
    """From Saturday 22:00 to Sunday 05:00 in a spring night are six hours."""
    berlin = ZoneInfo("Europe/Berlin")
    at = datetime(2026, 3, 28, 22, tzinfo=berlin)
    assert asked(at, berlin, "clock.seconds", "2026-03-29 05:00").value == 6 * 3600


@given(INSTANTS, ZONES, st.times(), st.integers(1, 31))
def test_the_next_time_is_the_first_that_the_wall_shows(
    at: datetime, zone: ZoneInfo, wall: time, count: int
) -> None:
    """And the n-th next is reached after the ones before it, one on each day."""
    wall = wall.replace(second=0, microsecond=0, tzinfo=None, fold=0)
    text = f"{wall:%H:%M}"
    times = [asked(at, zone, "clock.next", text, number).value for number in range(1, count + 1)]
    moments = [moment.astimezone(UTC) for moment in times if isinstance(moment, datetime)]
    assert len(moments) == count
    assert at < moments[0]
    for earlier, later in pairwise([at, *moments]):
        assert timedelta(0) < later - earlier <= timedelta(hours=25)
    known = asked(at, zone, "clock.next", text, count)
    assert known.valid_until == moments[0]
    assert asked(moments[0] - TICK, zone, "clock.next", text, count).value == known.value
    assert asked(moments[0], zone, "clock.next", text, count).value != known.value


def test_a_leapt_time_of_day_is_the_leap() -> None:
    """02:30 does not exist in the night of 29 March 2026 in Berlin."""
    berlin = ZoneInfo("Europe/Berlin")
    known = asked(datetime(2026, 3, 29, 0, 30, tzinfo=berlin), berlin, "clock.next", "02:30")
    assert known.value == datetime(2026, 3, 29, 3, tzinfo=berlin)


def test_a_moment_is_shown_on_the_wall() -> None:
    """With the block's zone, so that it can be written; today's are others tomorrow."""
    berlin = ZoneInfo("Europe/Berlin")
    for given_as in ("2026-11-27 19:00", DUE, "2026-11-27T13:00-05:00"):
        known = asked(DUE - timedelta(days=9), berlin, "clock.moment", given_as)
        assert isinstance(known.value, datetime)
        assert f"{known.value:%Y-%m-%d %H:%M %Z}" == "2026-11-27 19:00 CET"
        assert known.valid_until is None
    today = asked(DUE, berlin, "clock.moment", "08:00")
    assert today.valid_until == datetime(2026, 11, 27, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("clock.seconds", (DUE, 0)),
        ("clock.seconds", (DUE, 1.5)),
        ("clock.seconds", (DUE, True)),
        ("clock.seconds", (DUE, 32 * 86_400)),
        ("clock.seconds", ("soon",)),
        ("clock.seconds", ()),
        ("clock.next", ("2026-11-27",)),
        ("clock.next", ("18:00", 0)),
        ("clock.next", ("18:00", 99)),
        ("clock.next", ("18:00", 1, 2)),
        ("clock.moment", ("tomorrow",)),
    ],
)
def test_what_cannot_be_asked_is_malformed(name: str, args: tuple[Value, ...]) -> None:
    """Steps and counts have bounds; a time of day has no date."""
    assert Missing(Why.MALFORMED, "clock") == Clock(DUE, UTC_ZONE).answer(name, args)


def test_the_end_of_the_calendar_has_no_tomorrow() -> None:
    """There the next time is malformed, and nothing is raised."""
    end = datetime(9999, 12, 31, 23, 30, tzinfo=UTC)
    assert isinstance(Clock(end, UTC_ZONE).answer("clock.next", ("18:00", 2)), Missing)

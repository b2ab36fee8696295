"""Zones by name, and wall times as instants."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.walls import before_jump, hold_until, instant_of
from app.model.zones import UTC_ZONE, is_zone, known_zone, zone_of

ZONES = (
    "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "America/St_Johns",
    "Asia/Kathmandu", "Pacific/Apia", "America/Sao_Paulo",
)  # fmt: skip
SECOND = timedelta(seconds=1)
instants = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "America", "../etc", "a\0b", "é" * 300])
def test_a_name_that_nobody_knows_is_utc(name: str) -> None:
    """Never an error."""
    assert zone_of(name) is UTC_ZONE
    assert known_zone(name) is None
    assert not is_zone(name)


def test_a_known_name_is_its_zone() -> None:
    """By its IANA name."""
    assert zone_of("Asia/Kathmandu") == ZoneInfo("Asia/Kathmandu")
    assert is_zone("Asia/Kathmandu")


@given(instants, st.sampled_from(ZONES), st.lists(st.times(), min_size=1, max_size=3))
def test_a_wall_does_not_show_or_leap_before_it_is_said_to(
    at: datetime, name: str, walls: list[time]
) -> None:
    """Until then the offset stays, and so does the side of every wall time."""
    zone = ZoneInfo(name)
    until = hold_until(at, zone, tuple(walls))
    assert at < until <= at + timedelta(days=2)
    first, last = at.astimezone(zone), (until - timedelta.resolution).astimezone(zone)
    assert first.utcoffset() == last.utcoffset()
    days = {first.date(), last.date()}
    shown = [datetime.combine(day, wall) for day in days for wall in walls]
    start, end = first.replace(tzinfo=None), last.replace(tzinfo=None)
    assert not [moment for moment in shown if start < moment <= end]


@given(instants, st.sampled_from(ZONES))
def test_an_instant_is_the_first_at_which_the_wall_shows_its_time(at: datetime, name: str) -> None:
    """The instant itself, or an earlier one when the time occurs twice."""
    zone = ZoneInfo(name)
    first = instant_of(at.astimezone(zone).replace(tzinfo=None), zone)
    assert first <= at
    assert first.astimezone(zone).replace(tzinfo=None) == at.astimezone(zone).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("wall", "name", "jump"),
    [
        (datetime(2026, 3, 8, 2, 30), "America/New_York", datetime(2026, 3, 8, 7)),  # noqa: DTZ001
        (datetime(2026, 10, 4, 2, 15), "Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30)),  # noqa: DTZ001
        (datetime(2011, 12, 30, 12), "Pacific/Apia", datetime(2011, 12, 30, 10)),  # noqa: DTZ001
    ],
)
def test_a_time_in_a_gap_is_the_jump(wall: datetime, name: str, jump: datetime) -> None:
    """Also where a whole day is left out; a jump is found to the second."""
    zone, leap = ZoneInfo(name), jump.replace(tzinfo=UTC)
    assert instant_of(wall, zone) == leap
    for before in (timedelta(microseconds=1), SECOND, timedelta(hours=11)):
        for after in (timedelta(0), SECOND / 3, timedelta(hours=9)):
            assert before_jump(leap - before, leap + after, zone) == leap
    assert before_jump(leap, leap + SECOND, zone) == leap + SECOND

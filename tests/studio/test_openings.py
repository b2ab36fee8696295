"""What opening hours mean, in words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.hours import Hours
from app.model.hours_text import parse_hours
from app.studio.openings import hours_line, monday_of, sign, week_of

BERLIN = ZoneInfo("Europe/Berlin")
SHOP = parse_hours("Mo-Fr 09:00-12:30,14:00-18:00; Fr 20:00-02:00; Sa 10:00-16:00; 2026-12-25 off")


def at(text):
    """An instant by the clocks of Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("2026-11-26 11:00", "Open until 12:30"),
        ("2026-11-26 13:00", "Closed, opens 14:00"),
        ("2026-11-27 23:00", "Open until 02:00"),
        ("2026-11-28 17:00", "Closed, opens Mon 09:00"),
        ("2026-12-24 19:00", "Closed, opens Sat 10:00"),
    ],
)
def test_a_sign_says_until_when(when, says):
    """By the clock of the store; over nights, weekends and holidays."""
    assert sign(SHOP, BERLIN, at(when)).says == says


def test_what_never_changes_is_said_so():
    """And unknown hours are neither open nor closed."""
    noon = at("2026-11-26 12:00")
    assert sign(parse_hours("24/7"), BERLIN, noon).says == "Always open"
    assert sign(parse_hours("Mo-Su off"), BERLIN, noon).says == "Closed for good"
    assert sign(None, BERLIN, noon).is_open is None


def test_a_week_shows_the_clocks_change():
    """A night of opening is an hour shorter in spring and longer in autumn."""
    bar = parse_hours("Sa 22:00-05:00")
    spring = week_of(bar, BERLIN, date(2026, 3, 23))
    assert spring[6].spans == ("00:00–05:00",)
    assert "23 hours" in spring[6].note
    assert spring[6].bars[0][1] == pytest.approx(4 / 23)
    autumn = week_of(bar, BERLIN, date(2026, 10, 19))
    assert "25 hours" in autumn[6].note
    assert autumn[6].bars[0][1] == pytest.approx(6 / 25)


def test_a_week_shows_exceptions():
    """On their dates and no others."""
    week = week_of(SHOP, BERLIN, monday_of(date(2026, 12, 25)))
    assert [day.is_exception for day in week] == [False] * 4 + [True] + [False] * 2
    assert week[4].spans == ()
    assert week[3].spans == ("09:00–12:30", "14:00–18:00")


@st.composite
def some_hours(draw):
    """Hours with one or two spans a day, and exceptions."""
    day = st.sampled_from([(), ((540, 1080),), ((480, 720), (780, 1140)), ((0, 1440),)])
    dates = draw(st.dictionaries(st.integers(0, 60), day, max_size=4))
    start = date(2026, 12, 1)
    return Hours(
        week=tuple(draw(st.tuples(*[day] * 7))),
        exceptions=tuple((start + timedelta(days=n), spans) for n, spans in sorted(dates.items())),
    )


@settings(deadline=None)
@given(some_hours())
def test_a_line_reads_as_the_hours_it_was_written_from(hours):
    """So that people may edit it as text."""
    assert parse_hours(hours_line(hours)) == hours

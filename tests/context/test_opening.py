"""Opening hours answer for instants as a clock on the shop's wall would."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.context.opening import closes, opens, state, today_text
from app.model.hours import Hours, Span

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)

LEAPS = {
    "America/New_York": [(2026, 3, 8), (2026, 11, 1)],
    "Europe/Berlin": [(2026, 3, 29), (2026, 10, 25)],
    "Europe/London": [(2026, 3, 29), (2026, 10, 25)],
    "Australia/Sydney": [(2026, 4, 5), (2026, 10, 4)],
    "Australia/Lord_Howe": [(2026, 4, 5), (2026, 10, 4)],
    "America/Sao_Paulo": [(2018, 2, 18), (2018, 11, 4)],
    "Africa/Cairo": [(2026, 4, 24), (2026, 10, 30)],
    "Asia/Kathmandu": [(2026, 3, 29)],
    "Pacific/Apia": [(2011, 12, 30)],
}


def an_hours(
    *daily: Span, exceptions: dict[date, tuple[Span, ...]] | None = None, **days: tuple[Span, ...]
) -> Hours:
    """Build hours: the same spans every day unless a day (mon to sun) says otherwise."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return Hours(
        week=tuple(days.get(name, daily) for name in names),
        exceptions=tuple(sorted((exceptions or {}).items())),
    )


def wall_says(hours: Hours, zone: ZoneInfo, at: datetime) -> bool:
    """Answer as somebody who reads the clock on the wall and the sign on the door."""
    wall = at.astimezone(zone)
    signs = dict(hours.exceptions)
    for back in (0, 1):
        day = wall.date() - timedelta(days=back)
        minute = back * 1440 + wall.hour * 60 + wall.minute
        spans = signs.get(day, hours.week[day.weekday()])
        if any(opening <= minute < closing for opening, closing in spans):
            return True
    return False


def utc(*parts: int) -> datetime:
    """Build an aware instant."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # parts are all ints


SPAN = st.tuples(st.integers(0, 95).map(lambda quarter: quarter * 15), st.integers(1, 96)).map(
    lambda pair: (pair[0], min(pair[0] + pair[1] * 15, 2880))
)
DAY = st.lists(SPAN, max_size=2).map(tuple)


@st.composite
def nights(draw: st.DrawFn) -> tuple[Hours, ZoneInfo, datetime]:
    """Draw hours, a zone and an instant close to one of its leaps."""
    name = draw(st.sampled_from(sorted(LEAPS)))
    leap = date(*draw(st.sampled_from(LEAPS[name])))
    week = tuple(draw(DAY) for _ in range(7))
    dates = draw(st.lists(st.integers(-2, 3), max_size=2, unique=True))
    signs = tuple((leap + timedelta(days=n), draw(DAY)) for n in sorted(dates))
    minute = draw(st.integers(-36 * 60, 36 * 60))
    at = datetime(leap.year, leap.month, leap.day, tzinfo=UTC) + minute * MINUTE
    return Hours(week=week, exceptions=signs), ZoneInfo(name), at


@pytest.mark.no_cover
@settings(max_examples=150, deadline=None)
@given(nights())
def test_the_answer_is_the_walls(night):
    """Minute by minute until it flips, the answer is what the clock on the wall says."""
    hours, zone, at = night

    answer = state(hours, zone, at)

    assert wall_says(hours, zone, at) == answer.open
    end = answer.until or at + timedelta(days=12)
    assert answer.holds_from <= at < end
    checked = min(end, at + timedelta(days=2))
    probe = answer.holds_from
    while probe < checked:
        assert wall_says(hours, zone, probe) == answer.open
        probe += 5 * MINUTE
    if answer.until is None:
        assert all(wall_says(hours, zone, at + n * 15 * MINUTE) == answer.open for n in range(1000))
    else:
        assert wall_says(hours, zone, answer.until - MINUTE) == answer.open
        assert wall_says(hours, zone, answer.until) != answer.open


def test_a_plain_day_opens_and_closes():
    """A shop open nine to six in New York closes at six there."""
    hours = an_hours((540, 1080))

    answer = state(hours, NEW_YORK, utc(2026, 11, 20, 15))

    assert answer.open
    assert utc(2026, 11, 20, 23) == answer.until
    assert utc(2026, 11, 20, 14) == answer.holds_from


@pytest.mark.parametrize(
    ("spans", "opening"),
    [((150, 600), utc(2026, 3, 8, 7)), ((180, 600), utc(2026, 3, 8, 7))],
)
def test_a_time_leapt_over_is_the_leap(spans, opening):
    """Opening at 02:30 on the night that has no 02:30 is opening at the leap, 03:00."""
    hours = an_hours(spans)

    assert opening == state(hours, NEW_YORK, utc(2026, 3, 8, 5)).until


def test_a_span_inside_the_gap_never_opens():
    """A span from 02:10 to 02:50 does not happen on the night without that hour."""
    hours = an_hours((130, 170))

    assert utc(2026, 3, 9, 6, 10) == state(hours, NEW_YORK, utc(2026, 3, 8, 6, 55)).until


def test_a_time_that_occurs_twice_counts_twice():
    """Closing at 01:30 on the night with two of them closes, opens again and closes."""
    hours = an_hours((0, 90))
    flips = []
    at = utc(2026, 11, 1, 4)

    for _ in range(3):
        at = state(hours, NEW_YORK, at).until
        flips.append(at)

    assert [utc(2026, 11, 1, 5, 30), utc(2026, 11, 1, 6), utc(2026, 11, 1, 6, 30)] == flips


def test_around_the_clock_never_changes():
    """A shop that never shuts has no next change, over midnights and leaps alike."""
    hours = an_hours((0, 1440))

    answer = state(hours, BERLIN, utc(2026, 3, 28, 12))

    assert answer.open
    assert answer.until is None
    assert closes(hours, BERLIN, utc(2026, 3, 28, 12)) is None


def test_around_the_clock_ends_for_an_exception():
    """A shop that never shuts but at Christmas closes when Christmas begins, years ahead."""
    hours = an_hours((0, 1440), exceptions={date(2031, 12, 25): ()})

    assert utc(2031, 12, 24, 23) == state(hours, BERLIN, utc(2026, 1, 1)).until
    assert utc(2031, 12, 25, 23) == state(hours, BERLIN, utc(2031, 12, 25)).until


def test_a_shut_week_never_opens():
    """A shop closed all week stays closed for ever and shows no hours."""
    hours = an_hours()

    answer = state(hours, BERLIN, utc(2026, 5, 1))

    assert not answer.open
    assert answer.until is None
    assert opens(hours, BERLIN, utc(2026, 5, 1)) is None
    assert not today_text(hours, BERLIN, utc(2026, 5, 1))


def test_a_shut_week_opens_for_an_exception():
    """A shop closed all week opens on its one date, over midnight too, and then no more."""
    hours = an_hours(exceptions={date(2026, 6, 1): ((1200, 1560),)})

    assert utc(2026, 6, 1, 18) == state(hours, BERLIN, utc(2026, 5, 1)).until
    assert utc(2026, 6, 2) == state(hours, BERLIN, utc(2026, 6, 1, 19)).until
    assert state(hours, BERLIN, utc(2026, 6, 2, 1)).until is None


def test_touching_spans_are_one():
    """Midnight is no change where one day's span ends and the next one's begins."""
    hours = an_hours(fri=((1200, 1440),), sat=((0, 120), (120, 300)))

    assert utc(2026, 11, 21, 4) == state(hours, BERLIN, utc(2026, 11, 20, 20)).until


def test_an_evening_runs_into_an_exception():
    """A closed date does not cut the night that began on the evening before."""
    hours = an_hours((1200, 1560), exceptions={date(2026, 12, 25): ()})

    assert utc(2026, 12, 25, 1) == state(hours, BERLIN, utc(2026, 12, 24, 20)).until
    assert utc(2026, 12, 26, 19) == state(hours, BERLIN, utc(2026, 12, 25, 2)).until


def test_opens_and_closes_are_wall_times():
    """The next opening and closing carry the shop's own zone."""
    hours = an_hours((540, 1080))

    night = utc(2026, 7, 1, 2)

    assert datetime(2026, 7, 1, 9, tzinfo=BERLIN) == opens(hours, BERLIN, night)
    assert opens(hours, BERLIN, night).tzinfo is BERLIN
    assert datetime(2026, 7, 1, 18, tzinfo=BERLIN) == closes(hours, BERLIN, night)
    assert datetime(2026, 7, 2, 9, tzinfo=BERLIN) == opens(hours, BERLIN, utc(2026, 7, 1, 12))


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        (((540, 750), (840, 1080)), "09:00–12:30, 14:00–18:00"),
        (((1200, 1560),), "20:00–02:00"),
        (((0, 1440),), "00:00–24:00"),
        (((540, 720), (720, 1080)), "09:00–18:00"),
    ],
)
def test_today_is_written(spans, text):
    """The hours of the shop's own date read as a sign on a door."""
    assert text == today_text(an_hours(*spans), NEW_YORK, utc(2026, 11, 20, 3))


def test_today_is_spelled_as_asked():
    """The caller's spelling of a time is used, and an exception's spans."""
    hours = an_hours((540, 1080), exceptions={date(2026, 11, 20): ((600, 660),)})

    text = today_text(hours, BERLIN, utc(2026, 11, 20, 3), spell=lambda m: f"{m // 60} h")

    assert text == "10 h–11 h"


def test_the_end_of_time_is_no_error():
    """An instant in the last days that can be written has no next change."""
    hours = an_hours((0, 1440), exceptions={date(9999, 12, 31): ()})

    assert state(hours, BERLIN, utc(9999, 12, 20)).until is None

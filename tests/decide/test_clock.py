"""The clock answers as somebody would who looks at the wall every minute."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.decide.clock import Clock
from app.model.facts import Fact, Known, Missing, Value, Why

MINUTE = timedelta(minutes=1)
NIGHTS = {
    "America/New_York": ((2026, 3, 8, 7), (2026, 11, 1, 6)),
    "Europe/Berlin": ((2026, 3, 29, 1), (2026, 10, 25, 1)),
    "Australia/Sydney": ((2026, 4, 4, 16), (2026, 10, 3, 16)),
    "Australia/Lord_Howe": ((2026, 4, 4, 15), (2026, 10, 3, 15, 30)),
    "Africa/Cairo": ((2026, 4, 23, 22), (2026, 10, 29, 21)),
    "America/Sao_Paulo": ((2018, 2, 18, 2), (2018, 11, 4, 3)),
    "Asia/Kathmandu": ((2026, 3, 29, 1),),
}
CASES = [
    (zone, datetime(*night, tzinfo=UTC) + offset)  # type: ignore[arg-type,misc]  # all ints
    for zone, nights in NIGHTS.items()
    for night in (*nights, (2026, 7, 15, 12))
    for offset in (timedelta(hours=-2),)
]
HOURS = 4
FOREVER = datetime(2100, 1, 1, tzinfo=UTC)
MOMENTS = ("02:30", "00:00", "23:45", "18:00")
WALLS = (("22:00", "02:30"), ("01:30", "03:00"), ("09:00", "09:00"), ("00:00", "23:59"))


def shown(name: str) -> Callable[[datetime], Value]:
    """Return what the wall says by itself."""
    dayparts = {0: "night", 5: "morning", 12: "afternoon", 17: "evening", 22: "night"}
    return {
        "clock.hour": lambda wall: wall.hour,
        "clock.time": lambda wall: time(wall.hour, wall.minute),
        "clock.date": lambda wall: f"{wall:%Y-%m-%d}",
        "clock.weekday": lambda wall: f"{wall:%A}".lower(),
        "clock.daypart": lambda wall: dayparts[max(h for h in dayparts if h <= wall.hour)],
    }[name]


def first_showing(wall: datetime, zone: ZoneInfo) -> datetime:
    """Find the first minute at which the wall shows that time or, when leapt over, a later one."""
    minute = wall.replace(tzinfo=UTC) - timedelta(hours=15)
    while minute.astimezone(zone).replace(tzinfo=None) < wall:
        minute += MINUTE
    return minute


def follow(zone: ZoneInfo, start: datetime, ask: Callable[[Clock], Known]) -> None:
    """Check by the minute that answers hold until they say, and at leaps at most not as long."""
    value: Value = None
    promised = start
    for number in range(HOURS * 60):
        at = start + number * MINUTE
        answer = ask(Clock(at, zone))
        assert isinstance(answer, Fact)
        assert at >= promised or answer.value == value, at
        value, until = answer.value, answer.valid_until or FOREVER
        assert until > at
        promised = max(promised, until)
        after = ask(Clock(until, zone))
        leaps = at.astimezone(zone).utcoffset() != until.astimezone(zone).utcoffset()
        # A leap may end an answer early, and midnight what is asked of today's moments; else it
        # ends when another takes its place.
        assert isinstance(after, Fact)
        assert after.value != value or leaps or until == FOREVER or _ends_a_day(until, zone), at


def _ends_a_day(until: datetime, zone: ZoneInfo) -> bool:
    return until.astimezone(zone).time() == time(0)


@pytest.mark.parametrize(("zone", "start"), CASES)
@pytest.mark.parametrize(
    "name", ["clock.hour", "clock.time", "clock.date", "clock.weekday", "clock.daypart"]
)
def test_facts_say_what_the_wall_shows(name: str, zone: str, start: datetime) -> None:
    """Every fact is the wall's, minute by minute, and holds exactly as long as it says."""
    there, wall_says = ZoneInfo(zone), shown(name)
    follow(there, start, lambda clock: clock.known(name))
    for number in range(HOURS * 60):
        at = start + number * MINUTE
        known = Clock(at, there).known(name)
        assert isinstance(known, Fact)
        assert wall_says(at.astimezone(there)) == known.value


@pytest.mark.parametrize(("zone", "start"), CASES)
@pytest.mark.parametrize("walls", WALLS)
def test_between_is_what_the_wall_shows(walls: tuple[str, str], zone: str, start: datetime) -> None:
    """The wall time is in [a, b), also over midnight, also where the wall leaps."""
    there = ZoneInfo(zone)
    first, last = (time.fromisoformat(wall) for wall in walls)
    follow(there, start, lambda clock: clock.answer("clock.between", walls))
    for number in range(HOURS * 60):
        at = start + number * MINUTE
        known = Clock(at, there).answer("clock.between", walls)
        wall = at.astimezone(there).time()
        inside = first <= wall < last if first <= last else wall >= first or wall < last
        assert isinstance(known, Fact)
        assert inside is known.value


@pytest.mark.parametrize(("zone", "start"), CASES)
@pytest.mark.parametrize("moment", MOMENTS)
def test_moments_of_today_pass_once_a_day(moment: str, zone: str, start: datetime) -> None:
    """A moment of today is reached the first time that the wall shows it or leaps over it."""
    there = ZoneInfo(zone)
    for question in ("clock.before", "clock.after", "clock.until"):
        follow(there, start, lambda clock, q=question: clock.answer(q, (moment,)))
    due: dict[object, datetime] = {}
    for number in range(0, HOURS * 60, 7):
        at = start + number * MINUTE
        today = at.astimezone(there).date()
        wall = datetime.combine(today, time.fromisoformat(moment))
        when = due.setdefault(today, first_showing(wall, there))
        clock = Clock(at, there)
        left = max(timedelta(0), when - at) // MINUTE
        for question, expected in (
            ("clock.before", at < when), ("clock.after", at >= when), ("clock.until", left),
        ):  # fmt: skip
            known = clock.answer(question, (moment,))
            assert isinstance(known, Fact)
            assert expected == known.value, (question, at)


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-03-29 02:30", "Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("2026-10-25T02:30", "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25 02:30+01:00", "Europe/Berlin", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-11-27", "America/New_York", datetime(2026, 11, 27, 5, tzinfo=UTC)),
        ("2018-11-04", "America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
        ("2011-12-30 12:00", "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
)
def test_a_dated_moment_is_one_instant(text: str, zone: str, expected: datetime) -> None:
    """A date and time mean the first such time in the block's zone, in a gap the leap."""
    for seconds, reached in ((-1, False), (0, True)):
        known = Clock(expected + timedelta(seconds=seconds), ZoneInfo(zone)).answer(
            "clock.after", (text,)
        )
        until = None if reached else expected
        assert (reached, until) == (known.value, known.valid_until)  # type: ignore[union-attr]


def test_countdowns_round_up_and_change_by_the_minute() -> None:
    """A minute counts until it is over; nothing is left only when the moment is there."""
    due = datetime(2026, 11, 27, 18, tzinfo=UTC)
    zone = ZoneInfo("UTC")
    for seconds, minutes, holds in ((61, 2, 1), (60, 1, 60), (59, 1, 59), (1, 1, 1)):
        at = due - timedelta(seconds=seconds)
        known = Clock(at, zone).answer("clock.until", (due,))
        assert known == Fact(minutes, "clock", at + timedelta(seconds=holds), known.trust)  # type: ignore[union-attr]
    past = Clock(due, zone).answer("clock.until", (due,))
    assert (past.value, past.valid_until) == (0, None)  # type: ignore[union-attr]


def test_a_time_of_another_place_counts_by_its_own_wall() -> None:
    """Between opening and closing compares wall times; naive moments are the block's."""
    berlin, new_york = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
    clock = Clock(datetime(2026, 11, 27, 17, tzinfo=UTC), new_york)
    closes = datetime(2026, 11, 27, 18, 30, tzinfo=berlin)

    assert clock.answer("clock.between", ("09:00", closes)).value is True  # type: ignore[union-attr]
    assert clock.answer("clock.until", (closes,)).value == 30  # type: ignore[union-attr]
    naive = datetime(2026, 11, 27, 13)  # noqa: DTZ001  # naive on purpose
    assert clock.answer("clock.until", (naive,)).value == 60  # type: ignore[union-attr]
    assert clock.answer("clock.until", (time(13),)).value == 60  # type: ignore[union-attr]


values = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
    | st.datetimes() | st.datetimes(timezones=st.sampled_from([UTC, ZoneInfo("Asia/Tokyo")]))
    | st.times() | st.timedeltas() | st.just(()) | st.from_regex(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")
)  # fmt: skip
questions = st.sampled_from(
    ["clock.until", "clock.before", "clock.after", "clock.between", "clock.seconds", "clock.next",
     "clock.moment", "?"]
)  # fmt: skip
zones = st.sampled_from(["UTC", *NIGHTS]).map(ZoneInfo)
instants = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(instants, zones, questions, st.lists(values, max_size=3))
def test_any_question_has_an_answer(
    at: datetime, zone: ZoneInfo, name: str, args: list[Value]
) -> None:
    """Whatever is asked, the clock does not raise, and its answers hold for a while."""
    known = Clock(at, zone).answer(name, tuple(args))
    assert isinstance(known, Missing) or known.valid_until is None or known.valid_until > at


@pytest.mark.parametrize(
    "moment",
    ["24:00", "1a:00", "9:5", "1800", "12:60", "soon", "", "9999-12-31 23:59", "0001-01-01", 18],
)
def test_what_is_no_moment_is_malformed(moment: Value) -> None:
    """What cannot be read, or lies at an end of the calendar, is malformed."""
    for zone in ("America/New_York", "Australia/Sydney"):
        clock = Clock(datetime(2026, 11, 27, 18, tzinfo=UTC), ZoneInfo(zone))
        answer = clock.answer("clock.between", ("09:00", moment))
        assert Missing(Why.MALFORMED, "clock") == answer
        if moment != "9999-12-31 23:59" or zone == "America/New_York":
            known = clock.answer("clock.before", (moment,))
            assert Missing(Why.MALFORMED, "clock") == known or moment == "0001-01-01"


def test_the_clock_has_no_other_facts() -> None:
    """A name that is not the clock's is absent."""
    clock = Clock(datetime(2026, 11, 27, 18, tzinfo=UTC), ZoneInfo("UTC"))
    assert Missing(Why.ABSENT, "clock") == clock.known("clock.mood")

"""The weather's facts: of the reader's place, at the instant of the open, each with its end."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from app.context.asking import Ask
from app.context.gathering import Gatherer
from app.context.weather import HOURS, KNOWN_WITHIN_KM, OFF, WeatherFacts
from app.model.facts import Fact, Known, Missing, Trust, Why
from app.model.place import Place, PlaceSource
from app.model.weather import Cell, Day, Forecast, Hour, Report
from tests.builders import AT, BERLIN, a_brand, a_plan, an_ask, some_shelves

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 26, 23, tzinfo=UTC)  # in Berlin
RISE, FALL = MIDNIGHT + 7.7 * HOUR, MIDNIGHT + 16 * HOUR
READER = replace(BERLIN, source=PlaceSource.PROFILE, trust=Trust.ASSERTED)
FETCHED = AT - 10 * MINUTE
FRESH = AT + 20 * MINUTE
LONG = timedelta(seconds=60)


def an_hour(number: int, code: int = 61, **said: object) -> Hour:
    """Build the weather of an hour after Berlin's midnight."""
    known = {"temperature": float(number), "is_day": True, "rain_chance": number, **said}
    return Hour(at=MIDNIGHT + number * HOUR, code=code, **known)  # type: ignore[arg-type]  # as said


def a_day(number: int, **said: object) -> Day:
    """Build a day after Berlin's midnight."""
    starts = MIDNIGHT + number * DAY
    known = {"code": 71, "high": 5.5, "low": -2.0, "rain_chance": 80, **said}
    return Day(
        starts=starts, ends=starts + DAY, sunrise=RISE + number * DAY, sunset=FALL + number * DAY,
        **known,  # type: ignore[arg-type]  # as said
    )  # fmt: skip


def a_report(**said: object) -> Report:
    """Build a report of two days, foreseen for every hour."""
    hours = tuple(an_hour(number) for number in range(48))
    known = {"now": None, "hours": hours, "days": (a_day(0), a_day(1)), **said}
    forecast = Forecast(**known)  # type: ignore[arg-type]  # as said
    return Report(forecast=forecast, fetched_at=FETCHED, fresh_until=FRESH)


def fact(field: str, held: Report | Missing | None = None, at: datetime = AT) -> Known:
    """Return a fact of the weather in Berlin."""
    return WeatherFacts(held or a_report(), at, zone=lambda: "Europe/Berlin").fact(field)


class Shelf:
    """Holds one report, or none until it was waited for."""

    def __init__(self, held: Report | Missing | None, after: object = None) -> None:
        self.held = held
        self.asked: list[Cell] = []
        self._after = after

    def ready(self, cell: Cell, _at: datetime) -> Report | Missing | None:
        """Return what is held."""
        self.asked.append(cell)
        return self.held

    async def report(self, _cell: Cell, _at: datetime) -> Report | Missing:
        """Hold what comes; nothing comes when nothing is to."""
        if self._after is None:
            await asyncio.Event().wait()
        assert isinstance(self._after, Report | Missing)
        self.held = self._after
        return self._after


def an_open(place: Place | None = READER, reads: str = "weather.condition") -> Ask:
    """Build an open that reads the weather at a place."""
    plan = a_plan(reads=frozenset({reads}), personal=True)
    return an_ask(plan, place=place, brand=a_brand(place=BERLIN))


def gatherer(shelf: Shelf | None, deadline: timedelta = LONG) -> Gatherer:
    """Build what gathers with a shelf of weather."""
    shelves = replace(some_shelves(), weather=shelf)
    return Gatherer(shelves, sources={}, deadline=deadline)


@pytest.mark.parametrize(
    ("field", "value", "until"),
    [
        ("known", True, MIDNIGHT + 19 * HOUR),
        ("condition", "rain", MIDNIGHT + 19 * HOUR),
        ("temperature", 18.0, MIDNIGHT + 19 * HOUR),
        ("high", 5.5, FRESH),
        ("low", -2.0, FRESH),
        ("rain_chance", 23, MIDNIGHT + 19 * HOUR),
        ("is_day", False, RISE + DAY),
        ("icon", "weather-rain-night", MIDNIGHT + 19 * HOUR),
        ("age", 10, FETCHED + 11 * MINUTE),
        ("tomorrow_condition", "snow", FRESH),
        ("tomorrow_icon", "weather-snow-day", FRESH),
        ("tomorrow_rain_chance", 80, FRESH),
    ],
)
def test_a_fact_holds_until_the_first_of_its_ends(
    field: str, value: object, until: datetime
) -> None:
    """The hour, the day, the sun, the minute of its age, or the end of its freshness."""
    known = fact(field)
    assert isinstance(known, Fact)
    assert (known.value, known.valid_until) == (value, until)


def test_a_stale_report_is_shown_for_a_minute_at_a_time() -> None:
    """A newer one is on its way; meanwhile the hour that was foreseen is told, not the old one."""
    at = FRESH + 3 * HOUR
    known = fact("temperature", at=at)

    assert isinstance(known, Fact)
    assert (known.value, known.valid_until) == (22.0, at + MINUTE)
    age = fact("age", at=at)
    assert isinstance(age, Fact)
    assert age.value == 210


def test_beyond_what_was_foreseen_nothing_is_known() -> None:
    """The weather of three days ago says nothing of now."""
    at = AT + 3 * DAY
    assert fact("condition", at=at) == Missing(Why.STALE, "weather")
    known = fact("known", at=at)
    assert isinstance(known, Fact)
    assert known.value is False


def test_what_the_service_does_not_say_is_missing() -> None:
    """Until it is asked again."""
    assert fact("feels_like") == Missing(Why.ABSENT, "weather", MIDNIGHT + 19 * HOUR)


def test_where_the_sun_does_not_rise_the_hour_tells() -> None:
    """Polar night: no sunrise, no sunset, and `is_day` is what the hour says."""
    dark = tuple(replace(a_day(n), sunrise=None, sunset=None) for n in range(2))
    hours = tuple(an_hour(number, is_day=False) for number in range(48))
    known = fact("is_day", a_report(days=dark, hours=hours))
    assert isinstance(known, Fact)
    assert (known.value, known.valid_until) == (False, MIDNIGHT + 19 * HOUR)


def test_the_next_hours_are_rows_on_the_wall_of_the_place() -> None:
    """The first begins after the open; at night they come to midnight and go on."""
    known = fact("next")
    assert isinstance(known, Fact)
    assert isinstance(known.value, tuple)
    assert len(known.value) == HOURS
    assert known.value[0].fields == {
        "hour": time(19),
        "condition": "rain",
        "temperature": 19.0,
        "rain_chance": 19,
        "icon": "weather-rain-day",
    }
    assert known.value[5].fields["hour"] == time(0)
    assert known.valid_until == MIDNIGHT + 19 * HOUR


@pytest.mark.parametrize(
    "place",
    [
        None,
        replace(READER, source=PlaceSource.IP, accuracy_km=KNOWN_WITHIN_KM + 1),
        replace(READER, source=PlaceSource.BRAND),
    ],
)
def test_without_the_readers_place_there_is_no_weather(place: Place | None) -> None:
    """The brand's own weather is not the reader's; no server is asked for it."""
    shelf = Shelf(a_report())
    facts = gatherer(shelf).gather_now(an_open(place))

    assert facts is not None
    assert facts.known("weather.condition") == Missing(Why.ABSENT, "place")
    assert facts.known("weather.known") == Fact(value=False, source="weather")
    assert shelf.asked == []


def test_switched_off_it_says_how_to_switch_it_on() -> None:
    """Missing for good, and the reason names the setting."""
    facts = gatherer(None).gather_now(an_open())
    assert facts is not None
    assert facts.known("weather.temperature") == OFF
    assert "OPENTIME_WEATHER_URL" in OFF.source


def test_weather_that_is_there_is_not_waited_for() -> None:
    """All facts of an open come from one report, asked for once when it is read."""
    shelf = Shelf(a_report())
    facts = gatherer(shelf).gather_now(an_open())

    assert facts is not None
    shelf.held = None
    shelf.held = a_report(hours=())
    first = facts.known("weather.condition")
    shelf.held = a_report()
    assert facts.known("weather.condition") == first
    assert set(shelf.asked) == {Cell.of(BERLIN.lat, BERLIN.lon)}


def test_a_block_that_reads_no_weather_asks_for_none() -> None:
    """Nor does it wait."""
    shelf = Shelf(None)
    assert gatherer(shelf).gather_now(an_open(reads="stock.total")) is not None
    assert shelf.asked == []


def test_what_was_read_still_holds_until_another_report_is_there() -> None:
    """So that an answer is not repeated past the arrival of newer weather."""
    shelf = Shelf(a_report())
    facts = gatherer(shelf).gather_now(an_open())
    assert facts is not None
    assert facts.still() is None
    facts.known("weather.condition")
    still = facts.still()
    assert still is not None

    assert still(AT)
    shelf.held = a_report()
    assert not still(AT)


def test_weather_that_is_off_stays_what_it_is() -> None:
    """An answer that read it may be repeated."""
    facts = gatherer(None).gather_now(an_open())
    assert facts is not None
    facts.known("weather.known")
    still = facts.still()
    assert still is not None
    assert still(AT)


async def test_weather_that_is_not_there_is_waited_for() -> None:
    """Then it is read like any other."""
    shelf = Shelf(None, a_report())
    assert gatherer(shelf).gather_now(an_open()) is None
    facts = await gatherer(shelf).gather(an_open())
    known = facts.known("weather.condition")
    assert isinstance(known, Fact)
    assert known.value == "rain"


async def test_weather_that_is_late_is_missing() -> None:
    """No open waits longer than the deadline for facts; it is not taken for good weather."""
    facts = await gatherer(Shelf(None), timedelta(milliseconds=5)).gather(an_open())
    assert facts.known("weather.condition") == Missing(Why.TIMEOUT, "weather")
    known = facts.known("weather.known")
    assert known == Fact(value=False, source="weather", valid_until=AT + MINUTE)


async def test_why_there_is_none_is_handed_on() -> None:
    """With the instant from which it may be otherwise."""
    why = Missing(Why.REFUSED, "weather", AT + 5 * MINUTE)
    facts = await gatherer(Shelf(None, why)).gather(an_open())
    assert facts.known("weather.high") == why
    assert facts.known("weather.known") == Fact(
        value=False, source="weather", valid_until=AT + 5 * MINUTE
    )

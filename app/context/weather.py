"""`weather.*` of one open: what is known of the reader's cell, read at the instant of the open."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from app.context.asking import Ask
from app.context.whereabouts import NOWHERE
from app.model.facts import Fact, Item, Known, Missing, Trust, Value, Why
from app.model.place import Place, PlaceSource
from app.model.weather import Cell, Day, Hour, Report, icon, sky
from app.model.zones import zone_of

KNOWN_WITHIN_KM: Final = 150.0
"""A place that is known less well than this has many weathers."""

HOURS: Final = 12
SOURCE: Final = "weather"
OFF: Final = Missing(Why.ABSENT, "weather: off until OPENTIME_WEATHER_URL is set")
_ABSENT: Final = Missing(Why.ABSENT, SOURCE)
_LATE: Final = Missing(Why.TIMEOUT, SOURCE)
_MINUTE: Final = timedelta(minutes=1)
_TOMORROW: Final = "tomorrow_"


class WeatherShelf(Protocol):
    """What is known of the weather, for the open path. Loop thread only."""

    def ready(self, cell: Cell, at: datetime) -> Report | Missing | None:
        """Return what is known of a cell without waiting; None: it has to be waited for."""
        ...

    async def report(self, cell: Cell, at: datetime) -> Report | Missing:
        """Return what is known of a cell, fetched if need be; the caller sets the time limit."""
        ...


def cell_of(place: Place | Missing) -> Cell | Missing:
    """Return the cell of the reader's place; Missing when that is not known well enough."""
    if isinstance(place, Missing):
        return place
    if place.source is PlaceSource.BRAND or place.accuracy_km > KNOWN_WITHIN_KM:
        return NOWHERE
    return Cell.of(place.lat, place.lon)


class WeatherWait:
    """A source of facts that only waits: until the weather of a cell is on the shelf."""

    name = SOURCE

    def __init__(self, shelf: WeatherShelf, cell: Cell) -> None:
        self._shelf = shelf
        self._cell = cell

    async def fetch(self, ask: Ask) -> Mapping[str, Known]:
        """Return why there is none; what there is stands on the shelf."""
        found = await self._shelf.report(self._cell, ask.at)
        return {SOURCE: found} if isinstance(found, Missing) else {}


def weather_wait(shelf: WeatherShelf, place: Place | Missing, at: datetime) -> WeatherWait | None:
    """Return what waits for the weather at a place, None when nothing has to be waited for."""
    cell = cell_of(place)
    if isinstance(cell, Missing) or shelf.ready(cell, at) is not None:
        return None
    return WeatherWait(shelf, cell)


def weather_facts(
    shelf: WeatherShelf | None,
    place: Place | Missing,
    at: datetime,
    *,
    zone: Callable[[Place], str],
    late: Missing | None,
) -> "WeatherFacts":
    """Return the facts of the weather at a place; `late` is why waiting for it was in vain."""
    cell = cell_of(place)
    if shelf is None or isinstance(place, Missing) or isinstance(cell, Missing):
        why = OFF if shelf is None else cell
        assert isinstance(why, Missing)
        return WeatherFacts(why, at)
    held = late if late is not None else shelf.ready(cell, at)
    if held is None:
        held = _LATE
    return WeatherFacts(
        held,
        at,
        zone=lambda: zone(place),
        trust=place.trust,
        current=lambda later: shelf.ready(cell, later),
    )


class WeatherFacts:
    """The weather facts of one open: `held` is what is known, `zone` tells the place's zone."""

    __slots__ = ("_at", "_current", "_held", "_trust", "_zone")

    def __init__(
        self,
        held: Report | Missing,
        at: datetime,
        *,
        zone: Callable[[], str] = str,
        trust: Trust = Trust.ASSERTED,
        current: Callable[[datetime], Report | Missing | None] | None = None,
    ) -> None:
        self._held = held
        self._current = current
        self._at = at
        self._zone = zone
        self._trust = trust

    def still(self, at: datetime) -> bool:
        """Tell whether what was read is what is known at an instant."""
        return self._current is None or self._current(at) is self._held

    def fact(self, field: str) -> Known:
        """Return `weather.FIELD`."""
        held = self._held
        if isinstance(held, Missing):
            return self._unknown(held) if field == "known" else held
        if field == "age":
            return self._age(held)
        if field.startswith(_TOMORROW):
            return self._of_day(field.removeprefix(_TOMORROW), held, later=1)
        if field in ("high", "low"):
            return self._of_day(field, held, later=0)
        hour = held.forecast.moment(self._at)
        if field == "known":
            return self._fact(hour is not None, held, *([hour.ends] if hour else []))
        # None: all that was foreseen is over, or the open is before it
        return self._of_hour(field, hour, held) if hour else Missing(Why.STALE, SOURCE)

    def _of_hour(self, field: str, hour: Hour, held: Report) -> Known:
        match field:
            case "next":
                return self._next(held, hour)
            case "rain_chance":
                return self._rest_of_today(held)
            case "is_day" | "icon":
                is_day, until = self._daylight(hour, held)
                if field == "is_day":
                    return Fact(is_day, SOURCE, until, self._trust)
                return self._fact(icon(hour.code, is_day=is_day), held, until, hour.ends)
            case _:
                read = _NOW.get(field)
                return self._fact(read(hour), held, hour.ends) if read else _ABSENT

    def _of_day(self, field: str, held: Report, *, later: int) -> Known:
        today = held.forecast.day(self._at)
        day = held.forecast.day(self._at, later)
        read = _DAYS.get(field)
        if read is None or today is None or day is None:
            return _ABSENT
        return self._fact(read(day), held, today.ends)

    def _daylight(self, hour: Hour, held: Report) -> tuple[bool, datetime]:
        """Return whether the sun is up, and until when that holds."""
        days = held.forecast.days
        rises = [day.sunrise for day in days if day.sunrise is not None]
        sets = [day.sunset for day in days if day.sunset is not None]
        day = held.forecast.day(self._at)
        coming = [event for event in (*rises, *sets) if event > self._at]
        if day is None or day.sunrise is None or day.sunset is None or not coming:
            return hour.is_day, hour.ends
        return day.sunrise <= self._at < day.sunset, min(coming)

    def _rest_of_today(self, held: Report) -> Known:
        day = held.forecast.day(self._at)
        left = [hour for hour in held.forecast.hours if hour.ends > self._at]
        chances = [
            hour.rain_chance
            for hour in left
            if hour.rain_chance is not None and (day is None or hour.at < day.ends)
        ]
        return self._fact(max(chances, default=None), held, *[hour.ends for hour in left[:1]])

    def _next(self, held: Report, hour: Hour) -> Known:
        zone = zone_of(self._zone())
        coming = held.forecast.after(self._at, HOURS)
        rows = tuple([Item(name="hour", fields=_row(one, zone)) for one in coming])
        first = [coming[0].at] if coming else []
        return self._fact(rows or None, held, hour.ends, *first)

    def _age(self, held: Report) -> Known:
        age = max(self._at - held.fetched_at, timedelta())
        minutes = age // _MINUTE
        # Fetched by a clock that is ahead of ours, it stays at nothing until we are there.
        grows = held.fetched_at + (minutes + 1) * _MINUTE
        return Fact(minutes, SOURCE, grows, self._trust)

    def _unknown(self, why: Missing) -> Known:
        """Return that the weather is not known, until it may be: off and nowhere stay so."""
        until = why.retry_at
        if until is None and why.why is not Why.ABSENT:
            until = self._at + _MINUTE
        return Fact(value=False, source=SOURCE, valid_until=until)

    def _fact(self, value: Value, held: Report, *ends: datetime) -> Known:
        """Return a fact that holds until the first of some ends, and while its report is fresh.

        Of one that is stale a newer is on its way, so that it holds for a minute only.
        """
        at = self._at
        fresh = held.fresh_until if held.fresh_until > at else at + _MINUTE
        until = min((fresh, *ends))
        if value is None:
            return Missing(Why.ABSENT, SOURCE, until)
        return Fact(value, SOURCE, until, self._trust)


def _row(hour: Hour, zone: ZoneInfo) -> dict[str, Value | Missing]:
    return {
        "hour": hour.at.astimezone(zone).time(),
        "condition": hour.condition.value,
        "temperature": hour.temperature,
        "rain_chance": _ABSENT if hour.rain_chance is None else hour.rain_chance,
        "icon": hour.icon,
    }


_NOW: Final[Mapping[str, Callable[[Hour], Value]]] = {
    "condition": lambda hour: hour.condition.value,
    "sky": lambda hour: sky(hour.code).value,
    "temperature": lambda hour: hour.temperature,
    "feels_like": lambda hour: hour.feels_like,
    "wind": lambda hour: hour.wind,
}
_DAYS: Final[Mapping[str, Callable[[Day], Value]]] = {
    "condition": lambda day: day.condition.value,
    "high": lambda day: day.high,
    "low": lambda day: day.low,
    "rain_chance": lambda day: day.rain_chance,
    "icon": lambda day: icon(day.code, is_day=True),
}

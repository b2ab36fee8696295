"""Weather made up: the same for a place, an hour and a seed, and as the season there would have it.

Skies come and go by regions of some hundred kilometres and spans of three hours.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import pairwise
from math import cos, pi, radians, sin
from zoneinfo import ZoneInfo

from app.adapters.weather.sun import rise_and_set
from app.model.weather import Cell, Condition, Day, Forecast, Hour, condition

DAYS = 3
_HOUR = timedelta(hours=1)
_SPAN_S = 3 * 3600
_REGION = 6.0  # degrees
_FREEZING, _THAWING, _SULTRY = 1.0, 2.5, 14.0
_SKIES = (
    (30, 0), (16, 1), (32, 2), (46, 3), (52, 45), (62, 51), (80, 61), (92, 63), (100, 95),
)  # fmt: skip
"""Codes by the hundredth below which they are drawn."""
_WET = frozenset({51, 61, 63, 65, 95})
_OF_CONDITION = {
    Condition.CLEAR: 0, Condition.CLOUDY: 2, Condition.RAIN: 63, Condition.SNOW: 73,
    Condition.STORM: 95, Condition.FOG: 45, Condition.HOT: 0, Condition.COLD: 0,
}  # fmt: skip
_CHANCES = {0: 0, 1: 5, 2: 10, 3: 35, 45: 15, 51: 65, 61: 80, 63: 90, 95: 85}


@dataclass(frozen=True, slots=True, kw_only=True)
class Always:
    """A place where the weather is always the same, as far as it is said."""

    condition: Condition | None = None
    temperature: float | None = None


def forecast(
    cell: Cell, day: datetime, zone: ZoneInfo, *, seed: int, always: Always | None = None
) -> Forecast:
    """Return the weather of a cell from the midnight of `day` (in its zone) on, for three days."""
    midnights = [_midnight(day, zone, later) for later in range(DAYS + 1)]
    hours: list[Hour] = []
    days: list[Day] = []
    for start, end in pairwise(midnights):
        sun = rise_and_set(*cell.centre, start + (end - start) / 2)
        count = round((end - start) / _HOUR)
        own = [_hour(cell, start + n * _HOUR, sun, seed, always) for n in range(count)]
        hours += own
        days.append(_day(own, start, end, sun))
    return Forecast(now=None, hours=tuple(hours), days=tuple(days))


def _midnight(day: datetime, zone: ZoneInfo, later: int) -> datetime:
    date = day.astimezone(zone).date() + timedelta(days=later)
    return datetime(date.year, date.month, date.day, tzinfo=zone).astimezone(UTC)


def _hour(
    cell: Cell,
    at: datetime,
    sun: tuple[datetime, datetime] | None,
    seed: int,
    always: Always | None,
) -> Hour:
    lat, lon = cell.centre
    span, into = divmod(int(at.timestamp()), _SPAN_S)
    region = round(lat / _REGION), round(lon / _REGION)
    warm, warmer = (_chance(seed, "t", *region, span + later) - 0.5 for later in (0, 1))
    temperature = _temperature(lat, lon, at) + 6 * (warm + (warmer - warm) * into / _SPAN_S)
    code = _code(_chance(seed, "s", *region, span), temperature)
    if always is not None:
        temperature = always.temperature if always.temperature is not None else temperature
        code = code if always.condition is None else _OF_CONDITION[always.condition]
    wind = 4 + 30 * _chance(seed, "w", *region, span) ** 2
    chill = 0.12 * wind if temperature < 10 else -1.0 if temperature > 26 else 0.0  # noqa: PLR2004  # degrees
    shown = round(temperature, 1)
    return Hour(
        at=at,
        code=code,
        temperature=shown,
        is_day=_is_day(lat, at, sun),
        feels_like=round(shown - chill, 1),
        rain_chance=_CHANCES.get(code, 85),
        wind=round(wind, 1),
    )


def _day(
    hours: list[Hour], start: datetime, end: datetime, sun: tuple[datetime, datetime] | None
) -> Day:
    told = max(hours, key=lambda hour: (hour.rain_chance or 0, hour.is_day))
    lit = [hour for hour in hours if hour.is_day] or hours
    midday = lit[len(lit) // 2]
    rainy = sum(condition(hour.code, hour.temperature) is told.condition for hour in lit)
    return Day(
        starts=start,
        ends=end,
        code=told.code if rainy * 3 >= len(lit) else midday.code,
        high=max(hour.temperature for hour in hours),
        low=min(hour.temperature for hour in hours),
        rain_chance=told.rain_chance,
        sunrise=sun[0] if sun else None,
        sunset=sun[1] if sun else None,
    )


def _is_day(lat: float, at: datetime, sun: tuple[datetime, datetime] | None) -> bool:
    if sun is not None:
        return sun[0] <= at + _HOUR / 2 < sun[1]
    return (lat > 0) == (_season(at) > 0)  # midnight sun or polar night


def _season(at: datetime) -> float:
    """Return 1 in the middle of the northern summer, -1 in that of winter."""
    return cos(2 * pi * (at.timetuple().tm_yday - 200) / 365.25)


def _temperature(lat: float, lon: float, at: datetime) -> float:
    """Return what the thermometer shows there at that season and time of day, on average."""
    north = sin(radians(lat))
    sun_hour = (at.hour + at.minute / 60 + lon / 15) % 24
    daily = 3.5 * cos(2 * pi * (sun_hour - 15) / 24)
    return 27 - 30 * north * north + 14 * north * _season(at) + daily


def _code(share: float, temperature: float) -> int:
    code = next(code for below, code in _SKIES if share * 100 < below)
    if code == 95 and temperature < _SULTRY:  # noqa: PLR2004  # a code
        code = 63
    if code not in _WET or temperature > _THAWING:
        return code
    if temperature > _FREEZING:
        return 67 if code == 63 else 66  # noqa: PLR2004  # codes
    return 73 if code == 63 else 71  # noqa: PLR2004  # codes


def _chance(seed: int, *of: object) -> float:
    """Return a number of [0, 1) that is always the same for the same things."""
    digest = blake2b(repr((seed, *of)).encode(), digest_size=6).digest()
    return int.from_bytes(digest) / 2**48

"""The weather of a small cell of the map: now, the hours to come, the days.

Temperatures are degrees Celsius, wind is kilometres per hour, chances are per cent, instants are
aware UTC. `code` is the World Meteorological Organization's code of the present weather (4677).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil, cos, floor, radians
from typing import Final, NamedTuple

HOT_FROM: Final = 30.0
"""From this temperature on a clear or cloudy sky is `hot`."""

COLD_TO: Final = 0.0
"""Down from this temperature a clear or cloudy sky is `cold`."""

ROWS_PER_DEGREE: Final = 10
_ROWS: Final = 180 * ROWS_PER_DEGREE
_HOUR: Final = timedelta(hours=1)


class Condition(StrEnum):
    """What the weather is like, in one word."""

    CLEAR = "clear"
    CLOUDY = "cloudy"
    RAIN = "rain"
    SNOW = "snow"
    STORM = "storm"
    FOG = "fog"
    HOT = "hot"
    COLD = "cold"


class Cell(NamedTuple):
    """About 11 km of the map: a row of a tenth of a degree, and a column of about the same width.

    A row nearer to a pole has fewer columns; longitudes 180 and -180 are the same column.
    """

    row: int
    column: int

    @classmethod
    def of(cls, lat: float, lon: float) -> "Cell":
        """Return the cell of a point in degrees, whatever turns its longitude has made."""
        row = min(max(floor((lat + 90) * ROWS_PER_DEGREE), 0), _ROWS - 1)
        columns = _columns(row)
        return cls(row, min(floor((lon + 180) % 360 / 360 * columns), columns - 1))

    @property
    def centre(self) -> tuple[float, float]:
        """Return latitude and longitude of its middle, in hundredths of a degree."""
        lat = (self.row + 0.5) / ROWS_PER_DEGREE - 90
        lon = (self.column + 0.5) * 360 / _columns(self.row) - 180
        return round(lat, 2), round(lon, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """The weather from an instant on, for an hour."""

    at: datetime
    code: int
    temperature: float
    is_day: bool
    feels_like: float | None = None
    rain_chance: int | None = None
    wind: float | None = None

    @property
    def ends(self) -> datetime:
        """Return when it is over."""
        return self.at + _HOUR

    @property
    def condition(self) -> Condition:
        """Return its condition."""
        return condition(self.code, self.temperature)

    @property
    def icon(self) -> str:
        """Return the name of its icon."""
        return icon(self.code, is_day=self.is_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The weather of a local day; without sunrise or sunset where the sun does neither."""

    starts: datetime
    ends: datetime
    code: int
    high: float
    low: float
    rain_chance: int | None = None
    sunrise: datetime | None = None
    sunset: datetime | None = None

    @property
    def condition(self) -> Condition:
        """Return its condition: hot and cold by the day's highest."""
        return condition(self.code, self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What was said of a cell at once: as it is now, hours and days in order."""

    now: Hour | None
    hours: tuple[Hour, ...]
    days: tuple[Day, ...]

    def moment(self, at: datetime) -> Hour | None:
        """Return the weather at an instant: what was seen in the hour before, else foreseen."""
        if self.now is not None and self.now.at <= at < self.now.ends:
            return self.now
        return next((hour for hour in self.hours if hour.at <= at < hour.ends), None)

    def after(self, at: datetime, most: int) -> tuple[Hour, ...]:
        """Return up to so many hours that begin after an instant."""
        return tuple([hour for hour in self.hours if hour.at > at][:most])

    def day(self, at: datetime, later: int = 0) -> Day | None:
        """Return the local day of an instant, or the one so many days later."""
        days = self.days
        today = next((n for n, day in enumerate(days) if day.starts <= at < day.ends), None)
        return days[today + later] if today is not None and today + later < len(days) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A forecast, when it was fetched, and until when it is fresh."""

    forecast: Forecast
    fetched_at: datetime
    fresh_until: datetime


def sky(code: int) -> Condition:
    """Return the condition of a code whatever the temperature; raises ValueError for no code."""
    for codes, found in _SKIES:
        if code in codes:
            return found
    raise ValueError(f"{code} is no weather code: 0 to 99")


def condition(code: int, temperature: float) -> Condition:
    """Return the condition: a clear or cloudy sky is hot or cold at its extremes."""
    above = sky(code)
    if above in (Condition.CLEAR, Condition.CLOUDY):
        if temperature >= HOT_FROM:
            return Condition.HOT
        if temperature <= COLD_TO:
            return Condition.COLD
    return above


def icon(code: int, *, is_day: bool) -> str:
    """Return the name of the icon of a code; raises ValueError for no code."""
    name = _ICONS.get(code)
    return name or f"weather-{sky(code)}-{'day' if is_day else 'night'}"


def _columns(row: int) -> int:
    """Return how many columns a row of cells has."""
    middle = (row + 0.5) / ROWS_PER_DEGREE - 90
    return max(1, ceil(360 * ROWS_PER_DEGREE * cos(radians(middle))))


_SKIES: Final[tuple[tuple[frozenset[int], Condition], ...]] = (
    (frozenset({0, 1}), Condition.CLEAR),
    (frozenset({10, 11, 12, *range(40, 50)}), Condition.FOG),
    (frozenset({*range(50, 70), *range(80, 85)}), Condition.RAIN),
    (frozenset({*range(70, 80), *range(85, 91)}), Condition.SNOW),
    (frozenset({17, 18, 19, *range(91, 100)}), Condition.STORM),
    (frozenset(range(40)), Condition.CLOUDY),
)
_ICONS: Final = {
    3: "weather-overcast", 51: "weather-drizzle", 53: "weather-drizzle", 55: "weather-drizzle",
    56: "weather-sleet", 57: "weather-sleet", 63: "weather-rain", 65: "weather-rain",
    66: "weather-sleet", 67: "weather-sleet", 68: "weather-sleet", 69: "weather-sleet",
    73: "weather-snow", 75: "weather-snow", 96: "weather-hail", 99: "weather-hail",
}  # fmt: skip
"""Icons that are the same by day and by night: no sun and no moon shows."""

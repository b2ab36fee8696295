"""A shelf of made-up weather, described by a file: for demonstrations and for machines offline."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from app.adapters.weather.climate import Always, forecast
from app.errors import ConfigurationError
from app.model.facts import Missing
from app.model.keeping import Kept
from app.model.weather import Cell, Condition, Forecast, Report
from app.model.zones import zone_of

FRESH_S = 900
_MOST = 1024


class Spot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A place whose weather is always the same, as far as it is said (degrees Celsius)."""

    lat: float
    lon: float
    condition: Condition | None = None
    temperature: float | None = None


class Described(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a file of weather says; an empty object is the climate of every place."""

    seed: int = 1
    places: tuple[Spot, ...] = ()


class FiledWeather:
    """Implements WeatherShelf by making weather up, at once. `zone` finds a point's time zone."""

    def __init__(self, said: Described, *, zone: Callable[[float, float], str]) -> None:
        self._seed = said.seed
        self._zone = zone
        self._always = {
            Cell.of(spot.lat, spot.lon): Always(
                condition=spot.condition, temperature=spot.temperature
            )
            for spot in said.places
        }
        self._forecasts: Kept[tuple[Cell, str], Forecast] = Kept(_MOST)
        self._reports: Kept[tuple[Cell, float], Report] = Kept(_MOST)

    def ready(self, cell: Cell, at: datetime) -> Report:
        """Return the weather of a cell at an instant, whenever that is; the same for a while."""
        since = at.timestamp() // FRESH_S * FRESH_S
        report = self._reports.get((cell, since))
        if report is None:
            began = datetime.fromtimestamp(since, UTC)
            report = Report(
                forecast=self._forecast(cell, at),
                fetched_at=began,
                fresh_until=began + timedelta(seconds=FRESH_S),
            )
            self._reports.put((cell, since), report)
        return report

    async def report(self, cell: Cell, at: datetime) -> Report | Missing:
        """Return the same."""
        return self.ready(cell, at)

    def _forecast(self, cell: Cell, at: datetime) -> Forecast:
        zone = zone_of(self._zone(*cell.centre))
        key = cell, at.astimezone(zone).date().isoformat()
        made = self._forecasts.get(key)
        if made is None:
            made = forecast(cell, at, zone, seed=self._seed, always=self._always.get(cell))
            self._forecasts.put(key, made)
        return made


def described(path: Path) -> Described:
    """Return what a file of weather says; raises ConfigurationError naming what is wrong."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Described)
    except OSError as error:
        raise ConfigurationError(
            f"OPENTIME_WEATHER_FILE={path} cannot be read: {error.strerror}.",
            remedy="Name a JSON file; `{}` is enough.",
        ) from error
    except msgspec.MsgspecError as error:
        raise ConfigurationError(
            f"OPENTIME_WEATHER_FILE={path}: {error}.",
            remedy='Write {"places": [{"lat": 52.5, "lon": 13.4, "condition": "rain"}]}.',
        ) from error

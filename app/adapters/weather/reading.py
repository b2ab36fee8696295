"""Forecasts in Open-Meteo's JSON: what is asked for, and how the answer is read."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

import msgspec

from app.errors import SourceMalformed
from app.model.weather import Cell, Day, Forecast, Hour, sky

DAYS: Final = 3
_ENDPOINT: Final = "/v1/forecast"
_MOST_HOURS: Final = 16 * 24 + 1
_HOURLY: Final = (
    "temperature_2m", "apparent_temperature", "precipitation_probability", "weather_code",
    "wind_speed_10m", "is_day",
)  # fmt: skip
_CURRENT: Final = (
    "temperature_2m", "apparent_temperature", "weather_code", "wind_speed_10m", "is_day",
)  # fmt: skip
_DAILY: Final = (
    "weather_code", "temperature_2m_max", "temperature_2m_min", "precipitation_probability_max",
    "sunrise", "sunset",
)  # fmt: skip
_DEGREES: Final = (-120.0, 80.0)
_PER_CENT: Final = (0.0, 100.0)
_WIND: Final = (0.0, 600.0)
_DAY: Final = timedelta(days=1)
_LONGEST_DAY: Final = timedelta(hours=27)  # as zones have had them

Stamp = int | float | str
Number = int | float | None
Column = Sequence[Number]


class _Current(msgspec.Struct, kw_only=True):
    time: Stamp
    temperature_2m: Number = None
    apparent_temperature: Number = None
    weather_code: Number = None
    wind_speed_10m: Number = None
    is_day: Number = None


class _Hourly(msgspec.Struct, kw_only=True):
    time: list[Stamp]
    temperature_2m: list[Number]
    weather_code: list[Number]
    apparent_temperature: list[Number] = []
    precipitation_probability: list[Number] = []
    wind_speed_10m: list[Number] = []
    is_day: list[Number] = []


class _Daily(msgspec.Struct, kw_only=True):
    time: list[Stamp]
    weather_code: list[Number] = []
    temperature_2m_max: list[Number] = []
    temperature_2m_min: list[Number] = []
    precipitation_probability_max: list[Number] = []
    sunrise: list[Stamp | None] = []
    sunset: list[Stamp | None] = []


class _Answer(msgspec.Struct, kw_only=True):
    hourly: _Hourly
    utc_offset_seconds: int = 0
    current: _Current | None = None
    daily: _Daily | None = None


def address_of(base: str, cell: Cell, *, key: str = "") -> str:
    """Return the address of a cell's forecast; `base` with or without its `/v1/forecast`."""
    lat, lon = cell.centre
    asked: Mapping[str, object] = {
        "latitude": lat,
        "longitude": lon,
        "current": ",".join(_CURRENT),
        "hourly": ",".join(_HOURLY),
        "daily": ",".join(_DAILY),
        "timezone": "auto",
        "timeformat": "unixtime",
        "forecast_days": DAYS,
        **({"apikey": key} if key else {}),
    }
    root = base.rstrip("/")
    return f"{root if root.endswith('/forecast') else root + _ENDPOINT}?{urlencode(asked)}"


def read_forecast(body: bytes) -> Forecast:
    """Return what an answer says; raises SourceMalformed for what is no forecast.

    Times are epoch seconds, or local ones without an offset; hours without temperature or code
    are left out.
    """
    try:
        said = msgspec.json.decode(body, type=_Answer)
        zone = timedelta(seconds=said.utc_offset_seconds)
        hours = _hours(said.hourly, zone)
        days = _days(said.daily, zone) if said.daily else ()
        now = _current(said.current, zone) if said.current else None
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError) as error:
        raise SourceMalformed(f"The weather service's answer cannot be read: {error}.") from error
    if not hours:
        raise SourceMalformed("The weather service's answer has no hours.")
    return Forecast(now=now, hours=hours, days=days)


def _hours(said: _Hourly, zone: timedelta) -> tuple[Hour, ...]:
    if len(said.time) > _MOST_HOURS:
        raise ValueError(f"{len(said.time)} hours are more than {_MOST_HOURS}")
    found = []
    for number, stamp in enumerate(said.time):
        temperature = _bounded(_of(said.temperature_2m, number), _DEGREES)
        code = _of(said.weather_code, number)
        if temperature is not None and code is not None:
            hour = Hour(
                at=_instant(stamp, zone),
                code=_code(code),
                temperature=temperature,
                is_day=bool(_of(said.is_day, number)),
                feels_like=_bounded(_of(said.apparent_temperature, number), _DEGREES),
                rain_chance=_chance(_of(said.precipitation_probability, number)),
                wind=_bounded(_of(said.wind_speed_10m, number), _WIND),
            )
            found.append(hour)
    return tuple(sorted(found, key=lambda hour: hour.at))


def _current(said: _Current, zone: timedelta) -> Hour | None:
    temperature = _bounded(said.temperature_2m, _DEGREES)
    if temperature is None or said.weather_code is None:
        return None
    return Hour(
        at=_instant(said.time, zone),
        code=_code(said.weather_code),
        temperature=temperature,
        is_day=bool(said.is_day),
        feels_like=_bounded(said.apparent_temperature, _DEGREES),
        wind=_bounded(said.wind_speed_10m, _WIND),
    )


def _days(said: _Daily, zone: timedelta) -> tuple[Day, ...]:
    starts = [_instant(stamp, zone) for stamp in said.time[:_MOST_HOURS]]
    found = []
    for number, start in enumerate(starts):
        following = starts[number + 1] if number + 1 < len(starts) else start + _DAY
        high = _bounded(_of(said.temperature_2m_max, number), _DEGREES)
        low = _bounded(_of(said.temperature_2m_min, number), _DEGREES)
        code = _of(said.weather_code, number)
        if high is None or low is None or code is None:
            continue
        sunrise, sunset = (
            _instant(of[number], zone) if number < len(of) and of[number] else None  # type: ignore[arg-type]  # not None
            for of in (said.sunrise, said.sunset)
        )
        rises = sunrise is not None and sunset is not None and start <= sunrise < sunset
        found.append(
            Day(
                starts=start,
                ends=following if start < following <= start + _LONGEST_DAY else start + _DAY,
                code=_code(code),
                high=high,
                low=low,
                rain_chance=_chance(_of(said.precipitation_probability_max, number)),
                sunrise=sunrise if rises else None,
                sunset=sunset if rises else None,
            )
        )
    return tuple(found)


def _instant(stamp: Stamp, zone: timedelta) -> datetime:
    """Return an instant, of epoch seconds or of a wall time so far from Greenwich."""
    if not isinstance(stamp, str):
        return datetime.fromtimestamp(stamp, UTC)
    said = datetime.fromisoformat(stamp)
    return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC) - zone


def _of(column: Column, number: int) -> Number:
    return column[number] if number < len(column) else None


def _bounded(value: Number, bounds: tuple[float, float]) -> float | None:
    if value is None:
        return None
    least, most = bounds
    if not least <= value <= most:
        raise ValueError(f"{value} is not within {least:g} and {most:g}")
    return float(value)


def _chance(value: Number) -> int | None:
    chance = _bounded(value, _PER_CENT)
    return None if chance is None else round(chance)


def _code(value: float) -> int:
    code = int(value)
    sky(code)
    return code

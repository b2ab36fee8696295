"""Answers of a service of forecasts, as Open-Meteo writes them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

MIDNIGHT = datetime(2026, 11, 26, 23, tzinfo=UTC)  # in Berlin, on the 27th
HOURS = 72


def document(start: datetime = MIDNIGHT, *, code: int = 61, **said: Any) -> dict[str, Any]:
    """Build an answer of three days from a local midnight on, an hour east of Greenwich."""
    first = int(start.timestamp())
    hours = [first + 3600 * n for n in range(HOURS)]
    days = [first + 86_400 * n for n in range(3)]
    plain = {
        "latitude": 52.52, "longitude": 13.42, "generationtime_ms": 0.1, "elevation": 38.0,
        "utc_offset_seconds": 3600, "timezone": "Europe/Berlin", "timezone_abbreviation": "CET",
        "current_units": {"time": "unixtime", "temperature_2m": "°C"},
        "current": {
            "time": first + 64_800 - 900, "interval": 900, "temperature_2m": 4.6,
            "apparent_temperature": 1.2, "weather_code": code, "wind_speed_10m": 14.8, "is_day": 0,
        },
        "hourly": {
            "time": hours,
            "temperature_2m": [n / 10 for n in range(HOURS)],
            "apparent_temperature": [n / 10 - 3 for n in range(HOURS)],
            "precipitation_probability": [n % 100 for n in range(HOURS)],
            "weather_code": [code] * HOURS,
            "wind_speed_10m": [12.5] * HOURS,
            "is_day": [int(7 <= n % 24 < 16) for n in range(HOURS)],
        },
        "daily": {
            "time": days,
            "weather_code": [code, 71, 0],
            "temperature_2m_max": [6.5, 1.0, 3.0],
            "temperature_2m_min": [1.5, -4.0, -1.0],
            "precipitation_probability_max": [90, 60, 5],
            "sunrise": [day + 28_020 for day in days],
            "sunset": [day + 57_000 for day in days],
        },
    }  # fmt: skip
    return {**plain, **said}


def body(start: datetime = MIDNIGHT, *, code: int = 61, **said: Any) -> bytes:
    """Build the bytes of an answer."""
    return json.dumps(document(start, code=code, **said)).encode()


def around(at: datetime, *, code: int = 61) -> bytes:
    """Build an answer whose first day is that of an instant, an hour east of Greenwich."""
    local = (at + timedelta(hours=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return body(local - timedelta(hours=1), code=code)

"""The weather that opens see: a service's, a file's, the demonstration's, or none."""

import time
from datetime import timedelta
from pathlib import Path

from app.adapters.geo.zones import Zones
from app.adapters.outbound.client import Outbound
from app.adapters.weather.filed import Described, FiledWeather, described
from app.adapters.weather.files import WeatherFiles
from app.adapters.weather.live import LiveWeather
from app.model.ports import Now
from app.settings import Settings

DEMO_FILE = "demo.json"

Weather = LiveWeather | FiledWeather | None


def open_weather(settings: Settings, server: Outbound, now: Now) -> Weather:
    """Return the weather that the settings name; a demo's home has some of its own.

    Raises ConfigurationError for a file of weather that cannot be read.
    """
    if settings.weather_url:
        return LiveWeather(
            settings.weather_url,
            key=settings.weather_key,
            server=server,
            files=WeatherFiles(settings.home / "cache" / "weather"),
            now=now,
            monotonic=time.monotonic,
            fresh_for=timedelta(minutes=settings.weather_fresh_min),
        )
    zone = Zones().zone
    if settings.weather_file:
        return FiledWeather(described(Path(settings.weather_file)), zone=zone)
    return FiledWeather(Described(), zone=zone) if (settings.home / DEMO_FILE).exists() else None


def weather_figures(weather: Weather) -> dict[str, tuple[str, float]]:
    """Return what is counted of the weather, by name."""
    stats = weather.stats() if isinstance(weather, LiveWeather) else None
    return {
        "opentime_weather_fetched_total": (
            "Forecasts fetched, or taken from disk",
            float(stats.fetched if stats else 0),
        ),
        "opentime_weather_failed_total": (
            "Forecasts that the weather service did not give, or that were none",
            float(stats.failed if stats else 0),
        ),
        "opentime_weather_stale_total": (
            "Times that a stale forecast was given, a newer one being fetched",
            float(stats.stale if stats else 0),
        ),
        "opentime_weather_spared": (
            "Whether the weather service is left alone at present, because it fails: 1 or 0",
            float(stats.is_open if stats else 0),
        ),
    }

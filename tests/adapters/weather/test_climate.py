"""Made-up weather: the same for a place and an hour, fit for its season, with days and nights."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.geo.zones import Zones
from app.adapters.weather.filed import Described, FiledWeather, Spot, described
from app.adapters.weather.sun import rise_and_set
from app.errors import ConfigurationError
from app.model.weather import Cell, Condition, Forecast

WINTER = datetime(2026, 1, 15, 12, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 12, tzinfo=UTC)
ZONE = Zones().zone
CITIES = [
    (40.7, -74.0), (52.5, 13.4), (48.9, 2.4), (59.9, 10.8), (19.1, 72.9), (-33.9, 151.2),
    (35.7, 139.7), (30.0, 31.2), (64.1, -21.9), (45.5, -73.6), (38.7, -9.1), (39.7, -105.0),
]  # fmt: skip


def told(lat: float, lon: float, at: datetime, seed: int = 1) -> Forecast:
    """Return the made-up weather of a place."""
    weather = FiledWeather(Described(seed=seed), zone=ZONE)
    return weather.ready(Cell.of(lat, lon), at).forecast


@settings(max_examples=40)
@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.integers(0, 4 * 365 * 24 * 60),
)
def test_every_hour_of_every_place_has_weather(lat: float, lon: float, minute: int) -> None:
    """Also at the poles, at the antimeridian, and through changes of the clock."""
    at = WINTER + minute * timedelta(minutes=1)
    said = told(lat, lon, at)
    today = said.day(at)

    assert said.moment(at) is not None
    assert len(said.after(at, 12)) == 12
    assert today is not None
    assert said.day(at, 1) is not None
    assert today.low <= today.high


def test_it_is_the_same_each_time() -> None:
    """For the same seed; another seed makes other weather."""
    first, again, other = (told(52.5, 13.4, SUMMER, seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_demonstration_has_weather_of_all_kinds() -> None:
    """Over two days of winter in a dozen cities: sun, clouds, rain and snow."""
    hours = [hour for lat, lon in CITIES for hour in told(lat, lon, WINTER).hours]
    assert {hour.condition for hour in hours} >= {
        Condition.CLEAR, Condition.CLOUDY, Condition.RAIN, Condition.SNOW, Condition.COLD,
    }  # fmt: skip


def test_summer_is_warmer_than_winter_and_without_snow() -> None:
    """In the north in July, in the south in January."""
    for north in ((52.5, 13.4), (40.7, -74.0)):
        warm, cold = told(*north, SUMMER), told(*north, WINTER)
        assert min(d.high for d in warm.days) > max(d.high for d in cold.days)
        assert Condition.SNOW not in {hour.condition for hour in warm.hours}
    warm, cold = told(-33.9, 151.2, WINTER), told(-33.9, 151.2, SUMMER)
    assert min(d.high for d in warm.days) > max(d.high for d in cold.days)


@pytest.mark.parametrize(
    ("place", "noon", "rise", "fall"),
    [
        ((52.52, 13.41), datetime(2026, 6, 21, 11, tzinfo=UTC), "02:43", "19:33"),
        ((40.71, -74.01), datetime(2026, 12, 21, 17, tzinfo=UTC), "12:17", "21:32"),
        ((-33.87, 151.21), datetime(2026, 3, 20, 2, tzinfo=UTC), "19:58", "08:06"),
    ],
)
def test_the_sun_rises_when_the_almanac_says(
    place: tuple[float, float], noon: datetime, rise: str, fall: str
) -> None:
    """To three minutes."""
    found = rise_and_set(*place, noon)
    assert found is not None
    for instant, said in zip(found, (rise, fall), strict=True):
        hour, minute = map(int, said.split(":"))
        meant = instant.replace(hour=hour, minute=minute)
        assert abs(instant - meant) <= timedelta(minutes=3)
    assert found[0] < noon < found[1]


def test_beyond_the_polar_circle_it_does_not() -> None:
    """There is no sunrise in midwinter, and no night in midsummer."""
    assert rise_and_set(78.2, 15.6, WINTER) is None
    assert not any(hour.is_day for hour in told(78.2, 15.6, WINTER).hours)
    assert all(hour.is_day for hour in told(78.2, 15.6, SUMMER).hours)


def test_a_file_can_fix_the_weather_of_a_place(tmp_path: Path) -> None:
    """There it rains whenever it is asked, and elsewhere as it would anyway."""
    path = tmp_path / "weather.json"
    spot = {"lat": 38.72, "lon": -9.14, "condition": "rain", "temperature": 14.5}
    path.write_text(json.dumps({"places": [spot]}), "utf-8")
    weather = FiledWeather(described(path), zone=ZONE)

    hours = weather.ready(Cell.of(38.72, -9.14), SUMMER).forecast.hours
    assert {(hour.condition, hour.temperature) for hour in hours} == {(Condition.RAIN, 14.5)}
    elsewhere = Cell.of(52.5, 13.4)
    assert weather.ready(elsewhere, SUMMER).forecast == told(52.5, 13.4, SUMMER)


async def test_it_never_has_to_be_waited_for() -> None:
    """A report is there at once, at any instant, and fresh."""
    weather = FiledWeather(Described(places=(Spot(lat=1, lon=1),)), zone=ZONE)
    report = await weather.report(Cell.of(1, 1), WINTER)
    assert report == weather.ready(Cell.of(1, 1), WINTER)
    assert weather.ready(Cell.of(1, 1), WINTER).fresh_until > WINTER


@pytest.mark.parametrize("text", ["", "[]", '{"sed": 1}', '{"places": [{"lat": 1}]}'])
def test_a_file_that_cannot_be_meant_is_named(tmp_path: Path, text: str) -> None:
    """With its path, what is wrong, and an example."""
    path = tmp_path / "weather.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError, match="OPENTIME_WEATHER_FILE") as caught:
        described(path)
    assert "places" in caught.value.remedy


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """As any other setting that is wrong."""
    with pytest.raises(ConfigurationError, match="cannot be read"):
        described(tmp_path / "none.json")

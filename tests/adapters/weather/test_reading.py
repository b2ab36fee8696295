"""Answers in Open-Meteo's JSON become forecasts; what is none is refused in words."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.weather.reading import address_of, read_forecast
from app.errors import SourceMalformed
from app.model.weather import Cell
from tests.adapters.weather.answers import MIDNIGHT, body, document

BERLIN = Cell.of(52.52, 13.4)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_an_answer_is_read() -> None:
    """Now, the hours and the days, in aware instants."""
    said = read_forecast(body())

    assert said.now is not None
    assert (said.now.at, said.now.temperature, said.now.code, said.now.feels_like) == (
        MIDNIGHT + 17.75 * HOUR, 4.6, 61, 1.2,
    )  # fmt: skip
    assert len(said.hours) == 72
    hour = said.hours[8]
    assert (hour.at, hour.temperature, hour.rain_chance, hour.wind, hour.is_day) == (
        MIDNIGHT + 8 * HOUR, 0.8, 8, 12.5, True,
    )  # fmt: skip
    today, tomorrow, _ = said.days
    assert (today.starts, today.ends) == (MIDNIGHT, tomorrow.starts)
    assert (today.high, today.low, today.rain_chance) == (6.5, 1.5, 90)
    assert today.sunrise == MIDNIGHT + timedelta(seconds=28_020)


def test_times_as_the_wall_shows_them_are_read_too() -> None:
    """ISO 8601 without an offset is local, `utc_offset_seconds` from Greenwich."""
    written = document()
    for part in ("hourly", "daily"):
        for name in ("time", "sunrise", "sunset"):
            if name in written[part]:
                written[part][name] = [wall(stamp) for stamp in written[part][name]]
    written["current"]["time"] = wall(written["current"]["time"])
    assert read_forecast(json.dumps(written).encode()) == read_forecast(body())


def wall(stamp: int) -> str:
    """Return an instant as the wall shows it an hour east of Greenwich."""
    return datetime.fromtimestamp(stamp + 3600, UTC).strftime("%Y-%m-%dT%H:%M")


def test_what_is_not_said_is_not_made_up() -> None:
    """Nulls and missing columns leave an hour without that; without temperature it is left out."""
    written = document(current=None, daily=None)
    written["hourly"] = {
        key: written["hourly"][key] for key in ("time", "temperature_2m", "weather_code")
    }
    written["hourly"]["temperature_2m"][0] = None
    said = read_forecast(json.dumps(written).encode())

    assert (said.now, said.days, len(said.hours)) == (None, (), 71)
    assert (said.hours[0].wind, said.hours[0].rain_chance) == (None, None)


def test_a_sun_that_does_not_rise_is_none() -> None:
    """Polar night: zeros, or both at once."""
    written = document()
    written["daily"]["sunrise"] = [0, *written["daily"]["sunrise"][1:]]
    written["daily"]["sunset"][1] = written["daily"]["sunrise"][1]
    first, second, third = read_forecast(json.dumps(written).encode()).days
    assert first.sunrise is None
    assert second.sunset is None
    assert third.sunrise is not None


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"null", b"[]", b"{}", b'{"hourly": {}}', b"<!doctype html>", b"\xff\xfe",
        body()[:-30],
        b'{"error": true, "reason": "Daily API request limit exceeded."}',
        b'{"hourly": {"time": [], "temperature_2m": [], "weather_code": []}}',
        b'{"hourly": {"time": [0], "temperature_2m": [1e400], "weather_code": [0]}}',
        b'{"hourly": {"time": [0], "temperature_2m": [999], "weather_code": [0]}}',
        b'{"hourly": {"time": [0], "temperature_2m": [1], "weather_code": [100]}}',
        b'{"hourly": {"time": [1e300], "temperature_2m": [1], "weather_code": [0]}}',
        b'{"hourly": {"time": ["noon"], "temperature_2m": [1], "weather_code": [0]}}',
        b'{"hourly": {"time": [0], "temperature_2m": ["1"], "weather_code": [0]}}',
        json.dumps(
            {"hourly": {"time": [0] * 400, "temperature_2m": [1], "weather_code": [0]}}
        ).encode(),
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_forecast_is_refused(answer: bytes) -> None:
    """Whatever it is, in one way."""
    with pytest.raises(SourceMalformed, match="weather service"):
        read_forecast(answer)


@given(st.binary(max_size=60), st.integers(0, 2000))
def test_damage_never_breaks_the_reader(noise: bytes, place: int) -> None:
    """A damaged answer is read or refused."""
    whole = body()
    try:
        said = read_forecast(whole[:place] + noise + whole[place + len(noise) :])
    except SourceMalformed:
        return
    assert said.hours


def test_a_cell_is_asked_for_by_its_centre() -> None:
    """Three days, in local days, and everything the facts need."""
    asked = urlsplit(address_of("https://weather.example/", BERLIN))
    query = parse_qs(asked.query)

    assert asked.path == "/v1/forecast"
    assert (float(query["latitude"][0]), float(query["longitude"][0])) == BERLIN.centre
    assert (query["timezone"], query["forecast_days"]) == (["auto"], ["3"])
    assert "apikey" not in query


def test_the_whole_endpoint_may_be_set_too_and_a_key_is_sent() -> None:
    """`/v1/forecast` is not said twice."""
    asked = urlsplit(address_of("https://w.example/proxy/v1/forecast", BERLIN, key="s3cr&t"))
    assert asked.path == "/proxy/v1/forecast"
    assert parse_qs(asked.query)["apikey"] == ["s3cr&t"]

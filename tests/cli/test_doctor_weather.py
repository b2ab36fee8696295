"""The doctor says whose weather opens see, and asks nobody."""

from pathlib import Path

import pytest

from tests.cli.test_doctor import found


def test_weather_is_off_until_it_is_set(tmp_path: Path) -> None:
    """Which is no fault; what to set is said."""
    good, says = found(tmp_path)["weather"]
    assert good is None
    assert "OPENTIME_WEATHER_URL" in says


def test_a_service_is_named_without_its_key(tmp_path: Path) -> None:
    """By its host."""
    url = "https://weather.example/v1/forecast"
    good, says = found(tmp_path, weather_url=url, weather_key="s3cret")["weather"]
    assert good
    assert "weather.example" in says
    assert "s3cret" not in says


@pytest.mark.parametrize(("text", "good"), [("{}", True), ('{"sed": 1}', False)])
def test_a_file_is_read(tmp_path: Path, text: str, good: bool) -> None:  # noqa: FBT001  # what is expected
    """One that cannot be meant is a fault, named with what is wrong."""
    path = tmp_path / "weather.json"
    path.write_text(text, "utf-8")
    assert found(tmp_path, weather_file=str(path))["weather"][0] is good

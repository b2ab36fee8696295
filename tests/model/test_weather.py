"""Cells of the map, and what a code of the weather means."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.context.distance import distance_km
from app.model.icons import ICONS
from app.model.weather import (  # fmt: skip
    COLD_TO,
    HOT_FROM,
    Cell,
    Condition,
    Day,
    Forecast,
    Hour,
    condition,
    icon,
    sky,
)

LATS = st.floats(-90, 90)
LONS = st.floats(-180, 180)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@given(LATS, LONS)
def test_a_point_is_near_the_centre_of_its_cell(lat: float, lon: float) -> None:
    """No farther than half the diagonal of a cell of 11 km, also at a pole and the antimeridian."""
    assert distance_km(lat, lon, *Cell.of(lat, lon).centre) < 8.5


@given(LATS, LONS)
def test_the_centre_of_a_cell_lies_in_it(lat: float, lon: float) -> None:
    """So that who asks for a cell by its centre is answered for the same cell."""
    cell = Cell.of(lat, lon)
    assert Cell.of(*cell.centre) == cell


@given(LATS)
def test_the_antimeridian_is_one_line(lat: float) -> None:
    """180 and -180 degrees, and a full turn more, are the same place."""
    assert Cell.of(lat, 180) == Cell.of(lat, -180) == Cell.of(lat, 540)


def test_cells_keep_their_keys() -> None:
    """They name files on disk, so they stay what they are."""
    assert Cell.of(52.52, 13.405) == (1425, 1176)
    assert Cell.of(90, 0) == (1799, 2)
    assert Cell.of(-90, 179.9) == (0, 3)


@pytest.mark.parametrize(
    ("code", "above"),
    [
        (0, "clear"), (1, "clear"), (2, "cloudy"), (3, "cloudy"), (45, "fog"), (48, "fog"),
        (51, "rain"), (57, "rain"), (61, "rain"), (67, "rain"), (71, "snow"), (77, "snow"),
        (80, "rain"), (82, "rain"), (85, "snow"), (86, "snow"), (95, "storm"), (99, "storm"),
    ],
)  # fmt: skip
def test_codes_are_grouped(code: int, above: str) -> None:
    """The codes that forecasts use each belong to one group."""
    assert sky(code) == above


@pytest.mark.parametrize("code", range(100))
def test_every_code_has_an_icon(code: int) -> None:
    """By day and by night, also the codes that forecasts do not use."""
    assert {icon(code, is_day=True), icon(code, is_day=False)} <= ICONS.keys()


@pytest.mark.parametrize("code", [-1, 100])
def test_what_is_no_code_is_refused(code: int) -> None:
    """Rather than taken for some weather."""
    with pytest.raises(ValueError, match=str(code)):
        sky(code)


def test_a_dry_sky_is_hot_or_cold_at_its_extremes() -> None:
    """Rain stays rain however warm it is."""
    assert condition(0, HOT_FROM) is Condition.HOT
    assert condition(3, HOT_FROM - 0.1) is Condition.CLOUDY
    assert condition(2, COLD_TO) is Condition.COLD
    assert condition(63, HOT_FROM + 9) is Condition.RAIN
    assert condition(45, COLD_TO - 9) is Condition.FOG


def test_what_was_seen_goes_before_what_was_foreseen_for_an_hour() -> None:
    """After that the hours take over, and beyond the last there is nothing."""
    seen = Hour(at=NOON - timedelta(minutes=10), code=3, temperature=9, is_day=True)
    hours = tuple(Hour(at=NOON + n * HOUR, code=0, temperature=n, is_day=True) for n in (-1, 0, 1))
    said = Forecast(now=seen, hours=hours, days=())

    assert said.moment(NOON) is seen
    assert said.moment(NOON - timedelta(minutes=11)) is hours[0]
    assert said.moment(NOON + timedelta(minutes=50)) is hours[1]
    assert said.moment(NOON + 2 * HOUR) is None
    assert said.after(NOON, 9) == hours[2:]


def test_days_are_told_by_their_own_ends() -> None:
    """A local day of 23 hours ends where the next one starts."""
    first = Day(starts=NOON, ends=NOON + 23 * HOUR, code=0, high=9, low=1)
    second = Day(starts=first.ends, ends=first.ends + 24 * HOUR, code=0, high=8, low=0)
    said = Forecast(now=None, hours=(), days=(first, second))

    assert said.day(NOON + 22 * HOUR) is first
    assert said.day(NOON + 23 * HOUR) is second
    assert said.day(NOON, 1) is second
    assert said.day(NOON, 2) is None

"""Distances and bearings agree with the geodesic, everywhere and also where it is awkward."""

from math import dist, pi

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from app.context.distance import (
    bearing,
    distance_km,
    doubt,
    exact_km,
    fast_doubt,
    longest_chord,
    place_in_space,
)

LAT = st.floats(-90, 90)
LON = st.floats(-180, 180)
ANGLE = st.floats(0, 360)


def reached(lat: float, lon: float, towards: float, km: float) -> tuple[float, float]:
    """Return where one arrives after `km` in a direction."""
    point = geodesic(kilometers=km).destination((lat, lon), towards)
    return point.latitude, point.longitude


@settings(max_examples=150, deadline=None)
@given(LAT, LON, ANGLE, st.floats(0, 2000))
def test_distance_is_the_geodesics(lat, lon, towards, km):
    """Up to 2,000 km the distance is off by less than 50 m, and by less than 1.5e-5."""
    there = reached(lat, lon, towards, km)

    assert distance_km(lat, lon, *there) == pytest.approx(km, rel=1.5e-5, abs=1e-6)
    assert abs(distance_km(lat, lon, *there) - km) < 0.05


@settings(max_examples=150, deadline=None)
@given(LAT, LON, LAT, LON)
def test_any_two_places_have_a_distance(lat1, lon1, lat2, lon2):
    """Poles, antipodes and places on one spot all have a distance and a bearing."""
    assert 0 <= distance_km(lat1, lon1, lat2, lon2) <= 20_004
    assert 0 <= bearing(lat1, lon1, lat2, lon2) < 360


@pytest.mark.parametrize(
    ("places", "km"),
    [
        ((40.0, -74.0, 40.0, -74.0), 0),
        ((8.7e-153, 0.0, 0.0, 0.0), 0),
        ((90.0, 0.0, 90.0, 135.0), 0),
        ((0.0, 180.0, 0.0, -180.0), 0),
        ((90.0, 0.0, -90.0, 0.0), 20_003.93),
        ((0.0, 0.0, 0.0, 180.0), 20_003.93),
        ((0.0, 179.5, 0.0, -179.5), 111.32),
    ],
)
def test_awkward_places(places, km):
    """The same spot, both poles, the antipode and the antimeridian are measured right."""
    assert distance_km(*places) == pytest.approx(km, abs=0.01)


@pytest.mark.parametrize(
    ("places", "degrees"),
    [
        ((0.0, 0.0, 1.0, 0.0), 0),
        ((0.0, 179.9, 0.0, -179.9), 90),
        ((10.0, 5.0, 0.0, 5.0), 180),
        ((0.0, 0.0, 0.0, -1.0), 270),
        ((40.0, -74.0, 40.0, -74.0), 0),
        ((0.0, 0.0, 0.0, 180.0), 0),
        ((-1.0, 1e-228, 0.0, 0.0), 0),
    ],
)
def test_bearings_run_clockwise_from_north(places, degrees):
    """North is 0, east 90, over the antimeridian too; where there is no direction it is 0."""
    assert bearing(*places) == pytest.approx(degrees, abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(LAT, LON, ANGLE, ANGLE, st.floats(0, 20_003) | st.floats(19_700, 20_003))
def test_chords_order_places_within_the_doubt(lat, lon, towards, other, km):
    """Two places equally far over ground have chords that differ by less than the doubt."""
    here = place_in_space(lat, lon)
    chords = [dist(here, place_in_space(*reached(lat, lon, way, km))) for way in (towards, other)]

    assert abs(chords[0] - chords[1]) < doubt(min(chords)) - 0.0009
    assert max(chords) <= longest_chord(km) + 1e-6


def test_no_chord_is_longer_than_the_earth():
    """A distance around half the Earth leaves no chord out."""
    assert longest_chord(pi * 6400) == float("inf")


@settings(max_examples=150, deadline=None)
@given(LAT, LON, ANGLE, st.floats(0, 20_003) | st.floats(19_700, 20_003))
def test_the_exact_distance_is_the_geodesics(lat, lon, towards, km):
    """To a tenth of a millimetre, also near the antipode; the fast one is within its doubt."""
    there = reached(lat, lon, towards, km)
    far = geodesic((lat, lon), there).km

    assert exact_km(lat, lon, *there) == pytest.approx(far, abs=1e-7)
    assert abs(distance_km(lat, lon, *there) - far) <= (fast_doubt(far) - 0.001) / 2 + 1e-6


@pytest.mark.parametrize(
    "places",
    [
        (40.0, -74.0, 40.0, -74.0),
        (0.0, 0.0, 0.0, 90.0),
        (0.0, 0.0, 0.0, 180.0),
        (90.0, 0.0, -90.0, 0.0),
        (0.3, 0.0, -0.2, 179.9),
        (0.0, 179.5, 0.0, -179.5),
    ],
)
def test_awkward_places_are_exact(places):
    """On the equator, at the poles and near the antipode the exact distance is the geodesic."""
    assert exact_km(*places) == pytest.approx(geodesic(places[:2], places[2:]).km, abs=1e-7)

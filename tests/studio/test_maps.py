"""The map that pages put markers on."""

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from app.errors import Unacceptable
from app.render.atlas import Atlas
from app.studio.maps import Looked, MapPictures, Mercator

MAPS = MapPictures(Atlas())


def looked(**given):
    """A view of Munich."""
    return Looked(**({"lat": 48.1, "lon": 11.5, "km": 100.0, "width": 80, "height": 60} | given))


def test_a_map_has_the_size_that_was_asked_for():
    """In device pixels."""
    picture = Image.open(BytesIO(asyncio.run(MAPS.picture(looked(density=2)))))
    assert picture.size == (160, 120)


def test_a_map_is_another_in_the_dark():
    """Water and land have colours of their own."""
    light, dark = (
        asyncio.run(MAPS.picture(looked(lat=43.0, lon=5.0, is_dark=is_dark)))
        for is_dark in (False, True)
    )
    assert light != dark


def test_the_largest_city_is_named_first():
    """And none outside the view."""
    assert MAPS.cities(looked())[0].name == "Munich"
    assert list(MAPS.cities(looked(lat=-50.0, lon=-120.0))) == []


def test_what_is_asked_of_a_pixel_is_answered_of_its_place():
    """The projection and its inverse belong together."""
    view = Mercator(35.0, -110.0, 0.05, 900, 500)
    for place in ((60.0, -150.0), (-33.8, 151.2 - 360), (0.0, -20.0)):
        assert view.place(*view.at(*place)) == pytest.approx(place)


def test_the_whole_earth_is_seen_once():
    """A view that is wider than the Earth shows nothing twice."""
    west, _, east, _ = Mercator(0.0, 20.0, 0.02, 900, 500).bounds()
    assert 359 < east - west < 360


@pytest.mark.parametrize(
    "wrong", [{"lat": 91.0}, {"lon": 200.0}, {"km": 0.0}, {"width": 9000}, {"density": 3}]
)
def test_a_map_of_no_place_is_refused(wrong):
    """Nothing is drawn for it."""
    with pytest.raises(Unacceptable) as refusal:
        asyncio.run(MAPS.picture(looked(**wrong)))
    assert refusal.value.field in wrong

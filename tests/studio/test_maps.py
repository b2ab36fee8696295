"""The map that pages put markers on."""

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from app.errors import Unacceptable
from app.render.atlas import Atlas
from app.studio.maps import Looked, MapPictures

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


@pytest.mark.parametrize(
    "wrong", [{"lat": 91.0}, {"lon": 200.0}, {"km": 0.0}, {"width": 9000}, {"density": 3}]
)
def test_a_map_of_no_place_is_refused(wrong):
    """Nothing is drawn for it."""
    with pytest.raises(Unacceptable) as refusal:
        asyncio.run(MAPS.picture(looked(**wrong)))
    assert refusal.value.field in wrong

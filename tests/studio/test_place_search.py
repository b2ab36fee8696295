"""Places by what a person types."""

import pytest

from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.errors import Unacceptable
from app.model.place import PlaceSource
from app.model.store import Store
from app.studio.place_search import Kind, PlaceSearch, is_address


def a_store(name, **more):
    """Return a store."""
    return Store(external_id=name, name=name, tz="", **more)


@pytest.fixture(scope="module")
def search(installed_home):
    """A search over the shipped tables and two stores."""
    cache = installed_home / "cache" / "geo"

    async def stores():
        return [
            a_store("Mitte", city="Berlin", country="DE", lat=52.5, lon=13.4),
            a_store("SoHo", city="New York", country="US", lat=40.7, lon=-74.0),
        ]

    cities, geo = EmbeddedGazetteer(cache=cache), EmbeddedGeoDatabase(cache=cache)
    return PlaceSearch(cities=cities, geo=geo, stores=stores)


async def test_the_largest_city_that_begins_so_comes_first(search):
    """And a country after a comma narrows it."""
    assert (await search.find("berl"))[0].text == "Berlin, DE"
    assert (await search.find("paris"))[0].text == "Paris, FR"
    assert {each.text[-2:] for each in await search.find("paris, us")} == {"US"}


async def test_stores_are_found_by_name_and_city(search):
    """With their own coordinates."""
    found = [each for each in await search.find("soho") if each.kind is Kind.STORE]
    assert [(each.says, each.lat) for each in found] == [("SoHo, New York", 40.7)]


async def test_postcodes_are_looked_for_where_stores_are(search):
    """Unless a country is said."""
    found = {each.text for each in await search.find("10115") if each.kind is Kind.POSTCODE}
    assert found == {"10115, DE", "10115, US"}
    said = await search.find("75004, FR")
    assert said[0].says.startswith("75004")


async def test_points_and_addresses_are_themselves(search):
    """Coordinates with the city around them; an address with where it is, if that is known."""
    assert (await search.find("48.85, 2.35"))[0].says.startswith("Paris")
    assert (await search.find("8.8.8.8"))[0].kind is Kind.ADDRESS
    assert (await search.find("192.0.2.1"))[0].lat is None
    assert await search.find("x") == ()


@pytest.mark.parametrize("text", ["Berlin, DE", "berlin", "52.52,13.4", "10115, DE", "52.52 13.4"])
def test_what_was_found_is_found_again(search, text):
    """As a place that was chosen, with the names that facts need."""
    place = search.place(text)
    assert place.source is PlaceSource.PREVIEW
    assert place.country == "DE"
    assert abs(place.lat - 52.5) < 0.2


@pytest.mark.parametrize("text", ["91, 0", "here and there", "0, 181", "", "1e9,0", "12345, ZZ"])
def test_what_is_no_place_is_said(search, text):
    """With what to write instead."""
    with pytest.raises(Unacceptable, match="no place"):
        search.place(text)


def test_the_middle_of_an_ocean_has_no_city(search):
    """But is a place."""
    assert search.place("0, -150").city == ""
    assert search.at(-90, 180).country == ""


def test_addresses_are_told_from_other_texts():
    """Of both kinds."""
    assert is_address("2001:db8::1")
    assert not is_address("1.2.3")

"""The tables that come with Opentime: small, credited, and right about places everybody knows."""

import json
from pathlib import Path

import pytest

from app.adapters.geo.credits import CREDITS
from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.geo.shelf import MANIFEST, SHIPPED

MIB = 1 << 20


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the unpacked tables."""
    return tmp_path_factory.mktemp("geo")


@pytest.fixture(scope="module")
def database(cache: Path) -> EmbeddedGeoDatabase:
    """Return the shipped address table."""
    return EmbeddedGeoDatabase(cache=cache)


@pytest.fixture(scope="module")
def gazetteer(cache: Path) -> EmbeddedGazetteer:
    """Return the shipped names."""
    return EmbeddedGazetteer(cache=cache)


def test_size() -> None:
    """The packed tables stay small enough to come with every installation."""
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 14 * MIB


def test_postcodes_size() -> None:
    """Postcodes are a starter, not a directory."""
    assert (SHIPPED / "postcodes.xz").stat().st_size < 1.5 * MIB


def test_unpacked_size(gazetteer: EmbeddedGazetteer, cache: Path) -> None:
    """The unpacked cities stay below 15 MB."""
    assert gazetteer.city("Paris") is not None
    (cities,) = cache.glob("cities-*.table")
    assert cities.stat().st_size < 15 * MIB


def test_credits() -> None:
    """Both authors are credited with a link, their licence is here in full."""
    attribution = (SHIPPED / "ATTRIBUTION.md").read_text()
    licence = (SHIPPED / "LICENSE-CC-BY-4.0.txt").read_text()

    assert "<a href='https://db-ip.com'>IP Geolocation by DB-IP</a>" in attribution
    assert {"DB-IP City Lite", "GeoNames cities and postal codes"} == {c.data for c in CREDITS}
    assert all(c.text in attribution and c.link in attribution for c in CREDITS)
    assert {"CC-BY-4.0"} == {c.licence for c in CREDITS}
    assert licence.startswith("Attribution 4.0 International")
    assert len(licence) > 15_000


def test_every_table_is_in_the_manifest() -> None:
    """The manifest names exactly the tables that are there."""
    tables = json.loads((SHIPPED / MANIFEST).read_text())["tables"]
    assert set(tables) == {path.stem for path in SHIPPED.glob("*.xz")}


@pytest.mark.parametrize(
    ("ip", "country", "region"),
    [
        ("8.8.8.8", "US", "California"),
        ("128.112.0.1", "US", "New Jersey"),
        ("130.88.1.1", "GB", "England"),
        ("133.11.0.1", "JP", "Tokyo"),
        ("2a02:810d:1234::1", "DE", None),
        ("2600:1700::1", "US", None),
    ],
)
def test_known_addresses(
    database: EmbeddedGeoDatabase, ip: str, country: str, region: str | None
) -> None:
    """Universities and resolvers are where everybody knows them to be."""
    place = database.locate(ip)

    assert place is not None
    assert country == place.country
    assert region in {None, place.region}
    assert "/" in place.tz


@pytest.mark.parametrize(
    ("name", "country", "city", "region", "tz"),
    [
        ("München", "DE", "Munich", "Bavaria", "Europe/Berlin"),
        ("Koeln", "DE", "Köln", "North Rhine-Westphalia", "Europe/Berlin"),
        ("Paris", "", "Paris", "Ile-de-France", "Europe/Paris"),
        ("Paris", "US", "Paris", "Texas", "America/Chicago"),
        ("Portland", "US", "Portland", "Oregon", "America/Los_Angeles"),
        ("Wien", "AT", "Vienna", "Vienna", "Europe/Vienna"),
        ("Genève", "CH", "Geneva", "Geneva", "Europe/Zurich"),
        ("東京", "JP", "Tokyo", "Tokyo", "Asia/Tokyo"),
        ("London", "GB", "London", "England", "Europe/London"),
        ("new york", "US", "New York City", "New York", "America/New_York"),
    ],
)
def test_known_cities(  # noqa: PLR0917 - a row of the table above
    gazetteer: EmbeddedGazetteer, name: str, country: str, city: str, region: str, tz: str
) -> None:
    """Cities are found under their own names and the English ones."""
    place = gazetteer.city(name, country)

    assert place is not None
    assert (city, region, tz) == (place.city, place.region, place.tz)


@pytest.mark.parametrize(
    ("code", "country", "lat", "lon", "tz"),
    [
        ("10001", "US", 40.75, -74.0, "America/New_York"),
        ("02134", "US", 42.36, -71.13, "America/New_York"),
        ("SW1A 1AA", "GB", 51.5, -0.14, "Europe/London"),
        ("M1 1AE", "GB", 53.48, -2.24, "Europe/London"),
        ("80331", "DE", 48.14, 11.57, "Europe/Berlin"),
        ("75008", "FR", 48.87, 2.31, "Europe/Paris"),
        ("1012 AB", "NL", 52.37, 4.9, "Europe/Amsterdam"),
        ("1010", "AT", 48.21, 16.37, "Europe/Vienna"),
        ("8001", "CH", 47.37, 8.54, "Europe/Zurich"),
        ("28013", "ES", 40.42, -3.7, "Europe/Madrid"),
        ("00184", "IT", 41.9, 12.5, "Europe/Rome"),
        ("M5V 3L9", "CA", 43.64, -79.4, "America/Toronto"),
        ("2000", "AU", -33.87, 151.21, "Australia/Sydney"),
        ("150-0001", "JP", 35.67, 139.7, "Asia/Tokyo"),
        ("D02 X285", "IE", 53.34, -6.25, "Europe/Dublin"),
        ("111 22", "SE", 59.33, 18.06, "Europe/Stockholm"),
        ("00-001", "PL", 52.23, 21.0, "Europe/Warsaw"),
        ("1000-001", "PT", 38.71, -9.14, "Europe/Lisbon"),
    ],
)
def test_known_postcodes(  # noqa: PLR0917 - a row of the table above
    gazetteer: EmbeddedGazetteer, code: str, country: str, lat: float, lon: float, tz: str
) -> None:
    """A postcode lies within its stated accuracy of where it is."""
    place = gazetteer.postcode(code, country)

    assert place is not None
    north, east = (place.lat - lat) * 111, (place.lon - lon) * 111 * 0.65
    assert (north**2 + east**2) ** 0.5 <= place.accuracy_km + 3
    assert place.accuracy_km <= 50
    assert (country, tz) == (place.country, place.tz)

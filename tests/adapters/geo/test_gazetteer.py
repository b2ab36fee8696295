"""Places by name, from the small tables."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.geo.gazetteer import EmbeddedGazetteer
from app.adapters.geo.names import folded, postcode_key
from app.model.facts import Trust
from app.model.place import PlaceSource


@pytest.fixture(scope="module")
def gazetteer(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedGazetteer:
    """Return a gazetteer of six cities and some postcodes."""
    return EmbeddedGazetteer(cache=tmp_path_factory.mktemp("cache"), shipped=shipped)


@pytest.mark.parametrize(
    ("name", "country", "city", "found_in"),
    [
        ("Portland", "US", "Portland", "US"),
        ("munich", "", "Munich", "DE"),
        ("MÜNCHEN", "de", "Munich", "DE"),
        ("Munchen", " DE ", "Munich", "DE"),
        ("Saint Polten", "AT", "St. Pölten", "AT"),
        ("St.Pölten", "", "St. Pölten", "AT"),
        ("London", "", "London", "GB"),
        ("London", "UK", "London", "GB"),
        ("London", "CA", "London", "CA"),
    ],
)
def test_city(
    gazetteer: EmbeddedGazetteer, name: str, country: str, city: str, found_in: str
) -> None:
    """Case, marks and punctuation do not matter; the country decides, else the population."""
    place = gazetteer.city(name, country)

    assert place is not None
    assert (city, found_in) == (place.city, place.country)
    assert (place.source, place.trust) == (PlaceSource.HOME, Trust.ASSERTED)


def test_most_populous(gazetteer: EmbeddedGazetteer) -> None:
    """Of two cities of one name in one country the larger is meant, with its own zone."""
    place = gazetteer.city("Portland", "US")

    assert place is not None
    assert (place.tz, place.region) == ("America/Los_Angeles", "Oregon")
    assert place.accuracy_km == pytest.approx(8)


@pytest.mark.parametrize(
    ("name", "country"),
    [("", ""), ("-", "DE"), ("Atlantis", ""), ("Munich", "FR"), ("MUC", ""), ("x" * 500, "US")],
)
def test_no_city(gazetteer: EmbeddedGazetteer, name: str, country: str) -> None:
    """An unknown name, or one unknown in that country, is no city."""
    assert gazetteer.city(name, country) is None


@pytest.mark.parametrize(
    ("code", "country", "city"),
    [
        ("80331", "DE", "München"),
        ("D-80331", "de", "München"),
        ("80339", "DE", "München"),
        ("02134", "US", "Allston"),
        ("2134", "US", "Allston"),
        ("02134-1000", "US", "Allston"),
        ("M1 1AA", "GB", "Manchester"),
        ("m11aa", "UK", "Manchester"),
        ("M11 4AB", "GB", "Clayton"),
        ("M11", "GB", "Clayton"),
        ("M5V 3L9", "CA", "Toronto"),
        ("000-9999", "JP", "Tokyo"),
        ("12", "JP", "Izu"),
    ],
)
def test_postcode(gazetteer: EmbeddedGazetteer, code: str, country: str, city: str) -> None:
    """A postcode is found as people write it, or as the area that its beginning names."""
    place = gazetteer.postcode(code, country)

    assert place is not None
    assert (city, code) == (place.city, place.postcode)
    assert place.tz


@pytest.mark.parametrize(
    ("code", "country"),
    [("", "DE"), ("80331", ""), ("80331", "Germany"), ("91234", "DE"), ("75008", "FR")],
)
def test_no_postcode(gazetteer: EmbeddedGazetteer, code: str, country: str) -> None:
    """No country, an unknown area, or a business code only: no place."""
    assert gazetteer.postcode(code, country) is None


def test_accuracy_of_areas(gazetteer: EmbeddedGazetteer) -> None:
    """An area's accuracy is how far its postcodes lie apart."""
    area = gazetteer.postcode("80", "DE")

    assert area is not None
    assert 1 < area.accuracy_km < 50


@given(st.text(max_size=100), st.text(max_size=4))
def test_any_text(gazetteer: EmbeddedGazetteer, text: str, country: str) -> None:
    """No text makes a look-up raise."""
    gazetteer.city(text, country)
    gazetteer.postcode(text, country)
    assert folded(folded(text)) == folded(text) or len(text) > 40
    assert postcode_key(text, "DE").isalnum() or not postcode_key(text, "DE")


@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [
        (48.14, 11.58, "Europe/Berlin"),
        (-33.87, 151.21, "Australia/Sydney"),
        (91, 0, ""),
        (0, -180.5, ""),
        (float("nan"), 0, ""),
        (float("inf"), 0, ""),
    ],
)
def test_zone(gazetteer: EmbeddedGazetteer, lat: float, lon: float, zone: str) -> None:
    """A coordinate has a zone; what is none has none."""
    assert zone == gazetteer.zone(lat, lon)

"""The ladder of places: each rung in its order, and what must not be looked up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.context.asking import Ask
from app.context.edges import Sighting
from app.context.gathering import GatheredFacts
from app.context.networks import FixedLists, Networks, Region
from app.context.places import NEAR_KM, PlaceLadder
from app.model.brand import Privacy
from app.model.facts import Fact, Missing, Trust, Why
from app.model.place import Place, PlaceSource
from app.model.reader import ReaderKind
from app.model.subscriber import Consent, Home
from tests.builders import (
    BERLIN,
    IP,
    Atlas,
    a_brand,
    a_plan,
    a_reader,
    a_store,
    a_subscriber,
    an_ask,
    at_berlin,
    some_shelves,
)

NEAR_IP = Place(lat=48.1, lon=11.6, city="Munich", accuracy_km=20)
COARSE_IP = replace(NEAR_IP, city="Bavaria", accuracy_km=200)
LISBON = Place(lat=38.7, lon=-9.1, city="Lisbon", source=PlaceSource.BRAND)
HOME = Home(city="Berlin", country="de")
EXPLICIT = Home(lat=41.15, lon=-8.61, city="Porto", country="pt", postcode="4000")
ASKED = {"ip": IP, "brand": a_brand(place=LISBON)}


def place_of(ask: Ask, seen: Place | None = NEAR_IP) -> tuple[str, str] | None:
    """Return the rung and the city of an open whose address is where it is seen."""
    atlas = Atlas(ips={IP: seen} if seen else {}, codes={"10115": replace(BERLIN, city="Mitte")})
    place = PlaceLadder(atlas, atlas).place(ask)
    return (place.source.value, place.city) if place else None


@pytest.mark.parametrize(
    ("home", "explicit", "seen", "expected"),
    [
        (HOME, EXPLICIT, NEAR_IP, ("profile", "Porto")),
        (HOME, Home(city="Nowhere"), NEAR_IP, ("ip", "Munich")),
        (HOME, None, NEAR_IP, ("ip", "Munich")),
        (HOME, None, COARSE_IP, ("home", "Berlin")),
        (HOME, None, None, ("home", "Berlin")),
        (Home(postcode="10115", country="DE"), None, None, ("home", "Mitte")),
        (Home(postcode="10115", city="Home"), None, None, ("home", "Home")),
        (Home(postcode="0", city="Berlin"), None, None, ("home", "Berlin")),
        (Home(), None, COARSE_IP, ("ip", "Bavaria")),
        (Home(), None, None, ("brand", "Lisbon")),
    ],
)
def test_the_best_rung_wins(
    home: Home, explicit: Home | None, seen: Place | None, expected: tuple[str, str]
) -> None:
    """Explicit, near address, home, coarse address, the brand's default."""
    ask = an_ask(subscriber=a_subscriber(home=home, place=explicit), **ASKED)
    assert place_of(ask, seen) == expected


def test_a_preview_chooses_its_place() -> None:
    """Whatever the profile says."""
    ask = an_ask(subscriber=a_subscriber(place=EXPLICIT), place=at_berlin(), **ASKED)
    assert place_of(ask) == ("preview", "Berlin")


def test_a_brand_may_put_the_profile_first() -> None:
    """Then home comes before the address, if home is found."""
    brand = a_brand(place=LISBON, privacy=Privacy(profile_first=True))
    at_home, nowhere = a_subscriber(home=HOME), a_subscriber(home=Home(city="Nowhere"))
    assert place_of(an_ask(subscriber=at_home, ip=IP, brand=brand)) == ("home", "Berlin")
    assert place_of(an_ask(subscriber=nowhere, ip=IP, brand=brand)) == ("ip", "Munich")
    assert place_of(an_ask(ip=IP, brand=brand)) == ("ip", "Munich")


@pytest.mark.parametrize("explicit", [False, True])
def test_without_consent_only_the_brand_has_a_place(
    explicit: bool,  # noqa: FBT001  # a case
) -> None:
    """Withdrawn consent withholds profile, home and address; an explicit policy needs a yes."""
    atlas = Atlas(ips={IP: NEAR_IP})
    ladder = PlaceLadder(atlas, atlas)
    brand = a_brand(place=LISBON, privacy=Privacy(explicit=explicit))
    refused = a_subscriber(home=HOME, place=EXPLICIT, consent=Consent(location=False))
    assert ladder.place(an_ask(subscriber=refused, ip=IP, brand=brand)) == LISBON

    for unasked in (None, a_subscriber(place=EXPLICIT)):
        place = ladder.place(an_ask(subscriber=unasked, ip=IP, brand=brand))
        assert (place == LISBON) is explicit
    granted = a_subscriber(place=EXPLICIT, consent=Consent(location=True))
    place = ladder.place(an_ask(subscriber=granted, ip=IP, brand=brand))
    assert place is not None
    assert place.source is PlaceSource.PROFILE
    assert atlas.asked == ([] if explicit else [IP])


def test_a_brand_may_forbid_looking_addresses_up() -> None:
    """Then nobody's is."""
    atlas = Atlas(ips={IP: NEAR_IP})
    brand = a_brand(privacy=Privacy(geolocate=False))
    assert PlaceLadder(atlas, atlas).place(an_ask(ip=IP, brand=brand)) is None
    assert atlas.asked == []


@given(
    st.sampled_from(list(ReaderKind)),
    st.ip_addresses().map(str),
    st.ip_addresses().map(str),
    st.sampled_from([None, HOME, Home()]),
)
def test_an_address_that_is_not_the_readers_changes_nothing(
    kind: ReaderKind, one: str, other: str, home: Home | None
) -> None:
    """For any two addresses of such a reader the place is the same, and neither is looked up."""
    atlas = Atlas(ips={one: NEAR_IP, other: COARSE_IP})
    ladder = PlaceLadder(atlas, atlas)
    reader = a_reader(kind, ip_is_user=False)
    somebody = a_subscriber(home=home) if home else None
    asks = [an_ask(reader=reader, ip=ip, subscriber=somebody) for ip in (one, other, "")]
    assert len({ladder.place(ask) for ask in asks}) == 1
    assert atlas.asked == []


def test_a_home_is_found_once() -> None:
    """And remembered, also when it is nowhere; a profile place keeps what it says."""
    atlas = Atlas()
    ladder = PlaceLadder(atlas, atlas)
    asks = [an_ask(subscriber=a_subscriber(home=h)) for h in (HOME, Home(city="Nowhere"))]
    first = [ladder.place(ask) for ask in asks]
    atlas.cities = {}
    assert [ladder.place(ask) for ask in asks] == first

    place = ladder.place(an_ask(subscriber=a_subscriber(place=EXPLICIT)))
    assert place == Place(
        lat=41.15, lon=-8.61, city="Porto", country="PT", postcode="4000", accuracy_km=1.0,
        source=PlaceSource.PROFILE, trust=Trust.ASSERTED,
    )  # fmt: skip


def test_the_brands_default_is_no_knowledge_and_finds_no_store() -> None:
    """A name for the place, but `place.known` is false and there is no nearest store."""
    facts = GatheredFacts(
        an_ask(a_plan(), brand=a_brand(place=replace(BERLIN, source=PlaceSource.BRAND))),
        some_shelves(a_store()), {},
    )  # fmt: skip
    assert facts.known("place.known") == Fact(value=False, source="place")
    assert facts.known("place.city") == Fact("Berlin", "place.brand", None, Trust.INFERRED)
    assert facts.known("store.name") == Missing(Why.ABSENT, "place")
    assert facts.known("stores") == Missing(Why.ABSENT, "place")


def test_a_coarse_place_is_known_but_finds_no_store() -> None:
    """The region may be said; which store is nearest may not."""
    atlas = Atlas(ips={IP: COARSE_IP})
    facts = GatheredFacts(an_ask(ip=IP), some_shelves(a_store(), atlas=atlas), {})
    assert facts.known("place.known") == Fact(value=True, source="place")
    assert facts.known("store.known") == Fact(value=False, source="place")
    assert facts.known("stock.alternative") == Missing(Why.ABSENT, "place")


RELAY_IP = "172.224.224.1"


class Relay:
    """A relay list of one address."""

    def __init__(self, region: Region) -> None:
        self._region = region

    def __contains__(self, ip: object) -> bool:
        return ip == RELAY_IP

    def region(self, ip: str) -> Region | None:
        """Return the region of the address."""
        return self._region if ip == RELAY_IP else None


def relayed(region: Region, *, subscriber: Home | None = None, wanted: bool = True) -> Place | None:
    """Return the place of a person behind the relay, whose address is in Munich by the database."""
    atlas = Atlas(ips={RELAY_IP: replace(NEAR_IP, country="DE")})
    lists = FixedLists(Networks(relay=Relay(region)))
    brand = a_brand(place=LISBON, privacy=Privacy(relay_region=wanted))
    ask = an_ask(
        reader=a_reader(name="direct_relay", ip_is_user=False),
        ip=RELAY_IP,
        brand=brand,
        subscriber=a_subscriber(home=subscriber) if subscriber else None,
    )
    return PlaceLadder(atlas, atlas, lists=lists).place(ask)


def test_a_relay_s_region_overrides_the_geo_database():
    """Where the brand wants it, and never near enough to tell the nearest store."""
    place = relayed(Region("DE", "DE-BE", "Berlin"))
    assert place is not None
    assert (place.source, place.city, place.trust) == (PlaceSource.RELAY, "Berlin", Trust.INFERRED)
    assert place.accuracy_km > NEAR_KM


def test_a_town_that_is_not_known_has_the_database_s_point_in_its_country_only():
    """The list's country is its word."""
    place = relayed(Region("DE", "DE-BY", "Grünwald"))
    assert place is not None
    assert (place.city, place.lat, place.source) == ("Grünwald", NEAR_IP.lat, PlaceSource.RELAY)
    assert relayed(Region("AT", "AT-9", "Grünwald")) == LISBON


def test_home_comes_before_a_relay_s_region():
    """The profile knows better than the relay."""
    place = relayed(Region("PT", "PT-11", "Lisbon"), subscriber=HOME)
    assert place is not None
    assert place.source is PlaceSource.HOME


def test_a_brand_does_not_use_a_relay_s_region_unless_it_says_so():
    """Then two addresses of the relay are one."""
    assert relayed(Region("DE", "DE-BE", "Berlin"), wanted=False) == LISBON


def test_what_a_cdn_sees_comes_before_the_geo_database():
    """It is nearer to the reader; its coordinates are no more exact than the tables."""
    seen = Sighting(Home(city="Porto", country="PT", lat=41.15, lon=-8.61), "Europe/Lisbon")
    atlas = Atlas(ips={IP: NEAR_IP})
    place = PlaceLadder(atlas, atlas).place(an_ask(seen=seen, **ASKED))
    assert place is not None
    assert (place.source, place.city, place.tz) == (PlaceSource.IP, "Porto", "Europe/Lisbon")
    assert (place.accuracy_km, place.trust) == (25.0, Trust.INFERRED)
    assert atlas.asked == []


def test_what_a_cdn_cannot_place_is_looked_up():
    """A country alone is no point."""
    atlas = Atlas(ips={IP: NEAR_IP})
    seen = Sighting(Home(country="PT"), "")
    place = PlaceLadder(atlas, atlas).place(an_ask(seen=seen, **ASKED))
    assert place is not None
    assert place.city == "Munich"

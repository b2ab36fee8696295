"""Where the reader is: the ladder of places, each rung with what it is worth.

Order: explicit place in the profile; the IP address, only if it is the reader's own and near
enough; home; the IP address when coarse; the region that a privacy relay states, if the brand
wants it; the brand's default. `profile_first` swaps the second and the third. The address of a
mail proxy is never looked up, that of a relay only in the relay's own list.
"""

from dataclasses import replace

from app.context.asking import Ask
from app.context.edges import Sighting
from app.context.networks import FixedLists, NetworkLists, Region
from app.context.person import allows
from app.model.facts import Missing, Trust, Why
from app.model.keeping import Kept
from app.model.place import Place, PlaceSource
from app.model.ports import Gazetteer, GeoDatabase
from app.model.subscriber import Consent, Home

NEAR_KM = 50.0
"""An inferred place farther off than this cannot tell which store is nearest."""

_EXACT_KM = 1.0
_SEEN_KM = 25.0  # how far off a CDN's coordinates are taken to be, as with the embedded tables
_REGION_KM = 150.0  # a relay's region tells the weather, never the nearest store
_NEVER_ASKED = Consent()
_NOWHERE = Missing(Why.ABSENT, "home")


class PlaceLadder:
    """Finds the best place for an open; homes are looked up once and remembered."""

    def __init__(
        self,
        geo: GeoDatabase,
        gazetteer: Gazetteer,
        *,
        lists: NetworkLists | None = None,
        remember: int = 8192,
    ) -> None:
        self._geo = geo
        self._gazetteer = gazetteer
        self._lists = lists or FixedLists()
        self._homes: Kept[Home, Place | Missing] = Kept(remember)

    def place(self, ask: Ask) -> Place | None:
        """Return the place of an open; None when not even the brand has one."""
        if ask.place is not None:
            return ask.place
        subscriber, privacy = ask.subscriber, ask.brand.privacy
        consent = subscriber.consent if subscriber is not None else _NEVER_ASKED
        if not allows(consent, "location", explicit=privacy.explicit):
            return ask.brand.place
        if subscriber is not None and subscriber.place is not None:
            asserted = self._home(subscriber.place)
            if asserted is not None:
                return replace(asserted, source=PlaceSource.PROFILE)
        home = subscriber.home if subscriber is not None else None
        if privacy.profile_first and home is not None:
            found = self._home(home)
            if found is not None:
                return found
        observed = self._by_ip(ask) if privacy.geolocate else None
        if observed is not None and observed.accuracy_km <= NEAR_KM:
            return observed
        at_home = self._home(home) if home is not None else None
        return at_home or observed or self._relayed(ask) or ask.brand.place

    def edition(self) -> int:
        """Return a number that grows when the geo database or a network list is replaced."""
        return self._geo.edition() + self._lists.edition()

    def zone(self, place: Place) -> str:
        """Return the time zone of a place."""
        return place.tz or self._gazetteer.zone(place.lat, place.lon)

    def _by_ip(self, ask: Ask) -> Place | None:
        if not ask.ip or not ask.reader.ip_is_user:
            return None
        found = self._seen(ask.seen) if ask.seen is not None else None
        found = found or self._geo.locate(ask.ip)
        if found is None:
            return None
        if found.source is PlaceSource.IP and found.trust is Trust.INFERRED:
            return found
        return replace(found, source=PlaceSource.IP, trust=Trust.INFERRED)

    def _seen(self, seen: Sighting) -> Place | None:
        """Return where a CDN sees the reader."""
        found = self._home(seen.home)
        if found is None:
            return None
        return replace(found, tz=seen.tz or found.tz, accuracy_km=max(found.accuracy_km, _SEEN_KM))

    def _relayed(self, ask: Ask) -> Place | None:
        """Return the region that the relay states for an address of its own."""
        privacy = ask.brand.privacy
        if not (privacy.geolocate and privacy.relay_region and ask.ip):
            return None
        region = self._lists.current().relay.region(ask.ip)
        return self._region(ask.ip, region) if region is not None else None

    def _region(self, ip: str, region: Region) -> Place | None:
        found = self._home(Home(city=region.city, country=region.country)) if region.city else None
        if found is None:
            # A town too small for the gazetteer: its country is the list's word, never another's.
            located = self._geo.locate(ip)
            if located is None or located.country != region.country:
                return None
            found = replace(located, city=region.city)
        return replace(
            found,
            source=PlaceSource.RELAY,
            trust=Trust.INFERRED,
            accuracy_km=max(found.accuracy_km, _REGION_KM),
        )

    def _home(self, home: Home) -> Place | None:
        known = self._homes.get(home)
        if known is None:
            known = self._found(home) or _NOWHERE
            self._homes.put(home, known)
        return known if isinstance(known, Place) else None

    def _found(self, home: Home) -> Place | None:
        if home.lat is not None and home.lon is not None:
            return Place(
                lat=home.lat,
                lon=home.lon,
                city=home.city,
                region=home.region,
                country=home.country.upper(),
                postcode=home.postcode,
                accuracy_km=_EXACT_KM,
                source=PlaceSource.HOME,
                trust=Trust.ASSERTED,
            )
        by_code = self._gazetteer.postcode(home.postcode, home.country) if home.postcode else None
        named = by_code or (self._gazetteer.city(home.city, home.country) if home.city else None)
        if named is None:
            return None
        return replace(
            named,
            city=home.city or named.city,
            postcode=home.postcode,
            source=PlaceSource.HOME,
            trust=Trust.ASSERTED,
        )

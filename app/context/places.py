"""Where the reader is: the ladder of places, each rung with what it is worth.

Order: explicit place in the profile; the IP address, only if it is the reader's own and near
enough; home; the IP address when coarse; the brand's default. `profile_first` swaps the second
and the third. The address of a mail proxy is never looked up.
"""

from dataclasses import replace

from app.context.asking import Ask
from app.context.person import allows
from app.model.facts import Missing, Trust, Why
from app.model.keeping import Kept
from app.model.place import Place, PlaceSource
from app.model.ports import Gazetteer, GeoDatabase
from app.model.subscriber import Consent, Home

NEAR_KM = 50.0
"""An inferred place farther off than this cannot tell which store is nearest."""

_EXACT_KM = 1.0
_NEVER_ASKED = Consent()
_NOWHERE = Missing(Why.ABSENT, "home")


class PlaceLadder:
    """Finds the best place for an open; homes are looked up once and remembered."""

    def __init__(self, geo: GeoDatabase, gazetteer: Gazetteer, *, remember: int = 8192) -> None:
        self._geo = geo
        self._gazetteer = gazetteer
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
        return (self._home(home) if home is not None else None) or observed or ask.brand.place

    def edition(self) -> int:
        """Return the edition of the geo database."""
        return self._geo.edition()

    def zone(self, place: Place) -> str:
        """Return the time zone of a place."""
        return place.tz or self._gazetteer.zone(place.lat, place.lon)

    def _by_ip(self, ask: Ask) -> Place | None:
        if not ask.ip or not ask.reader.ip_is_user:
            return None
        found = self._geo.locate(ask.ip)
        if found is None:
            return None
        if found.source is PlaceSource.IP and found.trust is Trust.INFERRED:
            return found
        return replace(found, source=PlaceSource.IP, trust=Trust.INFERRED)

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

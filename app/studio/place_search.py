"""Places by what a person types: a point, an address of the internet, a city, a code, a store."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import ip_address
from typing import Final, Protocol

from app.errors import Unacceptable
from app.model.place import Place, PlaceSource
from app.model.ports import GeoDatabase
from app.model.store import Store

_POINT: Final = re.compile(
    r"\s*([+-]?\d{1,3}(?:\.\d{1,12})?)\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d{1,12})?)\s*"
)
_NEAR_KM: Final = 1.0  # as near as a telephone knows
_MOST: Final = 6
_LEAST_LETTERS: Final = 2
_COUNTRY_LETTERS: Final = 2


class Cities(Protocol):
    """Cities and postcodes by name, and cities by point."""

    def city(self, name: str, country: str = "") -> Place | None:
        """Return the most populous city of that name."""
        ...

    def beginning(self, start: str, *, most: int) -> tuple[Place, ...]:
        """Return the cities whose names begin so, the largest first."""
        ...

    def nearest(self, lat: float, lon: float) -> Place | None:
        """Return the city around a point, if there is one."""
        ...

    def postcode(self, code: str, country: str) -> Place | None:
        """Return the place of a postcode."""
        ...


class Kind(StrEnum):
    """What was found."""

    POINT = "point"
    ADDRESS = "address"
    STORE = "store"
    CITY = "city"
    POSTCODE = "postcode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One place that was found. `text` finds it again; `lat` is None for an unknown address."""

    kind: Kind
    says: str
    text: str
    lat: float | None = None
    lon: float | None = None


Stores = Callable[[], Awaitable[Sequence[Store]]]


class PlaceSearch:
    """Finds places for previews."""

    def __init__(self, *, cities: Cities, geo: GeoDatabase, stores: Stores) -> None:
        self._cities = cities
        self._geo = geo
        self._stores = stores

    async def find(self, text: str) -> tuple[Found, ...]:
        """Return what a text may mean, the likeliest first."""
        text = text.strip()
        if is_address(text):
            return (self._address(text),)
        point = _point(text)
        if point is not None:
            return (_found(Kind.POINT, self.at(*point), f"{point[0]}, {point[1]}"),)
        if len(text) < _LEAST_LETTERS:
            return ()
        stores = await self._stores()
        named = [
            each for each in stores if text.casefold() in f"{each.name} {each.city}".casefold()
        ]
        countries = sorted({each.country for each in stores if each.country})
        return (
            *self._coded(text, countries),
            *self._named(text),
            *(_store(each) for each in named[:_MOST]),
        )

    def place(self, text: str) -> Place:
        """Return the place that a text names; raises Unacceptable."""
        point = _point(text)
        if point is not None:
            return self.at(*point)
        name, _, country = text.rpartition(",") if "," in text else (text, "", "")
        found = self._cities.city(name.strip(), country.strip())
        if found is None and country:
            found = self._cities.postcode(name.strip(), country.strip())
        if found is None:
            raise _nowhere(text)
        return replace(found, source=PlaceSource.PREVIEW)

    def at(self, lat: float, lon: float) -> Place:
        """Return a point with the names of the city around it; raises Unacceptable."""
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004  # degrees
            raise _nowhere(f"{lat}, {lon}")
        city = self._cities.nearest(lat, lon)
        point = Place(lat=lat, lon=lon, accuracy_km=_NEAR_KM, source=PlaceSource.PREVIEW)
        if city is None:
            return point
        return replace(point, city=city.city, region=city.region, country=city.country)

    def _address(self, text: str) -> Found:
        place = self._geo.locate(text)
        if place is None:
            return Found(kind=Kind.ADDRESS, says=f"{text}: nobody knows where", text=text)
        return _found(Kind.ADDRESS, place, text)

    def _coded(self, text: str, countries: Sequence[str]) -> list[Found]:
        """Return the places of a postcode, in the country that is named or where stores are."""
        code, _, said = text.rpartition(",") if "," in text else (text, "", "")
        if not any(letter.isdigit() for letter in code):
            return []
        asked = [said.strip()] if said.strip() else countries
        found = [(each, self._cities.postcode(code, each)) for each in asked]
        return [
            _found(Kind.POSTCODE, place, f"{code.strip()}, {country}")
            for country, place in found
            if place is not None
        ][:_MOST]

    def _named(self, text: str) -> list[Found]:
        name, _, country = text.rpartition(",") if "," in text else (text, "", "")
        wanted = country.strip().upper()[:_COUNTRY_LETTERS]
        places = self._cities.beginning(name, most=60 if wanted else _MOST)
        return [
            _found(Kind.CITY, each, f"{each.city}, {each.country}")
            for each in places
            if each.country.startswith(wanted)
        ][:_MOST]


def is_address(text: str) -> bool:
    """Tell whether a text is an address of the internet."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _point(text: str) -> tuple[float, float] | None:
    match = _POINT.fullmatch(text)
    return (float(match[1]), float(match[2])) if match else None


def _found(kind: Kind, place: Place, text: str) -> Found:
    names = [place.postcode, place.city, place.region, place.country]
    says = ", ".join(dict.fromkeys(name for name in names if name)) or text
    return Found(kind=kind, says=says, text=text, lat=place.lat, lon=place.lon)


def _store(store: Store) -> Found:
    return Found(
        kind=Kind.STORE, says=", ".join(n for n in (store.name, store.city) if n),
        text=f"{store.lat}, {store.lon}", lat=store.lat, lon=store.lon,
    )  # fmt: skip


def _nowhere(text: str) -> Unacceptable:
    return Unacceptable(
        f"{text!r} is no place that we know.",
        remedy="Write it as 40.74, -73.99, as Paris, FR, or as an address such as 203.0.113.7.",
        field="from",
        value=text,
    )

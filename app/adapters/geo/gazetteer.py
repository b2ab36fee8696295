"""Places by city name, postcode and coordinate from the tables that come with Opentime."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.adapters.geo.names import country_code, folded, postcode_key
from app.adapters.geo.places import Places
from app.adapters.geo.shelf import SHIPPED, open_tables
from app.adapters.geo.zones import Zones
from app.model.place import Place, PlaceSource

TABLES = ("cities", "postcodes")
_LONGEST_POSTCODE = 10
_NEAR_DEGREES = 0.27  # of latitude: 30 km


class EmbeddedGazetteer:
    """The shipped Gazetteer: cities from 15,000 people, postcodes or their areas, time zones."""

    def __init__(self, *, cache: Path, shipped: Path = SHIPPED, zones: Zones | None = None) -> None:
        """Unpack the tables if need be; raises ConfigurationError when they are damaged."""
        cities, postcodes = open_tables(TABLES, cache=cache, shipped=shipped)
        self._cities = Places(cities)
        self._city_keys, self._city_rows = cities.strings("key"), cities.integers("row")
        self._postcodes = Places(postcodes)
        self._postcode_keys = postcodes.strings("key")
        lengths = postcodes.strings("length")
        self._lengths = dict(lengths[at].split("\t") for at in range(len(lengths)))
        self._zones = zones or Zones()
        self._again = partial(EmbeddedGazetteer, cache=cache, shipped=shipped)

    def __reduce__(self) -> tuple[Callable[[], "EmbeddedGazetteer"], tuple[()]]:
        """Travel to another process as the tables' place; zones are remembered anew there."""
        return self._again, ()

    def city(self, name: str, country: str = "") -> Place | None:
        """Return the most populous city of that name, in the country if one is given."""
        key, code = folded(name), country_code(country)
        if not key:
            return None
        at = self._city_keys.find(f"{key}\t{code}") if code else None
        if at is None:
            at = self._city_keys.find(key)
        if at is None:
            return None
        row = self._city_rows[at]
        if code and self._cities.country(row) != code:
            return None
        return self._cities.place(row, source=PlaceSource.HOME)

    def beginning(self, start: str, *, most: int) -> tuple[Place, ...]:
        """Return the cities whose names begin so, the largest first."""
        key = folded(start)
        if not key:
            return ()
        span = range(self._city_keys.first(key), self._city_keys.first(f"{key}\U0010ffff"))
        rows = sorted({self._city_rows[at] for at in span}, key=self._cities.extent, reverse=True)
        return tuple(self._cities.place(row, source=PlaceSource.HOME) for row in rows[:most])

    def nearest(self, lat: float, lon: float) -> Place | None:
        """Return the city around a point or next to it, None where there is none for 30 km."""
        row = self._cities.nearest(lat, lon, within=_NEAR_DEGREES)
        return None if row is None else self._cities.place(row, source=PlaceSource.HOME)

    def postcode(self, code: str, country: str) -> Place | None:
        """Return the place of a postcode, or of the area its first characters name."""
        wanted = country_code(country)
        if len(wanted) != 2:  # noqa: PLR2004 - ISO 3166-1 alpha-2
            return None
        key = postcode_key(code, wanted)
        whole = self._lengths.get(wanted, "")
        if whole and key.isdigit() and len(key) == int(whole) - 1:
            key = f"0{key}"  # spreadsheets eat the zero of 02134
        for length in range(min(len(key), _LONGEST_POSTCODE), 0, -1):
            row = self._postcode_keys.find(f"{wanted}{key[:length]}")
            if row is not None:
                return self._postcodes.place(row, source=PlaceSource.HOME, postcode=code)
        return None

    def zone(self, lat: float, lon: float) -> str:
        """Return the IANA time zone of a coordinate, empty when it is none."""
        return self._zones.zone(lat, lon)

"""Places by IP address from the tables that come with Opentime."""

from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

from app.adapters.geo.address import public_v4, public_v6
from app.adapters.geo.places import Places
from app.adapters.geo.shelf import SHIPPED, open_tables
from app.model.place import Place, PlaceSource

TABLES = ("ipv4", "ipv6", "places")


class EmbeddedGeoDatabase:
    """The shipped GeoDatabase: city level, IPv4 and IPv6, mapped from files under `cache`."""

    def __init__(self, *, cache: Path, shipped: Path = SHIPPED, remembered: int = 8192) -> None:
        """Unpack the tables if need be; raises ConfigurationError when they are damaged."""
        v4, v6, places = open_tables(TABLES, cache=cache, shipped=shipped)
        self._starts_v4, self._places_v4 = v4.integers("starts"), v4.integers("places")
        self._starts_v6, self._places_v6 = v6.integers("starts"), v6.integers("places")
        self._places = Places(places)
        # By place, not by address: many readers share a city, and no address is kept.
        self._place = lru_cache(maxsize=remembered)(self._read)

    def locate(self, ip: str) -> Place | None:
        """Return the place of an address, None when unknown or not public."""
        number = public_v4(ip)
        if number is not None:
            at = bisect_right(self._starts_v4, number) - 1
            return self._place(self._places_v4[at]) if at >= 0 else None
        number = public_v6(ip)
        if number is not None:
            at = bisect_right(self._starts_v6, number >> 64) - 1
            return self._place(self._places_v6[at]) if at >= 0 else None
        return None

    def edition(self) -> int:
        """Return 0: the tables stay what they are while the process lives."""
        return 0

    def _read(self, row: int) -> Place | None:
        return self._places.place(row, source=PlaceSource.IP) if row else None

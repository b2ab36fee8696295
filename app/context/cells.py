"""Stores around each small cell of the map, nearest first: most searches need look no further."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import floor, inf, sqrt
from typing import NamedTuple

from app.context.around import ROUNDING, Around
from app.context.distance import place_in_space
from app.context.looking import Point
from app.context.search import Search
from app.context.tree import Tree

_PER_DEGREE = 64
_HALF = 1 + 1e-6  # more than half precision loses
_MAX_CELLS = 8_192
_WIDE = 192  # candidates where, of fewer, too few were open
_MAX_WIDE = 1_024  # cells; each takes 3 KB, an ordinary one less than 1 KB
_FIRST = 6  # candidates looked at before it is known how far to look
_NEAR = 32  # candidates looked at, closed ones too, before only open ones are
_STAGES = (_NEAR, 96, _WIDE)
_NIGHT = 5  # so many of the first closed, and none that qualifies: most are closed


class _Told(NamedTuple):
    """Kinds of one cell by their place among its `kinds`, as an edition of the survey has them."""

    edition: int
    open: list[int]
    coming: list[tuple[float, int]]  # when closed ones open, ascending; inf: never
    nearest: int  # rank of the first open candidate; of none, as many as there are


@dataclass(frozen=True, slots=True)
class Cell:
    """Candidates by ascending chord from the centre; all there are within `horizon` km.

    `grouped` are the slots by schedule, then by chord, and `ranks` their places among `slots`;
    those of `kinds[n]` begin at `starts[n]`.
    """

    centre: Point
    horizon: float
    chords: "array[float]"  # of half precision, which `_within` allows for
    slots: "array[int]"
    kinds: "array[int]"
    starts: "array[int]"
    grouped: "array[int]"
    ranks: "array[int]"
    told: "list[_Told]" = field(default_factory=list)  # the last, if any

    def opening(self, search: Search, bound: float) -> Iterator[tuple[float, int]]:
        """Return the closed candidates that open before an instant, with when."""
        coming = self._hours(search).coming
        if not coming or coming[0][0] >= bound:
            return
        last = _within(self, search, len(self.slots))
        for end, which in coming:
            if end >= bound:
                return
            for slot in self.of_kind(which, 0, last):
                yield end, slot

    def open_ones(self, search: Search, start: int, stop: int) -> list[int]:
        """Return the slots of those candidates that are open."""
        found: list[int] = []
        for which in self._hours(search).open:
            found += self.of_kind(which, start, stop)
        return found

    def sleeps(self, search: Search) -> bool:
        """Tell whether it is known already that the first candidates are closed."""
        survey = search.roster.survey
        survey.open_mask(search.wish.now)  # which keeps up with the time
        told = self.told[0] if self.told else None
        return told is not None and told.edition == survey.edition and told.nearest >= _FIRST

    def _hours(self, search: Search) -> "_Told":
        """Return which kinds are open and when the others open; the same until some hours end."""
        edition = search.roster.survey.edition
        if self.told and self.told[0].edition == edition:
            return self.told[0]
        answers = [(search.answer(kind), which) for which, kind in enumerate(self.kinds)]
        open_kinds = [which for (is_open, _), which in answers if is_open]
        told = _Told(
            edition,
            open_kinds,
            sorted((end, which) for (is_open, end), which in answers if not is_open),
            min((self.ranks[self.starts[which]] for which in open_kinds), default=len(self.slots)),
        )
        if search.surveyed is not None:  # of what was asked one by one the survey knows no edition
            self.told[:] = [told]
        return told

    def of_kind(self, which: int, start: int, stop: int) -> "array[int]":
        """Return the slots of those candidates that have one schedule, in order."""
        first, after = self.starts[which], self.starts[which + 1]
        low = bisect_left(self.ranks, start, first, after) if start else first
        is_whole = stop >= len(self.slots)
        return self.grouped[low : after if is_whole else bisect_left(self.ranks, stop, low, after)]


class Cells:
    """Cells as they are asked for. Bounded: the cell that came first goes first."""

    __slots__ = ("_cells", "_tree", "_wide", "filled")

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        # Where there is no cell yet: how many candidates it is to have.
        self._cells: dict[tuple[int, int], Cell | int] = {}
        self._wide = 0
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
            self._keep(key, _NEAR)
            return False
        if isinstance(cell, int):
            cell = self._fill(key, cell, search.schedules)
        start = _begun(cell, search)
        for most in _STAGES:
            stop = _within(cell, search, most)
            if stop <= start:
                break
            if start >= _NEAR and search.wish.open_only and search.complete:
                search.narrow()
            if search.complete:
                search.scan(cell.slots[start:stop])
            else:
                search.scan(cell.open_ones(search, start, stop))
            start = stop
        if sqrt(search.limit) + _aside(cell, search) > cell.horizon:
            if search.wish.open_only and len(cell.slots) < _WIDE and self._wide < _MAX_WIDE:
                self._keep(key, _WIDE)
            return False
        search.cell = cell
        return True

    def leave(self, lat: float, lon: float) -> None:
        """Forget a place whose stores are so far that candidates do not help."""
        self._drop((floor(lat * _PER_DEGREE), floor(lon * _PER_DEGREE)))

    def _fill(self, key: tuple[int, int], count: int, numbers: Sequence[int]) -> Cell:
        spot = place_in_space((key[0] + 0.5) / _PER_DEGREE, (key[1] + 0.5) / _PER_DEGREE)
        around = Around(spot, self._tree, count)
        self._tree.descend(around, inf)
        hits, horizon = around.nearest()
        cell = _cell(spot, hits, horizon, numbers)
        self._keep(key, cell)
        self.filled += 1
        return cell

    def _keep(self, key: tuple[int, int], cell: Cell | int) -> None:
        if key in self._cells:
            self._drop(key)
        elif len(self._cells) >= _MAX_CELLS:
            self._drop(next(iter(self._cells)))
        self._cells[key] = cell
        self._wide += _is_wide(cell)

    def _drop(self, key: tuple[int, int]) -> None:
        self._wide -= _is_wide(self._cells.pop(key, 0))


def _begun(cell: Cell, search: Search) -> int:
    """Show a search the first candidates, unless all are closed; return how many it was shown."""
    if search.wish.open_only and cell.sleeps(search):
        search.narrow()
        return 0
    search.scan(cell.slots[:_FIRST])
    if search.wish.open_only and len(search.waiting) >= _NIGHT:
        search.narrow()
    return _FIRST


def _is_wide(cell: Cell | int) -> bool:
    return not isinstance(cell, int) and len(cell.slots) > _NEAR


def _cell(
    spot: Point, hits: Sequence[tuple[float, int]], horizon: float, numbers: Sequence[int]
) -> Cell:
    ranked = sorted((numbers[slot], rank, slot) for rank, (_, slot) in enumerate(hits))
    starts = [n for n, row in enumerate(ranked) if not n or row[0] != ranked[n - 1][0]]
    return Cell(
        spot,
        horizon,
        array("f", [sqrt(square) for square, _ in hits]),
        array("I", [slot for _, slot in hits]),
        array("I", [ranked[start][0] for start in starts]),
        array("H", [*starts, len(ranked)]),
        array("I", [slot for _, _, slot in ranked]),
        array("H", [rank for _, rank, _ in ranked]),
    )


def _aside(cell: Cell, search: Search) -> float:
    (x, y, z), (east, north, up) = search.spot, cell.centre
    return sqrt((x - east) ** 2 + (y - north) ** 2 + (z - up) ** 2)


def _within(cell: Cell, search: Search, most: int) -> int:
    """Return how many candidates, of the first so many, may lie within the limit of a search."""
    if search.limit == inf:
        return min(most, len(cell.slots))
    reach = (sqrt(search.limit) + _aside(cell, search)) * _HALF + ROUNDING
    return min(most, bisect_right(cell.chords, reach))

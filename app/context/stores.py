"""Every store in one immutable, compact book that finds the nearest ones that qualify."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf

from app.context.cells import Cells
from app.context.distance import bearing, place_in_space
from app.context.farsearch import FarSearch
from app.context.opening import OpenState
from app.context.ranking import Candidate, Horizon, Ranked, ranked
from app.context.roster import UNKNOWN, Roster
from app.context.search import OpeningSearch, Search, Wish
from app.context.stock import SkuStock
from app.context.tree import Tree
from app.model.hours import Hours

_RARE = 16  # when fewer than one of so many stores carry a SKU, only those are looked at
_NIGHT = 12  # so many closed stores around and none that qualifies: most are closed
_NEAR_BUDGET = 60  # stores looked at, closed ones too, before only open ones are
_OPENING_BUDGET = 4_000  # stores looked at for the first to open, a millisecond or two


@dataclass(frozen=True, slots=True)
class StoreRow:
    """What the book needs of a store. Hours None: not known, so neither open nor closed."""

    external_id: str
    lat: float
    lon: float
    tz: str
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A store, how far (km) and where (degrees from north), and until when the choice stays.

    Until `valid_until` (aware UTC; None: for ever) the same question has the same answer unless
    something is written.
    """

    index: int
    external_id: str
    distance_km: float
    bearing: float
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class NoStore:
    """No store qualifies, before `retry_at` surely none (aware UTC; None: not by itself)."""

    retry_at: datetime | None


class StoreBook:
    """Built from rows with distinct external ids; a store's index is the number of its row.

    Keeps nothing but what it can compute again, and belongs to one thread. A zone that is not
    known makes a store's hours unknown.
    """

    __slots__ = ("_ids", "_index", "_lats", "_lons", "_roster", "_schedules", "_tree", "cells")

    def __init__(self, rows: Iterable[StoreRow]) -> None:
        self._ids: list[str] = []
        self._lats, self._lons = array("d"), array("d")
        self._roster = Roster()
        numbers: list[int] = []
        for row in rows:
            self._ids.append(row.external_id)
            self._lats.append(row.lat)
            self._lons.append(row.lon)
            numbers.append(self._roster.number(row.hours, row.tz))
        self._index = {name: index for index, name in enumerate(self._ids)}
        groups = self._roster.grouped()
        points = [*map(place_in_space, self._lats, self._lons)]
        self._tree = Tree(points, lambda index: 1 << groups[numbers[index]])
        self._schedules = [numbers[index] for index in self._tree.order]
        self.cells = Cells(self._tree)
        """Candidates by map cell, with their figures."""

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def external_ids(self) -> list[str]:
        """Return external ids by index; not to be changed."""
        return self._ids

    def index(self, external_id: str) -> int | None:
        """Return a store's index; None: no such store."""
        return self._index.get(external_id)

    def state(self, index: int, at: datetime) -> OpenState | None:
        """Tell whether a store is open at an instant; None: its hours are not known."""
        number, now = self._schedules[self._tree.slot_of[index]], at.timestamp()
        roster = self._roster
        if number == UNKNOWN:
            return None
        if not roster.begin[number] <= now < roster.end[number]:
            roster.refresh(number, now)
        begin = datetime.fromtimestamp(roster.begin[number], UTC)
        return OpenState(roster.opened[number], _instant(roster.end[number]), begin)

    def nearest(
        self,
        lat: float,
        lon: float,
        *,
        at: datetime,
        open_only: bool = False,
        stock: SkuStock | None = None,
        least: int = 1,
        within_km: float | None = None,
    ) -> Found | NoStore:
        """Find the nearest store that is open (if asked) and has `least` units (if stock given)."""
        wish = Wish(
            now=at.timestamp(), open_only=open_only, stock=stock, least=least, within_km=within_km
        )
        found, until = self._find(lat, lon, wish)
        return found[0] if found else NoStore(until)

    def nearby(
        self,
        lat: float,
        lon: float,
        *,
        at: datetime,
        limit: int,
        open_only: bool = False,
        stock: SkuStock | None = None,
        least: int = 1,
        within_km: float | None = None,
    ) -> tuple[Found, ...]:
        """Find up to `limit` nearest stores, nearest first; `valid_until` is the whole list's."""
        wish = Wish(
            now=at.timestamp(), open_only=open_only, stock=stock, least=least,
            within_km=within_km, count=limit,
        )  # fmt: skip
        return tuple(self._find(lat, lon, wish)[0])

    def _find(self, lat: float, lon: float, wish: Wish) -> tuple[list[Found], datetime | None]:
        search = self._searched(wish, lat, lon)
        candidates: list[Candidate] = [
            (self._ids[self._tree.order[slot]], *self._spot(slot), slot) for _, slot in search.hits
        ]
        best = ranked(lat, lon, candidates, wish.count)
        if wish.within_km is not None:
            within = Horizon((lat, lon), wish.within_km)
            best = [one for one in best if within.includes(*self._spot(one[2]))]
        until = min((search.closing(slot) for _, _, slot in best), default=inf)
        if wish.open_only:
            horizon = self._horizon((lat, lon), wish, best)
            until = self._next_opening(search, until, horizon)
        end = _instant(until)
        return [self._found(lat, lon, one, end) for one in best], end

    def _found(self, lat: float, lon: float, one: Ranked, end: datetime | None) -> Found:
        distance, name, slot = one
        towards = bearing(lat, lon, *self._spot(slot))
        return Found(self._tree.order[slot], name, distance, towards, end)

    def _spot(self, slot: int) -> tuple[float, float]:
        index = self._tree.order[slot]
        return self._lats[index], self._lons[index]

    def _horizon(
        self, here: tuple[float, float], wish: Wish, best: Sequence[Ranked]
    ) -> Horizon | None:
        """Return within what a store that opens would change the answer; None: wherever it is."""
        if len(best) == wish.count:
            return Horizon(here, best[-1][0], self._spot(best[-1][2]))
        return None if wish.within_km is None else Horizon(here, wish.within_km)

    def _searched(self, wish: Wish, lat: float, lon: float) -> Search:
        search = self._search(wish, lat, lon)
        carriers = self._carriers(wish)
        if carriers is not None:
            search.narrow()
            self._tree.descend_among(search, carriers)
        elif not self.cells.look(search, lat, lon):
            if search.complete and len(search.waiting) > _NIGHT and not search.hits:
                search.narrow()
            search.forget()
            self._tree.descend(search, _NEAR_BUDGET)
        if not search.far:
            return search
        self.cells.leave(lat, lon)
        far = FarSearch(search, (lat, lon), self._spot)
        if carriers is None:
            self._tree.descend_outward(far)
        else:
            self._tree.descend_among(far, carriers)
        return far

    def _carriers(self, wish: Wish) -> Sequence[int] | None:
        """Return the slots of the stores that carry a SKU when they are few."""
        stock = wish.stock
        if stock is None or len(stock) * _RARE > len(self):
            return None
        return stock.places(self._tree.slot_of)

    def _next_opening(self, search: Search, bound: float, horizon: Horizon | None) -> float:
        def counts(slot: int) -> bool:
            return horizon is None or horizon.includes(*self._spot(slot))

        if search.complete:
            return search.next_opening(bound, counts)
        if search.cell is not None:
            opening = OpeningSearch(search, bound, counts)
            opening.take(search.cell.opening(search, bound))
            return opening.bound
        opening = OpeningSearch(search, search.next_opening(bound, counts), counts)
        carriers = self._carriers(search.wish)
        if carriers is not None:
            self._tree.descend_among(opening, carriers)
        elif not self._tree.descend(opening, _OPENING_BUDGET):
            return min(opening.bound, self._roster.survey.next_opening(search.wish.now))
        return opening.bound

    def _search(self, wish: Wish, lat: float, lon: float) -> Search:
        return Search(
            wish, place_in_space(lat, lon),
            tree=self._tree, roster=self._roster, schedules=self._schedules,
        )  # fmt: skip


def _instant(seconds: float) -> datetime | None:
    return None if seconds == inf else datetime.fromtimestamp(seconds, UTC)

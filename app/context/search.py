"""One search among the stores of a book: the nearest that qualify, and those that may soon."""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Protocol

from app.context.distance import FAR_KM, doubt, longest_chord
from app.context.looking import Point
from app.context.roster import Roster
from app.context.stock import SkuStock
from app.context.survey import Answer
from app.context.tree import EVERY_KIND, Tree

Hit = tuple[float, int]
"""A squared chord in km² and a slot."""


class Candidates(Protocol):
    """The nearest stores of a place, by slot."""

    def opening(self, search: "Search", bound: float) -> Iterator[tuple[float, int]]:
        """Return the closed ones that open before an instant, with when; the first comes first."""
        ...


@dataclass(slots=True, kw_only=True)
class Wish:
    """What a store must be to qualify, at which second of the epoch."""

    now: float
    open_only: bool = False
    stock: SkuStock | None = None
    least: int = 1
    within_km: float | None = None
    count: int = 1


class Search:
    """Keeps the `count` nearest qualifying stores it was shown, and nearly equal ones.

    `hits` are ascending. `waiting` are closed stores that were within the limit when shown; their
    stock is not looked at yet. `limit`: no store at this squared chord or beyond matters any more.
    """

    __slots__ = (
        "cell", "complete", "far", "hits", "limit", "roster", "schedules", "spot", "surveyed",
        "tree", "waiting", "wanted", "wish",
    )  # fmt: skip

    def __init__(
        self,
        wish: Wish,
        spot: Point,
        *,
        tree: Tree,
        roster: Roster,
        schedules: list[int],
    ) -> None:
        self.wish = wish
        self.spot = spot
        self.limit: float = inf
        if wish.within_km is not None:
            self.limit = longest_chord(wish.within_km) ** 2 + 1e-6
        self.far = 0.0
        """Not zero: the nearest are far, hits by chord alone, and this is the true limit."""
        self.hits: list[Hit] = []
        self.waiting: list[Hit] = []
        self.tree = tree
        self.roster = roster
        self.schedules = schedules  # by slot
        self.wanted = EVERY_KIND
        self.surveyed: Sequence[Answer] | None = None
        """Of every schedule whether it is open, if that is known of all of them."""
        self.cell: Candidates | None = None
        """Candidates that all stores within the limit are among, if any are known."""
        self.complete = True
        """All closed stores within the limit were shown, if all stores were."""

    def scan(self, slots: Iterable[int]) -> None:  # noqa: C901  # one loop, inlined
        """Look at stores by slot."""
        open_only = self.wish.open_only
        if not self.complete:
            slots, open_only = self._open_ones(slots), False
            if not slots:
                return
        wish, tree, roster, schedules = self.wish, self.tree, self.roster, self.schedules
        xs, ys, zs, order = tree.xs, tree.ys, tree.zs, tree.order
        begin, end, opened, now = roster.begin, roster.end, roster.opened, wish.now
        units_at = None if wish.stock is None else wish.stock.units_at
        x, y, z = self.spot
        limit, least = self.limit, wish.least
        for slot in slots:
            dx, dy, dz = xs[slot] - x, ys[slot] - y, zs[slot] - z
            square = dx * dx + dy * dy + dz * dz
            if square >= limit:
                continue
            if open_only:
                schedule = schedules[slot]
                if not begin[schedule] <= now < end[schedule]:
                    roster.refresh(schedule, now)
                if not opened[schedule]:
                    self.waiting.append((square, slot))
                    continue
            if units_at is not None:
                units = units_at(order[slot], now)
                if units is None or units < least:
                    continue
            insort(self.hits, (square, slot))
            if len(self.hits) >= wish.count:
                limit = self._shrunk()

    def narrow(self) -> bool:
        """Want only groups in which some schedule is open; `waiting` is not complete any more."""
        if self.wish.open_only:
            survey = self.roster.survey
            self.wanted = survey.open_mask(self.wish.now)
            self.surveyed = survey.states()
            self.complete = False
        return True

    def forget(self) -> None:
        """Start anew, with the limit that is already known."""
        self.hits.clear()
        self.waiting.clear()

    def next_opening(self, bound: float, counts: Callable[[int], bool]) -> float:
        """Return when the first of the waiting stores that count opens, at most `bound`."""
        end, schedules, limit = self.roster.end, self.schedules, self.limit
        for square, slot in self.waiting:
            if square < limit:
                when = end[schedules[slot]]
                if when < bound and self.stocked(slot, when) and counts(slot):
                    bound = when
        return bound

    def closing(self, slot: int) -> float:
        """Return when a store that qualifies ceases to, in seconds of the epoch."""
        until = inf
        if self.wish.open_only:
            until = self.answer(self.schedules[slot])[1]
        if self.wish.stock is not None:
            expiry: float = self.wish.stock.expiry(self.tree.order[slot])
            until = min(until, expiry)
        return until

    def stocked(self, slot: int, when: float) -> bool:
        """Tell whether a store has enough and its level is still believed at `when`."""
        stock, wish = self.wish.stock, self.wish
        if stock is None:
            return True
        units = stock.units_at(self.tree.order[slot], when)
        return units is not None and units >= wish.least

    def answer(self, schedule: int) -> Answer:
        """Return whether a schedule is open, and until when."""
        if self.surveyed is not None:
            return self.surveyed[schedule]
        return self.roster.surveyed(schedule, self.wish.now)

    def square(self, slot: int) -> float:
        """Return the squared chord to a store."""
        tree, (x, y, z) = self.tree, self.spot
        dx, dy, dz = tree.xs[slot] - x, tree.ys[slot] - y, tree.zs[slot] - z
        return dx * dx + dy * dy + dz * dz

    @property
    def beyond(self) -> Callable[[int], bool] | None:
        """Return None: what the box of a node leaves open, its stores tell."""
        return None

    def _open_ones(self, slots: Iterable[int]) -> list[int]:
        surveyed = self.surveyed
        if surveyed is not None:
            numbers = self.schedules
            return [slot for slot in slots if surveyed[numbers[slot]][0]]
        roster, schedules, now = self.roster, self.schedules, self.wish.now
        begin, end, opened = roster.begin, roster.end, roster.opened
        found = []
        for slot in slots:
            schedule = schedules[slot]
            if not begin[schedule] <= now < end[schedule]:
                roster.refresh(schedule, now)
            if opened[schedule]:
                found.append(slot)
        return found

    def _shrunk(self) -> float:
        chord = sqrt(self.hits[self.wish.count - 1][0])
        reach = chord + doubt(chord)
        if reach > FAR_KM:
            # Chords are left to find about how far; none beyond can come within reach again.
            self.far = reach * reach
            reach = chord + 1e-9
        else:
            self.far = 0.0
        limit = self.limit = min(self.limit, reach * reach)
        while self.hits[-1][0] >= limit:
            self.hits.pop()
        return limit


class OpeningSearch:
    """Looks for the first opening of a qualifying store among those within a search's limit.

    `wanted` shrinks to the groups that open before the best found, so that few are looked at.
    """

    __slots__ = (
        "_counts", "_search", "beyond", "bound", "far", "limit", "spot", "wanted",
    )  # fmt: skip

    def __init__(self, search: Search, bound: float, counts: Callable[[int], bool]) -> None:
        self._counts = counts
        self.beyond = search.beyond
        self.spot = search.spot
        self.limit = search.limit
        self.far = 0.0
        self.bound = bound
        self._search = search
        self.wanted = search.roster.survey.opening_before(search.wish.now, bound)

    def narrow(self) -> bool:
        """Stop when too many stores were looked at."""
        return False

    def scan(self, slots: Iterable[int]) -> None:
        """Look at stores by slot, those that open first before the others."""
        schedules, bound = self._search.schedules, self.bound
        answer = self._search.answer
        answers = [(answer(schedules[slot]), slot) for slot in slots]
        soon = [(end, slot) for (is_open, end), slot in answers if not is_open and end < bound]
        if soon:
            self.take(sorted(soon))

    def take(self, openings: Iterable[tuple[float, int]]) -> None:
        """Look at closed stores by when they open (ascending) until one counts."""
        search = self._search
        for end, slot in openings:
            if end >= self.bound:
                return
            is_near = search.square(slot) < self.limit
            if is_near and search.stocked(slot, end) and self._counts(slot):
                self.bound = end
                self.wanted = search.roster.survey.opening_before(search.wish.now, end)
                return

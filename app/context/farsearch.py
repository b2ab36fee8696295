"""A search among stores so far away that chords do not tell which is nearer: by distance."""

from bisect import insort
from collections.abc import Callable, Iterable
from math import inf, sqrt

from app.context.distance import distance_km, doubt, fast_doubt, shortest_arc
from app.context.search import Search

_WIDE_KM = 1_000  # nodes that are wider tell nothing
_ARC = 1.0015  # the way over ground to the chord, at most, up to a thousand km


class FarSearch(Search):
    """Goes on where chords are too vague: `hits` are fast distances in km and slots.

    Begins with the limit that a search by chords found. A place is not nearer than the middle of
    its node less the node's radius.
    """

    __slots__ = ("_here", "reach", "spots")

    def __init__(
        self, search: Search, here: tuple[float, float], spots: Callable[[int], tuple[float, float]]
    ) -> None:
        super().__init__(
            search.wish, search.spot,
            tree=search.tree, roster=search.roster, schedules=search.schedules,
        )  # fmt: skip
        self.limit = min(self.limit, search.far)
        self.narrow()
        self._here = here
        self.reach = inf if self.wish.within_km is None else self.wish.within_km
        self.spots = spots

    @property
    def beyond(self) -> Callable[[int], bool]:
        """Return what tells that all stores of a node are too far."""
        return lambda node: self.least(node) > self.reach

    def least(self, node: int) -> float:
        """Return a distance in km that no store of a node is within, less any doubt."""
        slot, radius = self.tree.within(node)
        if radius > _WIDE_KM:
            nearest = shortest_arc(sqrt(self.tree.apart(node, self.spot)))
            return nearest - fast_doubt(nearest)
        middle = distance_km(*self._here, *self.spots(slot))
        return middle - radius * _ARC - fast_doubt(middle)

    def scan(self, slots: Iterable[int]) -> None:
        """Look at stores by slot."""
        wish, roster, now = self.wish, self.roster, self.wish.now
        for slot in slots:
            if self.square(slot) >= self.limit:
                continue
            if wish.open_only and not roster.surveyed(self.schedules[slot], now)[0]:
                continue
            if not self.stocked(slot, now):
                continue
            far = distance_km(*self._here, *self.spots(slot))
            if far > self.reach + fast_doubt(far):
                continue
            insort(self.hits, (far, slot))
            if len(self.hits) >= wish.count:
                self.reach = min(self.reach, self.hits[wish.count - 1][0])
                while self.hits[-1][0] > self.reach + fast_doubt(self.hits[-1][0]):
                    self.hits.pop()
                if wish.count == 1:
                    chord = sqrt(self.square(self.hits[0][1]))
                    self.limit = min(self.limit, (chord + doubt(chord)) ** 2)

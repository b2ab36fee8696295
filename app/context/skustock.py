"""Units of one SKU by store: fresh ones, less those that are held."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from math import inf

from app.context.holding import NOTHING_HELD


class SkuStock:
    """Units of one SKU by store index. Read only; the book writes."""

    __slots__ = (
        "_age", "_as_of", "_begin", "_end", "_places", "_slot_of", "_total", "_units", "held",
        "stores",
    )  # fmt: skip

    def __init__(self, age: float) -> None:
        self.stores = array("I")
        """Indices of the stores that have a level, ascending."""
        self.held = NOTHING_HELD
        """What is held of it: not among the units that are told."""
        self._units = array("i")
        self._as_of = array("I")
        self._age = age
        self._total = 0  # of the levels that are fresh at every second of [begin, end)
        self._begin, self._end = -inf, inf
        self._slot_of: Sequence[int] | None = None
        self._places = array("I")

    def __len__(self) -> int:
        return len(self.stores)

    def units(self, store: int, at: datetime) -> int | None:
        """Return the units in a store; None when not known or reported too long before `at`."""
        return self.units_at(store, at.timestamp())

    def units_at(self, store: int, now: float) -> int | None:
        """Return the units in a store, with the instant in seconds of the epoch."""
        stores = self.stores
        place = bisect_left(stores, store)
        if place == len(stores) or stores[place] != store:
            return None
        if self._as_of[place] + self._age <= now:
            return None
        units = self._units[place]
        if self.held is NOTHING_HELD or units <= 0:
            return units
        return max(units - self.held.units(store, now), 0)

    def expires(self, store: int) -> datetime | None:
        """Return when the level of a store becomes too old; None: never, or there is none.

        A hold may change its units sooner: see `held.until`.
        """
        seconds = self.expiry(store)
        return None if seconds == inf else datetime.fromtimestamp(seconds, UTC)

    def expiry(self, store: int) -> float:
        """Return when the level becomes too old in seconds of the epoch, inf for never."""
        place = bisect_left(self.stores, store)
        if place == len(self.stores) or self.stores[place] != store:
            return inf
        return self._as_of[place] + self._age

    def total(self, at: datetime) -> int:
        """Return the units in all stores whose levels are fresh at `at`."""
        now = at.timestamp()
        self._count(now)
        if self.held is NOTHING_HELD:
            return self._total
        return self._total - sum(self._withheld(store, now) for store in self.held.stores())

    def total_until(self, at: datetime) -> datetime | None:
        """Return when a level in the total at `at` becomes too old; None: never."""
        self._count(at.timestamp())
        return None if self._end == inf else datetime.fromtimestamp(self._end, UTC)

    def rows(self) -> Iterable[tuple[int, int, int]]:
        """Return (store index, units, seconds as of) by index."""
        return zip(self.stores, self._units, self._as_of, strict=True)

    def places(self, slot_of: Sequence[int]) -> Sequence[int]:
        """Return the slots of the stores that have a level, ascending; kept until one is added."""
        if self._slot_of is not slot_of:
            self._places = array("I", sorted(map(slot_of.__getitem__, self.stores)))
            self._slot_of = slot_of
        return self._places

    def _withheld(self, store: int, now: float) -> int:
        place = bisect_left(self.stores, store)
        if place == len(self.stores) or self.stores[place] != store:
            return 0
        is_fresh = self._as_of[place] + self._age > now
        return min(self.held.units(store, now), max(self._units[place], 0)) if is_fresh else 0

    def _count(self, now: float) -> None:
        if self._begin <= now < self._end:
            return
        expiries = [reported + self._age for reported in self._as_of]
        self._begin = max((expiry for expiry in expiries if expiry <= now), default=-inf)
        self._end = min((expiry for expiry in expiries if expiry > now), default=inf)
        self._total = sum(
            units for units, expiry in zip(self._units, expiries, strict=True) if expiry > now
        )

    def _load(self, rows: Sequence[tuple[int, int, int]]) -> None:
        self.stores = array("I", [row[0] for row in rows])
        self._units = array("i", [row[1] for row in rows])
        self._as_of = array("I", [row[2] for row in rows])
        self._total = sum(self._units)
        self._begin, self._end = -inf, min(self._as_of, default=inf) + self._age

    def _put(self, store: int, units: int, as_of: int) -> None:
        place = bisect_left(self.stores, store)
        if place < len(self.stores) and self.stores[place] == store:
            self._leave_total(place)
            self._units[place] = units
            self._as_of[place] = as_of
        else:
            self.stores.insert(place, store)
            self._units.insert(place, units)
            self._as_of.insert(place, as_of)
            if self._slot_of is not None:
                insort(self._places, self._slot_of[store])
        expiry = as_of + self._age
        if expiry > self._begin:
            self._total += units
            self._end = min(self._end, expiry)

    def _drop(self, store: int) -> bool:
        place = bisect_left(self.stores, store)
        if place == len(self.stores) or self.stores[place] != store:
            return False
        self._leave_total(place)
        del self.stores[place], self._units[place], self._as_of[place]
        return True

    def _leave_total(self, place: int) -> None:
        if self._as_of[place] + self._age > self._begin:
            self._total -= self._units[place]

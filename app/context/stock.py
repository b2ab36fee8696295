"""Units of every SKU in every store, held in the process, each until it is too old to believe.

Belongs to one thread. Stores are named by their index in a `StoreBook`.
"""

from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from math import inf
from operator import itemgetter

from app.model.store import StockLevel

StockRow = tuple[str, str, int, int]
"""SKU, external id of the store, units, seconds of the epoch as of which they were reported."""

_MOST = 2**31 - 1


class SkuStock:
    """Units of one SKU by store index. Read only; the book writes."""

    __slots__ = (
        "_age", "_as_of", "_begin", "_end", "_places", "_slot_of", "_total", "_units", "stores",
    )  # fmt: skip

    def __init__(self, age: float) -> None:
        self.stores = array("I")
        """Indices of the stores that have a level, ascending."""
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
        return self._units[place] if self._as_of[place] + self._age > now else None

    def expires(self, store: int) -> datetime | None:
        """Return when the level of a store becomes too old; None: never, or there is none."""
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
        self._count(at.timestamp())
        return self._total

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


class StockBook:
    """The stock of every SKU. `index` finds a store's index by external id, None: unknown store.

    Levels count until `max_age` after they were reported; None: until the next report. Levels of
    unknown stores are left out. When stores get new indices, `reindexed` makes a new book.
    """

    __slots__ = ("_age", "_index", "_max_age", "_skus")

    def __init__(
        self,
        rows: Iterable[StockRow] = (),
        *,
        index: Callable[[str], int | None],
        max_age: timedelta | None = None,
    ) -> None:
        self._index = index
        self._max_age = max_age
        self._age = inf if max_age is None else max_age.total_seconds()
        self._skus: dict[str, SkuStock] = {}
        for sku, run in groupby(rows, key=itemgetter(0)):
            placed: dict[int, tuple[int, int, int]] = {}
            for _, store, units, as_of in run:
                found = index(store)
                if found is not None:
                    placed[found] = (found, _bounded(units), as_of)
            self._load(sku, placed)

    def __len__(self) -> int:
        return sum(map(len, self._skus.values()))

    def of(self, sku: str) -> SkuStock | None:
        """Return the stock of a SKU; None when no store ever reported any."""
        return self._skus.get(sku)

    def apply(self, levels: Iterable[StockLevel]) -> int:
        """Set levels in place; return how many were of known stores."""
        applied = 0
        for level in levels:
            store = self._index(level.store)
            if store is not None:
                self._put(level.sku, store, _bounded(level.quantity), int(level.as_of.timestamp()))
                applied += 1
        return applied

    def forget(self, store: str, sku: str) -> bool:
        """Delete the level of one SKU in one store; True if there was one."""
        found, stock = self._index(store), self._skus.get(sku)
        if found is None or stock is None or not stock._drop(found):  # noqa: SLF001  # its book
            return False
        if not stock:
            del self._skus[sku]
        return True

    def reindexed(self, names: Sequence[str], index: Callable[[str], int | None]) -> "StockBook":
        """Return the book for other indices: `names` holds external ids by the present index."""
        moved = [index(name) for name in names]
        book = StockBook(index=index, max_age=self._max_age)
        for sku, stock in self._skus.items():
            placed: dict[int, tuple[int, int, int]] = {}
            for store, units, as_of in stock.rows():
                new = moved[store]
                if new is not None:
                    placed[new] = (new, units, as_of)
            book._load(sku, placed)
        return book

    def _load(self, sku: str, placed: dict[int, tuple[int, int, int]]) -> None:
        if sku in self._skus:
            for row in placed.values():
                self._put(sku, *row)
        elif placed:
            stock = self._skus[sku] = SkuStock(self._age)
            stock._load([placed[store] for store in sorted(placed)])  # noqa: SLF001  # its book

    def _put(self, sku: str, store: int, units: int, as_of: int) -> None:
        stock = self._skus.get(sku)
        if stock is None:
            stock = self._skus[sku] = SkuStock(self._age)
        stock._put(store, units, as_of)  # noqa: SLF001  # its book


def _bounded(units: int) -> int:
    return max(-_MOST, min(units, _MOST))

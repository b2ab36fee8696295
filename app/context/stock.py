"""Units of every SKU in every store, held in the process, each until it is too old to believe.

Belongs to one thread. Stores are named by their index in a `StoreBook`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from math import inf
from operator import itemgetter

from app.context.holding import NOTHING_HELD, HeldUnits
from app.context.skustock import SkuStock
from app.model.store import Hold, StockLevel

__all__ = ["SkuStock", "StockBook", "StockRow"]

StockRow = tuple[str, str, int, int]
"""SKU, external id of the store, units, seconds of the epoch as of which they were reported."""

_MOST = 2**31 - 1


class StockBook:
    """The stock of every SKU. `index` finds a store's index by external id, None: unknown store.

    Levels count until `max_age` after they were reported; None: until the next report. Levels of
    unknown stores are left out. When stores get new indices, `reindexed` makes a new book.
    """

    __slots__ = ("_age", "_holds", "_index", "_max_age", "_skus", "_withheld")

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
        self._holds: tuple[Hold, ...] = ()
        self._withheld: dict[str, HeldUnits] = {}
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

    def parts(self) -> list[object]:
        """Return what it is made of, for whoever is to be the last to let go of it."""
        return [*self._skus, *self._skus.values()]

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

    def hold(self, holds: Iterable[Hold]) -> set[str]:
        """Set all holds there are; return the SKUs whose units are others now, or were."""
        self._holds = tuple(holds)
        former, self._withheld = self._withheld, {}
        for hold in self._holds:
            store = self._index(hold.store) if hold.store else None
            if store is not None or not hold.store:
                self._withheld.setdefault(hold.sku, HeldUnits()).add(store, hold)
        for sku in (changed := {*former, *self._withheld}):
            if (stock := self._skus.get(sku)) is not None:
                stock.held = self.held(sku)
        return changed

    def held(self, sku: str) -> HeldUnits:
        """Return what is held of a SKU."""
        return self._withheld.get(sku, NOTHING_HELD)

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
        book.hold(self._holds)
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
            stock.held = self.held(sku)
        stock._put(store, units, as_of)  # noqa: SLF001  # its book


def _bounded(units: int) -> int:
    return max(-_MOST, min(units, _MOST))

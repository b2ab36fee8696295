"""Units that are held: no open is told of them until their hold ends."""

from collections.abc import Iterable
from datetime import UTC, datetime
from math import inf

from app.model.store import Hold

_Held = tuple[float, int]
"""Until when, in seconds of the epoch, and how many."""


class HeldUnits:
    """The holds of one SKU, by store index; None: online."""

    __slots__ = ("_by_store",)

    def __init__(self) -> None:
        self._by_store: dict[int | None, list[_Held]] = {}

    def add(self, store: int | None, hold: Hold) -> None:
        """Take a hold."""
        held = (hold.until.timestamp(), hold.units)
        self._by_store.setdefault(store, []).append(held)

    def units(self, store: int | None, now: float) -> int:
        """Return how many are held in a store, or online."""
        held = self._by_store.get(store)
        return sum(units for until, units in held if until > now) if held else 0

    def stores(self) -> Iterable[int]:
        """Return the stores with holds."""
        return [store for store in self._by_store if store is not None]

    def until(self, now: float) -> datetime | None:
        """Return when the next of all holds ends; None: there is none."""
        ends = (until for held in self._by_store.values() for until, _ in held if until > now)
        first = min(ends, default=inf)
        return None if first == inf else datetime.fromtimestamp(first, UTC)


NOTHING_HELD = HeldUnits()

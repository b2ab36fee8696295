"""The tiles around stores, wanted before anybody opens an email that shows them."""

import fcntl
import os
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from app.adapters.tiles.fetching import TileFetcher
from app.adapters.tiles.files import Tile, TileFiles
from app.model.nodes.area import STEPS, Area
from app.model.plan import Each, Element, Plan
from app.model.store import Store
from app.model.tiling import MOST, grid

View = tuple[int, int, int]  # zoom, CSS pixels across and down


class TilePrefetch:
    """Wants the tiles that the maps of published blocks need around every store."""

    def __init__(
        self,
        *,
        plans: Callable[[], AsyncIterator[Plan]],
        stores: Callable[[], AsyncIterator[Store]],
        files: TileFiles,
        fetcher: TileFetcher,
        lock: Path,
    ) -> None:
        self._plans = plans
        self._stores = stores
        self._files = files
        self._fetcher = fetcher
        self._lock = lock

    async def once(self) -> None:
        """Want what is missing, as much as there is room for; one process at a time does."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        number = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with suppress(BlockingIOError):
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                await self._want()
        finally:
            os.close(number)

    async def _want(self) -> None:
        views = {view async for plan in self._plans() for view in views_of(plan)}
        if not views:
            return
        async for store in self._stores():
            if self._fetcher.room() < MOST * len(views):
                return
            for view in views:
                around = tiles_around(store, view)
                self._fetcher.want_later(tile for tile in around if not self._files.has(tile))


def views_of(plan: Plan) -> set[View]:
    """Return the street maps that a plan draws."""
    drawn = [entry for variant in (*plan.variants, plan.fallback) for entry in variant.drawing]
    elements: list[Element] = []
    for entry in drawn:
        elements.extend(entry.elements if isinstance(entry, Each) else [entry])
    nodes = [element.node for element in elements]
    return {(n.zoom, *n.box[2:]) for n in nodes if isinstance(n, Area) and n.zoom}


def tiles_around(store: Store, view: View) -> list[Tile]:
    """Return the tiles of a street map around a store, none when they are too many."""
    lat, lon = (round(value * STEPS) / STEPS for value in (store.lat, store.lon))
    found = grid(lat, lon, *view)
    tiles = [(view[0], column, row) for column, row in found.tiles()]
    return tiles if len(tiles) <= MOST else []

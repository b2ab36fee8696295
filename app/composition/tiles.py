"""Tiles of a web map, when a server for them is set."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from app.adapters.outbound.client import Outbound
from app.adapters.picture_process import PictureProcess
from app.adapters.tiles.fetching import TileFetcher
from app.adapters.tiles.files import TileFiles
from app.adapters.tiles.prefetching import TilePrefetch
from app.adapters.tiles.shelf import TileShelf
from app.composition.storage import Storage
from app.delivery.plans import Plans
from app.errors import AppError
from app.model.plan import Plan
from app.model.store import Store
from app.settings import MIB, Settings

_EVERY_S = 3600.0
_PAGE = 200
_log = logging.getLogger("opentime.tiles")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTiles:
    """The tiles of one process: where they are kept, what is shown, how they come."""

    files: TileFiles
    shelf: TileShelf
    fetcher: TileFetcher

    async def run(self, prefetch: TilePrefetch) -> None:
        """Fetch what is wanted, and by the hour want what stores need; until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.fetcher.run())
            group.create_task(_by_the_hour(prefetch))


def open_tiles(settings: Settings, pictures: PictureProcess, server: Outbound) -> MapTiles | None:
    """Return the tiles of the server that is set; None where none is."""
    if not settings.tiles_url:
        return None
    files = TileFiles(
        settings.home / "cache" / "tiles",
        max_bytes=settings.tiles_mb * MIB,
        clock=time.monotonic,
    )
    fetcher = TileFetcher(
        settings.tiles_url, server=server, files=files, accept=pictures.accept, clock=time.monotonic
    )
    shelf = TileShelf(files, fetcher, credit=settings.tiles_credit)
    return MapTiles(files=files, shelf=shelf, fetcher=fetcher)


def picture_reader(
    asset: Callable[[str], bytes | None], tiles: MapTiles | None
) -> Callable[[str], bytes | None]:
    """Return what reads a picture by its digest: an asset, else a tile."""
    if tiles is None:
        return asset
    files = tiles.files
    return lambda digest: asset(digest) or files.body(digest)


def tile_prefetch(
    settings: Settings, storage: Storage, plans: Plans, tiles: MapTiles
) -> TilePrefetch:
    """Return what wants the tiles around stores."""
    return TilePrefetch(
        plans=lambda: _published(storage, plans),
        stores=lambda: _stores(storage),
        files=tiles.files,
        fetcher=tiles.fetcher,
        lock=settings.home / "run" / "tiles.lock",
    )


async def _by_the_hour(prefetch: TilePrefetch) -> None:
    while True:
        try:
            await prefetch.once()
        except (AppError, OSError) as error:
            _log.warning("Tiles around stores wait for the next hour: %s", error)
        await asyncio.sleep(_EVERY_S)


async def _published(storage: Storage, plans: Plans) -> AsyncIterator[Plan]:
    cursor = ""
    while True:
        page = await storage.blocks.page(cursor=cursor, limit=_PAGE)
        for record in page.items:
            plan = await plans.get(record.name) if record.published else None
            if plan is not None:
                yield plan
        cursor = page.cursor
        if not cursor:
            return


async def _stores(storage: Storage) -> AsyncIterator[Store]:
    cursor = ""
    while True:
        page = await storage.stores.page(cursor=cursor, limit=_PAGE)
        for store in page.items:
            yield store
        cursor = page.cursor
        if not cursor:
            return

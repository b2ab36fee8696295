"""What maps of published blocks need around stores is wanted, and no more."""

from collections.abc import AsyncIterator
from pathlib import Path

from app.adapters.tiles.prefetching import TilePrefetch, tiles_around, views_of
from app.model.plan import Plan
from app.model.store import Store
from app.model.tiling import MOST
from tests.adapters.tiles.test_tiles import World
from tests.authoring.blocks import a_plan

STORES = [
    Store(external_id=f"S{n}", name="Store", lat=40.7231 + n, lon=-74.0008, tz="UTC")
    for n in range(3)
]
STREETS = "[{map: {around: store, style: tiles, zoom: 15, box: [0, 0, 300, 160]}}]"
ROWS = (
    "[{each: {of: stores, as: shop, box: [0, 0, 9, 9], step: [0, 9], draw: "
    "[{map: {around: shop, style: tiles, zoom: 12, box: [0, 0, 90, 60]}}]}}]"
)


def prefetch(world: World, lock: Path, *plans: Plan) -> TilePrefetch:
    """Return what wants the tiles of plans around three stores."""

    async def each_plan() -> AsyncIterator[Plan]:
        for plan in plans:
            yield plan

    async def each_store() -> AsyncIterator[Store]:
        for store in STORES:
            yield store

    return TilePrefetch(
        plans=each_plan, stores=each_store, files=world.files, fetcher=world.fetcher, lock=lock
    )


def test_street_maps_of_a_plan() -> None:
    """Maps of streets are found, in rows too; others need no tiles."""
    assert views_of(a_plan(draw=STREETS)) == {(15, 300, 160)}
    assert views_of(a_plan(draw=ROWS)) == {(12, 90, 60)}
    assert views_of(a_plan(draw="[{map: {around: store, box: [0, 0, 9, 9]}}]")) == set()


async def test_the_tiles_around_every_store_are_fetched(tmp_path: Path) -> None:
    """All of them once; a second pass wants nothing."""
    world = World(tmp_path / "tiles")
    found = prefetch(world, tmp_path / "run" / "lock", a_plan(draw=STREETS), a_plan())
    await found.once()
    await world.settle()
    tiles = {tile for store in STORES for tile in tiles_around(store, (15, 300, 160))}

    assert len(world.server.asked) == len(tiles)
    assert all(world.files.has(tile) for tile in tiles)
    await found.once()
    assert world.fetcher.room() == 4096


async def test_nothing_is_wanted_without_street_maps(tmp_path: Path) -> None:
    """No block, no tiles."""
    world = World(tmp_path / "tiles")
    await prefetch(world, tmp_path / "lock", a_plan()).once()

    assert world.fetcher.room() == 4096


async def test_a_full_list_waits_for_the_next_hour(tmp_path: Path) -> None:
    """Stores beyond the bound are not noted and forgotten, but wanted later."""
    world = World(tmp_path / "tiles")
    world.fetcher.want_later((14, column, 1) for column in range(4096 - MOST + 1))
    await prefetch(world, tmp_path / "lock", a_plan(draw=STREETS)).once()

    assert world.fetcher.room() == MOST - 1
    assert world.fetcher.dropped == 0


def test_a_map_of_too_many_tiles_is_left() -> None:
    """What is drawn without tiles needs none."""
    assert tiles_around(STORES[0], (15, 3000, 3000)) == []

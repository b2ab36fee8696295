"""Tests of stores and stock as a process holds them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.adapters.shelves import _APPLIED_AT_ONCE, StoreShelves
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.holds import SqliteHolds
from app.adapters.sqlite.products import SqliteProducts
from app.adapters.sqlite.snapshots import is_much
from app.adapters.sqlite.stock import SqliteStock
from app.adapters.sqlite.stores import SqliteStores
from app.context.stock import StockBook
from app.context.storefacts import StoreShelf
from app.context.stores import StoreBook
from app.model.product import Product
from app.model.store import Hold, StockLevel, Store
from app.web.api.bodies import MAX_ROWS
from tests.adapters.builders import SetClock

STORE = Store(external_id="A", name="A", lat=50.0, lon=8.0, tz="Europe/Berlin")
CLOCK = SetClock()


class World:
    """A home's stores and stock, written through the ports, and the shelves over them."""

    def __init__(self, home) -> None:
        self.database = Database(home)
        self.stores = SqliteStores(self.database)
        self.products = SqliteProducts(self.database)
        self.stock = SqliteStock(self.database)
        book = StoreBook(())
        shelf = StoreShelf(book=book, stock=StockBook(index=book.index), details=self.stores.read)
        self.shelves = StoreShelves(self.database, shelf, max_age=None, now=CLOCK)

    async def fill(self) -> None:
        """Write a store and a product."""
        await self.products.put([Product(sku="S", name="S")])
        await self.stores.put([STORE])

    async def set(self, quantity: int) -> None:
        """Write the level of the product in the store."""
        level = StockLevel(store="A", sku="S", quantity=quantity, as_of=CLOCK.at)
        await self.stock.put([level])

    def here(self) -> int | None:
        """Return the level as the shelf has it now."""
        held, place = self.shelves.shelf.stock.of("S"), self.shelves.shelf.book.index("A")
        return held.units(place, CLOCK.at) if held is not None and place is not None else None


@pytest.fixture
async def world(home):
    """A world with a store and a product, read once."""
    made = World(home)
    await made.fill()
    await made.shelves.current()
    yield made
    made.database.close()


async def test_a_level_is_there_at_the_next_refresh(world):
    """One changed level is applied at once, without building anything anew."""
    await world.set(1)
    await world.shelves.current()  # the very first level is read with everything else
    rebuilt = world.shelves.rebuilt
    for quantity in (3, 0, 8):
        await world.set(quantity)
        world.shelves.refresh()
        assert quantity == world.here()
    await world.stock.delete(store="A", sku="S")
    world.shelves.refresh()
    assert None is world.here()
    assert rebuilt == world.shelves.rebuilt


async def test_whether_much_has_changed_is_told_without_reading_it(world):
    """More levels than are applied at once are built anew beside the loop."""
    before = world.shelves._stock_number
    await world.set(1)
    assert is_much(world.database.reader, before, 0)
    assert not is_much(world.database.reader, before, 1)


def test_what_one_request_sets_is_applied_at_once():
    """Also by a process that had not looked at a few changes before it: its next open sees all."""
    assert _APPLIED_AT_ONCE >= MAX_ROWS + 1_000


async def test_a_hold_is_there_at_the_next_refresh(world):
    """Held units are gone at once, in a process that starts later too, and come back by clock."""
    await world.set(5)
    await world.shelves.current()
    rebuilt = world.shelves.rebuilt
    until = CLOCK.at + timedelta(minutes=5)
    holds = SqliteHolds(world.database, CLOCK)
    await holds.put(Hold(id="h", store="A", sku="S", units=2, until=until))
    world.shelves.refresh()
    assert world.here() == 3
    assert rebuilt == world.shelves.rebuilt
    await world.set(4)
    world.shelves.refresh()
    assert world.here() == 2
    await world.stores.put([replace(STORE, external_id="B", name="B")])
    await world.shelves.current()
    assert world.here() == 2
    await holds.end("h")
    world.shelves.refresh()
    assert world.here() == 4


async def test_changed_stores_are_built_beside_the_loop(world):
    """A new store is there once it is built; until then the former snapshot answers."""
    rebuilt = world.shelves.rebuilt
    await world.stores.put([replace(STORE, external_id="B", name="B")])
    world.shelves.refresh()
    world.shelves.refresh()
    assert rebuilt == world.shelves.rebuilt
    await world.shelves.current()
    assert rebuilt + 1 == world.shelves.rebuilt
    assert len(world.shelves.shelf.book) == 2


async def test_what_changes_while_it_is_built_is_not_lost(world):
    """A level written during a rebuild is there after it."""
    await world.stores.put([replace(STORE, external_id="B", name="B")])
    world.shelves.refresh()
    await world.set(5)
    await world.shelves.current()
    assert world.here() == 5


async def test_a_build_that_fails_is_tried_again(world):
    """When stores cannot be read the former ones stay, and a later open builds them."""
    await world.set(4)
    await world.shelves.current()
    lend = world.database.fresh_reader

    def failing():
        raise OSError("gone")

    world.database.fresh_reader = failing
    await world.stores.put([replace(STORE, external_id="B", name="B")])
    world.shelves.refresh()
    task = world.shelves._building
    while world.shelves._building is not None:
        await world.stores.get("A")
    world.database.fresh_reader = lend
    await task
    assert world.here() == 4
    await world.shelves.current()
    assert len(world.shelves.shelf.book) == 2


async def test_max_age(home):
    """Stock older than the bound is not believed."""
    world = World(home)
    world.shelves._max_age = timedelta(hours=1)
    await world.fill()
    await world.set(4)
    await world.shelves.current()
    assert world.here() == 4
    world.database.close()

"""Snapshots are built from everything once, then from what changed."""

import pytest

from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import hours_of, product_of, store_of
from app.adapters.sqlite.notices import Kind
from app.adapters.sqlite.products import SqliteProducts
from app.adapters.sqlite.snapshots import products_all, stock_since, stores_rows
from app.adapters.sqlite.stock import SqliteStock
from app.adapters.sqlite.stores import SqliteStores
from tests.adapters.builders import EVERY_DAY, NOON, a_level, a_product, a_store

AT = int(NOON.timestamp())


@pytest.fixture
def database(home):
    """Open the database of a home."""
    opened = Database(home)
    yield opened
    opened.close()


@pytest.fixture
async def stock(database):
    """Two products in two stores, three levels."""
    await SqliteStores(database).put([a_store("S1"), a_store("S2", hours=EVERY_DAY)])
    await SqliteProducts(database).put([a_product("P1"), a_product("P2")])
    table = SqliteStock(database)
    await table.put([a_level("P1", "S1", 1), a_level("P1", "S2", 2), a_level("P2", "S1", 3)])
    return table


@pytest.mark.usefixtures("stock")
async def test_places_are_read_as_rows(database):
    """Rows carry what is searched as columns and the whole noun as a document."""
    number, stores = stores_rows(database.reader)
    assert number == database.notices.number(Kind.STORES)
    assert [row[:5] for row in stores] == [
        (1, "S1", 50.9, 6.9, "Europe/Berlin"),
        (2, "S2", 50.9, 6.9, "Europe/Berlin"),
    ]
    assert [hours_of(row[5]) for row in stores] == [None, EVERY_DAY]
    assert a_store("S1") == store_of(stores[0][6])

    number, products = products_all(database.reader)
    assert number == database.notices.number(Kind.PRODUCTS)
    assert [a_product("P1"), a_product("P2")] == [product_of(row[2]) for row in products]


@pytest.mark.usefixtures("stock")
async def test_a_first_snapshot_is_whole(database):
    """Without a number everything is returned, with the number it stands for."""
    changes = stock_since(database.reader)

    assert (True, database.notices.number(Kind.STOCK)) == (changes.whole, changes.number)
    assert {("P1", "S1", 1, AT, 1), ("P1", "S2", 2, AT, 1), ("P2", "S1", 3, AT, 1)} == {
        *changes.rows
    }


async def test_later_only_changes_are_read(database, stock):
    """After a number come the levels written since, deletions as levels without a quantity."""
    seen = stock_since(database.reader).number
    await stock.put([a_level("P1", "S1", 1), a_level("P1", "S2", 9)])
    await stock.delete(store="S1", sku="P2")

    changes = stock_since(database.reader, seen)

    assert (False, seen + 2) == (changes.whole, changes.number)
    assert list(changes.rows) == [("P1", "S2", 9, AT, 2), ("P2", "S1", None, AT, 3)]
    assert list(stock_since(database.reader, changes.number).rows) == []


@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize(("port", "name"), [(SqliteStores, "S1"), (SqliteProducts, "P2")])
async def test_a_deleted_place_asks_for_a_whole_snapshot(database, port, name):
    """Deleting a store or product with stock makes snapshots of before unusable for changes."""
    seen = stock_since(database.reader).number

    await port(database).delete(name)

    changes = stock_since(database.reader, seen)
    assert changes.whole
    assert name not in {part for row in changes.rows for part in row[:2]}
    assert not stock_since(database.reader, changes.number).whole


@pytest.mark.usefixtures("stock")
async def test_deleting_a_place_without_stock_leaves_stock_snapshots_alone(database):
    """A store that never had stock is deleted without a stock notice."""
    await SqliteStores(database).put([a_store("S3")])
    seen = stock_since(database.reader).number

    await SqliteStores(database).delete("S3")

    assert seen == database.notices.number(Kind.STOCK)
    assert not stock_since(database.reader, seen).whole


async def test_compaction_removes_deleted_levels(database, stock):
    """After compaction deleted levels are gone, and older snapshots are told to start again."""
    seen = stock_since(database.reader).number
    await stock.delete(store="S1", sku="P1")

    await database.compact()

    count = database.reader.execute("SELECT count(*) FROM stock").fetchone()
    assert count == (2,)
    assert stock_since(database.reader, seen).whole
    with database.fresh_reader() as connection:
        assert len(list(stock_since(connection).rows)) == 2

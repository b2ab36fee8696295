"""Who changed which stock."""

from datetime import timedelta

import pytest

from app.adapters.sqlite.database import Database
from app.adapters.sqlite.products import SqliteProducts
from app.adapters.sqlite.stock import SqliteStock
from app.adapters.sqlite.stock_history import MOST_NAMED, SqliteStockHistory
from app.adapters.sqlite.stores import SqliteStores
from tests.adapters.builders import SetClock, a_level, a_product, a_store


@pytest.fixture
def database(home):
    """Open the database of a home."""
    opened = Database(home)
    yield opened
    opened.close()


@pytest.fixture
async def history(database):
    """The history of a table with a store and many products."""
    await SqliteStores(database).put([a_store("S1")])
    await SqliteProducts(database).put([a_product(f"P{n}") for n in range(MOST_NAMED + 1)])
    return SqliteStockHistory(database, SetClock())


async def test_a_change_says_who_and_from_what(database, history):
    """The newest first; a level that stays as it is, is no change."""
    stock = SqliteStock(database, history)
    await stock.put([a_level("P1", "S1", quantity=5)], by="anna@brand.example")
    later = a_level("P1", "S1", quantity=5)
    await stock.put([later], by="somebody")
    await stock.put([a_level("P1", "S1", quantity=2)], by="key abc")
    await stock.delete(store="S1", sku="P1", by="anna@brand.example")
    page = await history.page(cursor="", limit=9, store="S1", sku="P1")
    assert [(each.who, each.former, each.present) for each in page.items] == [
        ("anna@brand.example", 2, None),
        ("key abc", 5, 2),
        ("anna@brand.example", None, 5),
    ]


async def test_a_change_of_many_levels_is_one_line(database, history):
    """It stands in the history of each of them, without units."""
    stock = SqliteStock(database, history)
    await stock.put([a_level(f"P{n}", "S1") for n in range(MOST_NAMED + 1)], by="key abc")
    (change,) = (await history.page(cursor="", limit=9, sku="P7")).items
    assert (change.sku, change.levels, change.present) == ("", MOST_NAMED + 1, None)


async def test_what_a_source_takes_away_is_a_change(database, history):
    """One by one while it is little, else as one line; what was not there is none."""
    stock = SqliteStock(database, history)
    levels = [a_level(f"P{n}", "S1", quantity=5) for n in range(MOST_NAMED + 1)]
    await stock.put(levels, by="key abc")
    await stock.exchange([], iter([("S1", "P7"), ("S1", "P-none")]), {})
    await stock.exchange([], iter([("S1", level.sku) for level in levels]), {})
    page = await history.page(cursor="", limit=9)
    assert [(each.who, each.sku, each.former, each.levels) for each in page.items] == [
        ("a source", "", None, MOST_NAMED),
        ("a source", "P7", 5, 1),
        ("key abc", "", None, MOST_NAMED + 1),
    ]


async def test_what_is_refused_leaves_no_line(database, history):
    """The history is written in the transaction of the change."""
    stock = SqliteStock(database, history)
    with pytest.raises(Exception, match="no store"):
        await stock.put([a_level("P1", "S1"), a_level("P1", "S9")], by="key abc")
    assert (await history.page(cursor="", limit=9)).items == ()


async def test_pages_go_back_in_time(database, history):
    """A cursor continues where the page before ended."""
    stock = SqliteStock(database, history)
    for units in range(5):
        await stock.put([a_level("P1", "S1", quantity=units)], by=str(units))
    first = await history.page(cursor="", limit=3)
    second = await history.page(cursor=first.cursor, limit=3)
    assert [each.who for each in (*first.items, *second.items)] == ["4", "3", "2", "1", "0"]
    assert second.cursor == ""
    assert timedelta() == second.items[0].at - SetClock().at

"""Looking for records of the studio's lists."""

from dataclasses import replace

import pytest

from app.adapters.sqlite import finding
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.finding_levels import SqliteLevelFinder
from app.adapters.sqlite.holds import SqliteHolds
from app.adapters.sqlite.products import SqliteProducts
from app.adapters.sqlite.stock import SqliteStock
from app.adapters.sqlite.stores import SqliteStores
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.model.store import Hold
from tests.adapters.builders import NOON, SetClock, a_level, a_product, a_store, a_subscriber


@pytest.fixture
def database(home):
    """Open the database of a home."""
    opened = Database(home)
    yield opened
    opened.close()


@pytest.fixture
def finder(database):
    """What looks for records."""
    return SqliteLevelFinder(database, SqliteStock(database))


@pytest.mark.parametrize("wanted", ["s2", "köln", "KÖLN".lower(), "mittel", "5066", 'a "b"'])
async def test_a_store_is_found_by_what_people_know_of_it(database, finder, wanted):
    """Its id, name, city, street and postcode, in small letters; signs of JSON too."""
    other = a_store("S1", name="Porto")
    store = a_store("S2", name='Köln a "b"', city="Köln", street="Mittelstraße 1", postcode="50667")
    await SqliteStores(database).put([other, store])
    found = await finder.stores(wanted, cursor="", limit=5)
    assert found.items == (store,)


async def test_a_text_that_is_no_value_finds_nothing(database, finder):
    """The names of fields are not looked through."""
    await SqliteStores(database).put([a_store()])
    await SqliteSubscribers(database).put([a_subscriber(attributes={"email": "a@b.example"})])
    assert (await finder.stores("external", cursor="", limit=5)).items == ()
    assert (await finder.subscribers("email", cursor="", limit=5)).items == ()


async def test_looking_goes_on_where_it_ended(database, finder, monkeypatch):
    """Rows are looked through some at a time; nothing is left out or told twice."""
    monkeypatch.setattr(finding, "PRODUCTS", replace(finding.PRODUCTS, rows=4))
    products = [a_product(f"P{n}", name="Boot" if n % 3 else "Hat") for n in range(10)]
    await SqliteProducts(database).put(products)
    found, cursor, turns = [], "", 0
    while cursor or not turns:
        part = await finder.products("boot", cursor=cursor, limit=2)
        found += part.items
        cursor, turns = part.cursor, turns + 1
    assert [each for each in products if each.name == "Boot"] == found
    assert turns > 2


async def test_people_are_found_by_key_id_and_what_is_known_of_them(database, finder):
    """An id also by its beginning, an attribute by a part of it."""
    anna = a_subscriber("crm-12", attributes={"email": "anna@brand.example"})
    ben = a_subscriber("crm-123", attributes={"email": "ben@other.example", "likes": "Anna K."})
    carl = a_subscriber("web-12")
    await SqliteSubscribers(database).put([anna, ben, carl])
    for wanted, expected in (
        (anna.key, [anna]),
        ("crm-12", [anna, ben]),
        ("crm", [anna, ben]),
        ("anna", [anna, ben]),
        ("OTHER.example", [ben]),
        ("", [anna, ben, carl]),
        ("nobody", []),
    ):
        found = await finder.subscribers(wanted, cursor="", limit=5)
        assert list(found.items) == expected, wanted


async def test_an_index_answers_for_ids(database, finder):
    """A key or an id of a subscriber is found without looking through anything."""
    await SqliteSubscribers(database).put([a_subscriber(f"crm-{n}") for n in range(9)])
    assert (await finder.subscribers("crm-4", cursor="", limit=5)).looked == 0


async def test_few_units_are_found_with_what_is_held(database, finder):
    """Of one store, one product, or all."""
    stock, holds = SqliteStock(database), SqliteHolds(database, SetClock())
    await SqliteStores(database).put([a_store("S1"), a_store("S2")])
    await SqliteProducts(database).put([a_product("P1"), a_product("P2")])
    few, many = a_level("P1", "S2", quantity=2), a_level("P2", "S1", quantity=40)
    await stock.put([few, many])
    await holds.put(Hold(id="h", store="S2", sku="P1", units=1, until=NOON.replace(hour=20)))
    low = await finder.levels(sku="", store="", most=5, cursor="", limit=9, at=NOON)
    assert [(each.level.sku, each.level.quantity, each.held) for each in low.items] == [
        ("P1", 2, 1)
    ]
    here = await finder.levels(sku="", store="S1", most=None, cursor="", limit=9, at=NOON)
    assert [each.level.quantity for each in here.items] == [40]

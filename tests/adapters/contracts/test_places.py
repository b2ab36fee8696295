"""The contract of Stores, Products and StockTable."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.errors import Unacceptable
from app.model.hours import Hours
from app.model.money import Money
from app.model.ports import Written
from tests.adapters.builders import EVERY_DAY, NOON, a_level, a_product, a_store


async def stocked(adapters, *, stores=("S1", "S2"), skus=("NB-1", "NB-2")):
    """Create stores and products that stock can name."""
    await adapters.stores.put([a_store(name) for name in stores])
    await adapters.products.put([a_product(name) for name in skus])


async def test_a_store_comes_back_whole(adapters):
    """Every field of a store, hours with exceptions included, is read as written."""
    hours = replace(EVERY_DAY, exceptions=((date(2026, 12, 24), ()),))
    store = a_store(
        "göteborg/1", hours=hours, slug="g", phone="+46 31", attributes={"parking": True, "n": 1.5}
    )

    await adapters.stores.put([store])

    assert store == await adapters.stores.get("göteborg/1")
    assert await adapters.stores.get("S9") is None


async def test_hours_that_are_not_known_stay_unknown(adapters):
    """A store without hours differs from one that is always closed."""
    closed = a_store("closed", hours=Hours(week=((),) * 7))
    await adapters.stores.put([a_store("unknown"), closed])

    assert (await adapters.stores.get("unknown")).hours is None
    assert closed == await adapters.stores.get("closed")


async def test_a_product_comes_back_whole(adapters):
    """Every field of a product is read as written; an unknown SKU is none."""
    was = Money(25900, "EUR")
    product = a_product("NB/ü", was=was, category="Jackets", image="j.jpg", url="x", online=0)

    await adapters.products.put([product])

    assert product == await adapters.products.get("NB/ü")
    assert await adapters.products.get("NB-9") is None


@pytest.mark.parametrize(("port", "build"), [("stores", a_store), ("products", a_product)])
async def test_writes_of_places_are_counted_exactly(adapters, port, build):
    """Created, updated and unchanged rows are told apart; the last of repeated rows wins."""
    table = getattr(adapters, port)

    first = await table.put([build("a"), build("b"), build("b", name="Second")])
    again = await table.put([build("a"), build("b", name="Second")])
    mixed = await table.put([build("a"), build("b", name="Third"), build("c")])

    assert Written(created=2, unchanged=1) == first
    assert Written(unchanged=2) == again
    assert Written(created=1, updated=1, unchanged=1) == mixed
    assert (await table.get("b")).name == "Third"


@pytest.mark.parametrize(("port", "build"), [("stores", a_store), ("products", a_product)])
async def test_places_are_paged_by_name(adapters, port, build):
    """Pages of 1,000 follow the names and neither repeat nor skip rows under writes."""
    table = getattr(adapters, port)
    await table.put([build(f"n{i:04}") for i in range(1500)])

    first = await table.page(cursor="", limit=1000)
    await table.delete("n0000")
    await table.put([build("n1600")])
    second = await table.page(cursor=first.cursor, limit=1000)

    names = [getattr(row, "sku", "") or row.external_id for row in first.items + second.items]
    assert [*(f"n{i:04}" for i in range(1500)), "n1600"] == names
    assert second.cursor == ""


@pytest.mark.parametrize(
    ("port", "wrong", "field"),
    [
        ("stores", a_store(""), "external_id"),
        ("stores", a_store("S", lat=float("nan")), "lat"),
        ("stores", a_store("S", lon=float("inf")), "lat"),
        ("stores", a_store("\ud800"), "external_id"),
        ("stores", a_store("S", name="\ud800"), "attributes"),
        ("products", a_product(""), "sku"),
        ("products", a_product("\ud800"), "sku"),
    ],
)
async def test_places_that_cannot_be_stored_are_refused(adapters, port, wrong, field):
    """What storage could not give back is refused by field, with a remedy."""
    with pytest.raises(Unacceptable) as refusal:
        await getattr(adapters, port).put([wrong])

    assert (field, True) == (refusal.value.field, bool(refusal.value.remedy))


async def test_stock_is_set_and_read(adapters):
    """Levels come back with their instant to the second, by SKU, then store."""
    await stocked(adapters)
    levels = [a_level("NB-2", "S1", 0), a_level("NB-1", "S2", 7), a_level("NB-1", "S1", -1)]

    written = await adapters.stock.put(levels)

    page = await adapters.stock.page(cursor="", limit=10)
    assert Written(created=3) == written
    assert (levels[2], levels[1], levels[0]) == page.items


async def test_stock_writes_are_counted_exactly(adapters):
    """Quantity and instant both count as a change; the last of repeated levels wins."""
    await stocked(adapters)
    await adapters.stock.put([a_level("NB-1"), a_level("NB-2")])

    later = a_level("NB-2", as_of=NOON + timedelta(seconds=1))
    mixed = [a_level("NB-1"), later, a_level("NB-1", "S2", 1), a_level("NB-1", "S2", 2)]

    assert Written(created=1, updated=1, unchanged=2) == await adapters.stock.put(mixed)
    assert Written(unchanged=4) == await adapters.stock.put([*mixed[:2], mixed[3], mixed[3]])


@pytest.mark.parametrize(
    ("wrong", "field", "named"),
    [
        (a_level("NB-9"), "sku", "NB-9"),
        (a_level("NB-1", "S9"), "store", "S9"),
        (a_level("\ud800"), "sku", "ud800"),
        (a_level("NB-1", quantity=2**63), "quantity", str(2**63)),
    ],
)
async def test_stock_of_the_unknown_is_refused(adapters, wrong, field, named):
    """An unknown store or SKU is named, and no level of that write is stored."""
    await stocked(adapters)

    with pytest.raises(Unacceptable, match=named) as refusal:
        await adapters.stock.put([a_level("NB-1"), wrong])

    assert field == refusal.value.field
    assert (await adapters.stock.page(cursor="", limit=10)).items == ()


async def test_stock_is_paged_by_store_and_sku(adapters):
    """Filters by store, by SKU and by both show the same rows as the whole list."""
    stores, skus = [f"S{i:02}" for i in range(30)], [f"P{i:02}" for i in range(40)]
    await stocked(adapters, stores=stores, skus=skus)
    await adapters.stock.put([a_level(sku, store) for sku in skus for store in stores])

    async def listed(**only):
        cursor, rows = "", []
        while True:
            page = await adapters.stock.page(cursor=cursor, limit=13, **only)
            rows += [(level.sku, level.store) for level in page.items]
            if not (cursor := page.cursor):
                return rows

    assert [(sku, store) for sku in skus for store in stores] == await listed()
    assert [(sku, "S07") for sku in skus] == await listed(store="S07")
    assert [("P07", store) for store in stores] == await listed(sku="P07")
    assert await listed(sku="P07", store="S07") == [("P07", "S07")]
    assert await listed(sku="none") == await listed(store="none") == []


@pytest.mark.parametrize("cursor", ["x", "[1,2]", "[", "\ud800"])
async def test_a_strange_stock_cursor_is_refused(adapters, cursor):
    """A cursor that no page has given out names itself in the refusal."""
    with pytest.raises(Unacceptable, match="cursor"):
        await adapters.stock.page(cursor=cursor, limit=2)


async def test_a_forgotten_level_is_gone_until_it_is_set_again(adapters):
    """A deleted level is neither listed nor deleted twice; setting it creates it."""
    await stocked(adapters)
    await adapters.stock.put([a_level()])

    assert await adapters.stock.delete(store="S1", sku="NB-1")
    assert not await adapters.stock.delete(store="S1", sku="NB-1")
    assert (await adapters.stock.page(cursor="", limit=10)).items == ()
    assert Written(created=1) == await adapters.stock.put([a_level()])


async def test_stock_goes_with_its_store_and_product(adapters):
    """Deleting a store or a product deletes its stock; deleting twice says so."""
    await stocked(adapters)
    await adapters.stock.put([a_level(sku, s) for sku in ("NB-1", "NB-2") for s in ("S1", "S2")])

    assert await adapters.stores.delete("S1")
    assert await adapters.products.delete("NB-1")

    assert not await adapters.stores.delete("S1")
    assert not await adapters.products.delete("NB-1")
    page = await adapters.stock.page(cursor="", limit=10)
    assert [(level.sku, level.store) for level in page.items] == [("NB-2", "S2")]

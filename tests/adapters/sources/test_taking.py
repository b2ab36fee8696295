"""Feeds of stock and products go to the tables whole, and never half or by mistake."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.adapters.sources.taking import TakenReport
from app.adapters.sources.taking_products import ProductTaking, picture_name
from app.adapters.sources.taking_stock import StockTaking
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.products import SqliteProducts
from app.adapters.sqlite.stock import SqliteStock
from app.adapters.sqlite.stores import SqliteStores
from app.errors import SourceMalformed
from app.model.facts import Missing, Why
from app.model.money import Money
from app.model.product import Product
from app.model.source import FeedKind, Feeds, FeedShape, FieldSpec, FieldType, Row, SourceSpec
from tests.adapters.builders import NOON, a_source, a_store
from tests.adapters.sources.homes import a_home

ABSENT = Missing(Why.ABSENT, "feed")
STOCK_FIELDS = ("store", "sku", "quantity", "as_of")


class Listed:
    """Rows that are at hand."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def all(self) -> Iterator[Row]:
        """Give every row."""
        return iter(self._rows)


@dataclass
class Tables:
    """The tables of a home with two stores and products P0 to P29."""

    stores: SqliteStores
    products: SqliteProducts
    stock: SqliteStock

    async def units(self) -> dict[tuple[str, str], int]:
        """Return every level."""
        page = await self.stock.page(cursor="", limit=1000)
        return {(level.store, level.sku): level.quantity for level in page.items}

    def stock_sink(self) -> StockTaking:
        """Return what takes feeds of stock."""
        return StockTaking(stores=self.stores, products=self.products, stock=self.stock)


@pytest.fixture
async def tables(home: Path) -> AsyncIterator[Tables]:
    """Tables of a home."""
    database = Database(home)
    found = Tables(SqliteStores(database), SqliteProducts(database), SqliteStock(database))
    await found.stores.put([a_store("S1"), a_store("S2")])
    await found.products.put([Product(sku=f"P{n}", name=f"Product {n}") for n in range(30)])
    yield found
    database.close()


def a_feed(*names: str, feeds: Feeds = Feeds.STOCK, **said: object) -> SourceSpec:
    """Return a source with fields of these names."""
    fields = tuple(FieldSpec(name=name, path=name) for name in names or STOCK_FIELDS)
    shape = FeedShape(kind=FeedKind.CSV, fields=fields)
    return replace(a_source("erp"), shape=shape, feeds=feeds, **said)


def level(sku: str, quantity: object = 5, store: object = "S1", as_of: object = ABSENT) -> Row:
    """Return a row of stock."""
    return {"store": store, "sku": sku, "quantity": quantity, "as_of": as_of}


async def taken(
    tables: Tables, rows: Sequence[Row], former: Sequence[Row] | None = None, **said: object
) -> TakenReport:
    """Take rows of stock."""
    trusted = bool(said.pop("trusted", False))
    return await tables.stock_sink().take(
        a_feed(**said), Listed(rows), former=None if former is None else Listed(former), at=NOON,
        trusted=trusted,
    )  # fmt: skip


MANY = [level(f"P{n}") for n in range(30)]


async def test_rows_become_levels(tables: Tables) -> None:
    """A row sets the units of its SKU in its store, as of its own time or now."""
    early = NOON - timedelta(hours=2)
    await taken(tables, [level("P1", 3), level("P2", 0, "S2", early)])
    page = await tables.stock.page(cursor="", limit=9)
    assert [("S1", "P1", 3, NOON), ("S2", "P2", 0, early)] == [
        (e.store, e.sku, e.quantity, e.as_of) for e in page.items
    ]


async def test_a_clock_that_is_ahead_is_not_believed(tables: Tables) -> None:
    """A level from the day after tomorrow is of now."""
    await taken(tables, [level("P1", as_of=NOON + timedelta(days=2))])
    assert (await tables.stock.page(cursor="", limit=9)).items[0].as_of == NOON


@pytest.mark.parametrize("store", [ABSENT, "online", "Warehouse"])
async def test_units_of_no_store_are_online(tables: Tables, store: object) -> None:
    """A row without a store says what can be sent; once it is gone, nobody knows."""
    await taken(tables, [level("P1", 7, store), level("P2")])
    product = await tables.products.get("P1")
    assert product is not None
    assert (product.online, product.name) == (7, "Product 1")
    await taken(tables, [level("P2")], [level("P1", 7, store), level("P2")])
    product = await tables.products.get("P1")
    assert product is not None
    assert product.online is None


async def test_a_snapshot_forgets_what_it_no_longer_has(tables: Tables) -> None:
    """Levels that only the former snapshot had are gone; those of others stay."""
    await taken(tables, [level("P9", 1, "S2")], name="other")
    await taken(tables, MANY)
    report = await taken(tables, MANY[:20], MANY)
    assert report.forgotten == 10
    assert {("S2", "P9")} | {("S1", f"P{n}") for n in range(20)} == set(await tables.units())


async def test_a_delta_forgets_nothing(tables: Tables) -> None:
    """Rows of a delta set what they name and leave the rest."""
    await taken(tables, MANY)
    await taken(tables, [level("P1", 1)], MANY, is_snapshot=False)
    units = await tables.units()
    assert (len(units), units["S1", "P1"], units["S1", "P2"]) == (30, 1, 5)


async def test_a_snapshot_that_lost_half_is_refused(tables: Tables) -> None:
    """Fewer than half of the former levels change nothing, and the reason has both numbers."""
    await taken(tables, MANY)
    with pytest.raises(SourceMalformed, match="has 14 stock where 30 were"):
        await taken(tables, MANY[:14], MANY)
    assert len(await tables.units()) == 30


async def test_a_small_snapshot_that_is_meant_is_taken(tables: Tables) -> None:
    """Fetched by hand, few rows are what is left."""
    await taken(tables, MANY)
    await taken(tables, MANY[:2], MANY, trusted=True)
    assert len(await tables.units()) == 2


async def test_rows_that_name_nothing_known_are_left_out(tables: Tables) -> None:
    """Unknown SKUs and stores, and quantities that are none, cost only their rows."""
    rows = [level("P1"), level("X"), level("P2", store="S9"), level("P3", "few"), level("P4", None)]
    report = await taken(tables, rows)
    assert {("S1", "P1")} == set(await tables.units())
    assert report.left_out == 4
    assert 'There is no product "X".' in report.reasons


async def test_a_feed_of_which_nothing_fits_is_refused(tables: Tables) -> None:
    """Renamed columns do not empty the shelves."""
    await taken(tables, MANY)
    with pytest.raises(SourceMalformed, match="Not one of 30 rows"):
        await taken(tables, [level(f"SKU-{n}") for n in range(30)], MANY)
    with pytest.raises(SourceMalformed, match='no field "quantity"'):
        await tables.stock_sink().take(
            a_feed("store", "sku"), Listed(MANY), former=None, at=NOON, trusted=False
        )
    assert len(await tables.units()) == 30


async def test_rows_that_cannot_be_written_change_nothing(tables: Tables) -> None:
    """What fails on the way leaves everything as it was."""
    await taken(tables, MANY)
    with pytest.raises(Exception, match="no stock"):
        await taken(tables, [level("P1", 1), level("P2", 2**60)], MANY, trusted=True)
    assert {5} == set((await tables.units()).values())


def an_offer(sku: str, **said: object) -> Row:
    """Return a row of products."""
    return {"sku": sku, "name": f"Offer {sku}", **said}


async def offered(tables: Tables, *rows: Row, former: Sequence[Row] | None = None) -> TakenReport:
    """Take rows of products."""
    spec = a_feed(*rows[0], feeds=Feeds.PRODUCTS)
    return await ProductTaking(tables.products).take(
        spec, Listed(rows), former=None if former is None else Listed(former), at=NOON,
        trusted=False,
    )  # fmt: skip


async def test_rows_become_products(tables: Tables) -> None:
    """A sale price is the price and makes the other one the former; an address names an asset."""
    url = "https://img.example/1.jpg"
    await offered(
        tables,
        an_offer(
            "N1", price=Money(2000, "EUR"), sale_price=Money(1500, "EUR"), group="CAPS", image=url,
            url="javascript:alert(1)", online=4,
        ),
    )  # fmt: skip
    assert Product(
        sku="N1", name="Offer N1", price=Money(1500, "EUR"), was=Money(2000, "EUR"), group="CAPS",
        image=picture_name(url), picture=url, online=4,
    ) == await tables.products.get("N1")  # fmt: skip


async def test_what_a_source_does_not_say_stays(tables: Tables) -> None:
    """A feed without pictures and stock leaves those of the products alone."""
    await tables.products.put([Product(sku="P1", name="Old", image="hero.jpg", online=3)])
    await offered(tables, an_offer("P1", category="Caps"))
    found = await tables.products.get("P1")
    assert Product(sku="P1", name="Offer P1", category="Caps", image="hero.jpg", online=3) == found


async def test_a_catalogue_forgets_products_with_their_stock(tables: Tables) -> None:
    """A product that left the snapshot is deleted; those of other origin stay."""
    await taken(tables, [level("P1")])
    rows = [an_offer(f"N{n}") for n in range(12)]
    await offered(tables, *rows)
    await offered(tables, *rows[1:], former=rows)
    assert await tables.products.get("N0") is None
    assert await tables.products.get("P1") is not None


async def test_rows_that_stay_are_taken_again_by_the_hour(tables: Tables, tmp_path: Path) -> None:
    """A level is of when it was last confirmed; rows find the products that came after them."""
    fields = (
        FieldSpec(name="store", path="store"),
        FieldSpec(name="sku", path="sku"),
        FieldSpec(name="quantity", path="units", type=FieldType.NUMBER),
    )
    shape = FeedShape(kind=FeedKind.CSV, fields=fields)
    body = b"store,sku,units\nS1,P1,4\nS1,NEW,2\n"
    async with a_home(tmp_path, {"/s": body}, sinks={Feeds.STOCK: tables.stock_sink()}) as run:
        spec = a_source(
            "stock", url=run.sources.url("/s"), shape=shape, feeds=Feeds.STOCK,
            every=timedelta(minutes=10),
        )  # fmt: skip
        await run.puller.pull(spec)
        assert (await run.runner.status(spec)).bad_rows == 1
        await tables.products.put([Product(sku="NEW", name="New")])
        run.clocks.pass_by(600)
        await run.puller.pull(spec)
        assert {("S1", "P1")} == set(await tables.units())
        run.clocks.pass_by(3600)
        await run.puller.pull(spec)
        page = await tables.stock.page(cursor="", limit=9)
        assert [("NEW", run.clocks.now()), ("P1", run.clocks.now())] == [
            (e.sku, e.as_of) for e in page.items
        ]
        assert (await run.runner.status(spec)).bad_rows == 0


async def test_a_feed_comes_all_the_way(tables: Tables, tmp_path: Path) -> None:
    """Pulled over HTTP, a snapshot is in the table; a suspicious one is aside with its reason."""
    fields = (
        FieldSpec(name="store", path="store"),
        FieldSpec(name="sku", path="sku"),
        FieldSpec(name="quantity", path="units", type=FieldType.NUMBER),
    )
    shape = FeedShape(kind=FeedKind.JSON, rows="$[*]", fields=fields)

    def body(count: int) -> bytes:
        rows = [{"store": "S1", "sku": f"P{n}", "units": n} for n in range(count)]
        return json.dumps(rows).encode()

    sinks = {Feeds.STOCK: tables.stock_sink()}
    async with a_home(tmp_path, {"/stock": body(30)}, sinks=sinks) as run:
        spec = a_source("stock", url=run.sources.url("/stock"), shape=shape, feeds=Feeds.STOCK)
        await run.puller.pull(spec)
        assert len(await tables.units()) == 30
        run.sources.bodies["/stock"] = body(3)
        noted = await run.puller.pull(spec)
        assert "has 3 stock where 30 were" in noted.last_error
        assert len(await tables.units()) == 30
        (reason,) = (run.root / "refused").rglob("*.txt")
        assert "has 3 stock where 30 were" in reason.read_text()
        await run.puller.pull(spec, trusted=True)
        assert len(await tables.units()) == 3

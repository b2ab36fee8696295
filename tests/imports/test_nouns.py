"""Tests of importing stores, products and stock."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.feeds.cells import BadValue
from app.feeds.prices import money
from app.imports.layouts import Kind
from app.model.money import Money
from app.model.product import Product
from app.model.store import StockLevel, Store
from tests.imports.building import NOW, MemoryNouns, SmallGazetteer, run, written


def nouns(name: str = "external_id", *, refuses: Any = lambda _noun: False) -> MemoryNouns:
    """Return an empty sink."""
    return MemoryNouns(lambda noun: str(getattr(noun, name)), refuses)


def test_stores(tmp_path: Path) -> None:
    """A store takes its zone from its coordinates and its coordinates from its city."""
    sink = nouns()
    content = (
        "Store ID;Name;Lat;Lon;Opening Hours;City;Country;Parking\n"
        "S1;Café Nord;48,137;11,575;Mo-Fr 09:00-18:00;München;de;yes\n"
        "S2;Süd;;;;München;DE;\n"
    )
    run(Kind.STORES, written(tmp_path, content), sink, gazetteer=SmallGazetteer())

    first, second = sink.rows["S1"], sink.rows["S2"]
    assert isinstance(first, Store)
    assert (first.slug, first.tz, first.country) == ("cafe-nord", "Europe/Berlin", "DE")
    assert first.hours is not None
    assert (second.lat, second.hours) == (48.137, None)
    assert first.attributes == {"Parking": "yes"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("S2,x,0,0,Europe/Berlin,", "in the sea"),
        ("S2,x,1,,Europe/Berlin,", "half a coordinate"),
        ("S2,x,,,Europe/Berlin,", "no coordinates"),
        ("S2,x,1,2,,", "no time zone"),
        ("S2,x,1,2,Mars/Base,", "not a time zone"),
        ("S2,x,1,2,Europe/Berlin,whenever", "not understood"),
        ("S2,,1,2,Europe/Berlin,", "missing"),
        (f"S2,{'x' * 2_001},1,2,Europe/Berlin,", "at most 2,000"),
    ],
)
def test_bad_stores(tmp_path: Path, row: str, reason: str) -> None:
    """A store that cannot be is reported; the one before it is kept."""
    sink = nouns()
    content = f"id,name,lat,lon,tz,hours\nS1,a,1,2,Europe/Berlin,24/7\n{row}\n"
    report = run(Kind.STORES, written(tmp_path, content), sink)

    assert list(sink.rows) == ["S1"]
    [bad] = report.first_bad
    assert bad.line == 3
    assert reason in bad.reason


def test_hours_as_an_object(tmp_path: Path) -> None:
    """JSON lines may hold opening hours as an object."""
    sink = nouns()
    line = (
        '{"id": "S", "name": "n", "lat": 1, "lon": 2, "tz": "UTC",'
        ' "hours": {"mon": ["09:00-10:00"]}}'
    )
    run(Kind.STORES, written(tmp_path, line, "s.jsonl"), sink)

    assert sink.rows["S"].hours.week[0] == ((540, 600),)


def test_products_name_their_group(tmp_path: Path) -> None:
    """The group of a product comes under the names that shops give it."""
    sink = nouns("sku")
    run(Kind.PRODUCTS, written(tmp_path, "sku,name,item_group_id\nA,a,CAPS\n"), sink)
    assert sink.rows["A"] == Product(sku="A", name="a", group="CAPS")


def test_products(tmp_path: Path) -> None:
    """Prices come with their currency, from the cell or from a column, major or minor."""
    sink = nouns("sku")
    content = (
        "sku,title,price,was,currency,price_minor,online\n"
        'A,a,19.99 EUR,"29,90",EUR,,5\nB,b,,,USD,1999,\nC,c,1999,,EUR,,12.0\n'
    )
    report = run(Kind.PRODUCTS, written(tmp_path, content), sink)

    assert report.bad == 0
    expected = Product(
        sku="A", name="a", price=Money(1999, "EUR"), was=Money(2990, "EUR"), online=5
    )
    assert expected == sink.rows["A"]
    assert Money(1999, "USD") == sink.rows["B"].price
    assert Money(199900, "EUR") == sink.rows["C"].price
    assert sink.rows["C"].online == 12


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("19.99 EUR", "", Money(1999, "EUR")),
        ("€1.299,00", "", Money(129900, "EUR")),
        ("1,299.00 USD", "", Money(129900, "USD")),
        ("1 299,5 €", "", Money(129950, "EUR")),
        ("1'299.50", "CHF", Money(129950, "CHF")),
        ("1.299", "EUR", Money(129900, "EUR")),
        ("1,234,567", "USD", Money(123456700, "USD")),
        ("¥1,500", "", Money(1500, "JPY")),
        ("1.250", "KWD", Money(1250, "KWD")),
        ("0.5", "GBP", Money(50, "GBP")),
        ("", "EUR", None),
    ],
)
def test_money(text: str, currency: str, expected: Money | None) -> None:
    """Prices are read as people write them."""
    assert expected == money(text, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [("19.99", ""), ("cheap", "EUR"), ("-5 EUR", ""), ("5 EUR", "USD"), ("€5 USD", ""),
     ("1.2345", "EUR"), ("5.5", "JPY"), ("9" * 14, "EUR"), ("5 €uro", "")],
)  # fmt: skip
def test_bad_money(text: str, currency: str) -> None:
    """A price that could mean two things, or nothing, is refused."""
    with pytest.raises(BadValue):
        money(text, currency)


@given(st.text(max_size=20))
def test_money_never_fails_otherwise(text: str) -> None:
    """Any text is a price or a bad value."""
    with suppress(BadValue):
        price = money(text, "EUR")
        assert price is None or price.minor >= 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [("A,a,,x y,", "not a currency"), ("A,a,,,-1", "below nothing"), ("A,a,,,1.5", "whole number"),
     ("A,a,199,,", "no currency")],
)  # fmt: skip
def test_bad_products(tmp_path: Path, row: str, reason: str) -> None:
    """A product that cannot be is reported."""
    path = written(tmp_path, f"sku,name,price_minor,currency,online\n{row}\n")
    [bad] = run(Kind.PRODUCTS, path, nouns("sku")).first_bad

    assert reason in bad.reason


def test_stock(tmp_path: Path) -> None:
    """Levels without a time are of now; unknown stores cost their own rows; a re-run is a no-op."""
    sink = MemoryNouns(lambda level: f"{level.store}/{level.sku}", lambda x: x.store == "S9")
    rows = "S1,A,1\nS9,A,2\nS2,A,3\nS1,A,4\nS1,B,many\nS1,C,\nS3,A,5\nS9,B,6\n"
    path = written(tmp_path, "store,sku,qty\n" + rows)
    first, second = (run(Kind.STOCK, path, sink) for _ in range(2))

    assert StockLevel(store="S1", sku="A", quantity=1, as_of=NOW) == sink.rows["S1/A"]
    assert {"S1/A", "S2/A", "S3/A"} == set(sink.rows)
    reasons = {bad.line: bad.reason for bad in first.first_bad}
    assert {3, 5, 6, 7, 9} == set(reasons)
    assert "line 2 already" in reasons[5]
    assert "not a whole number" in reasons[6]
    assert "Import it first" in reasons[9]
    assert (first.created, first.unchanged) == (3, 0)
    assert (second.created, second.unchanged) == (0, 3)

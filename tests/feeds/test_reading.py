"""Answers become typed rows, whatever is wrong with some of them."""

from datetime import UTC, datetime

import pytest

from app.errors import SourceMalformed
from app.feeds import read_feed
from app.feeds.limits import MAX_PROBLEMS
from app.model.facts import Missing, Why
from app.model.money import Money
from app.model.source import FeedKind, FieldType

from .shapes import STOCK, a_field, a_shape


def test_json_rows_are_typed() -> None:
    """The elements of the list at the path become rows with the types of their fields."""
    body = b"""{"data": {"items": [{"n": "Cap", "p": {"amount": 19.99}, "t": 1764201600,
               "on": true, "c": 3}]}}"""
    shape = a_shape(
        FeedKind.JSON,
        a_field("name", "n"),
        a_field("price", "$.p.amount", FieldType.MONEY, currency="EUR"),
        a_field("seen", "t", FieldType.MOMENT),
        a_field("on", kind=FieldType.FLAG),
        a_field("count", "c", FieldType.NUMBER),
        rows="$.data.items[*]",
    )
    read = read_feed(body, shape)
    assert [
        {
            "name": "Cap",
            "price": Money(1999, "EUR"),
            "seen": datetime(2025, 11, 27, tzinfo=UTC),
            "on": True,
            "count": 3,
        }
    ] == [dict(row) for row in read.rows]
    assert (read.bad, read.problems) == (0, ())


def test_whole_document_is_one_row() -> None:
    """Without a path to rows JSON's document is the row."""
    shape = a_shape(FeedKind.JSON, a_field("first", "$.a[0]['x y']"), a_field("last", "$.a[-1].z"))
    read = read_feed(b'{"a": [{"x y": "1"}, {"z": "2"}]}', shape)
    assert [dict(row) for row in read.rows] == [{"first": "1", "last": "2"}]


def test_table_is_read_by_its_columns() -> None:
    """Columns are found by name whatever their case and order; an empty cell is missing."""
    body = b"SKU;Quantity;Store;As of\nA;5;S1;2026-11-27T09:30:00Z\nB;0;S1;\n"
    read = read_feed(body, a_shape(FeedKind.CSV, *STOCK))
    assert [row["sku"] for row in read.rows] == ["A", "B"]
    assert [row["quantity"] for row in read.rows] == [5, 0]
    missing = read.rows[1]["as_of"]
    assert isinstance(missing, Missing)
    assert missing.why is Why.ABSENT


def test_tsv_keeps_commas_in_cells() -> None:
    """A TSV is split at tabs alone."""
    shape = a_shape(FeedKind.TSV, a_field("name"), a_field("city"))
    read = read_feed(b"name\tcity\nA, B, C\tRome\n", shape)
    assert read.rows[0]["name"] == "A, B, C"


def test_bad_rows_cost_only_themselves() -> None:
    """A row whose value does not fit its field is left out and told with its line."""
    body = b"store,sku,quantity,as_of\nS1,A,many,\nS1,B,2,\nS1,C\n"
    read = read_feed(body, a_shape(FeedKind.CSV, *STOCK))
    assert [row["sku"] for row in read.rows] == ["B"]
    assert read.bad == 2
    assert 'Line 2: Field "quantity": "many" is not a number' in "\n".join(read.problems)
    assert "Line 4: The row has 2 columns" in "\n".join(read.problems)


def test_problems_are_bounded() -> None:
    """Of many bad rows the first are told and all are counted."""
    body = b"a,n\n" + b"x,x\n" * 500 + b"y,1\n"
    shape = a_shape(FeedKind.CSV, a_field("a"), a_field("n", kind=FieldType.NUMBER))
    read = read_feed(body, shape)
    assert (read.bad, len(read.problems)) == (500, MAX_PROBLEMS)


def test_a_key_comes_once() -> None:
    """The first row of a key stands; a later one is bad and names the first."""
    shape = a_shape(FeedKind.CSV, a_field("sku"), a_field("n"), key="sku")
    read = read_feed(b"sku,n\nA,1\nA,2\n,3\n", shape)
    assert [row["n"] for row in read.rows] == ["1"]
    assert "is 'A' as in line 2" in read.problems[0]
    assert "is missing" in read.problems[1]


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        (FeedKind.CSV, b"store,sku,amount,as_of\nS1,A,1,\n", 'no column "quantity"'),
        (FeedKind.CSV, b"store,sku,quantity,as_of\nS1,A,x,\n", "Not one of 1 rows"),
        (FeedKind.JSON, b'[{"shop": "S1"}]', "No row has any of the fields"),
        (FeedKind.JSON, b"12", "neither a list"),
    ],
)
def test_changed_forms_are_refused(kind: FeedKind, body: bytes, says: str) -> None:
    """A feed whose columns were renamed is refused whole, and the reason names them."""
    shape = a_shape(kind, *STOCK, rows="$[*]")
    with pytest.raises(SourceMalformed, match=says):
        read_feed(body, shape)


def test_no_rows_are_rows() -> None:
    """A list without elements is a feed of no rows."""
    assert read_feed(b'{"r": []}', a_shape(FeedKind.JSON, *STOCK, rows="$.r[*]")).rows == ()

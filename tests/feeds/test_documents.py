"""XML, RSS, Atom and Merchant feeds become the same rows as tables do."""

from datetime import UTC, datetime

import pytest

from app.errors import SourceMalformed
from app.feeds import read_feed
from app.model.facts import Missing
from app.model.money import Money
from app.model.source import FeedKind, FeedRows, FieldType

from .shapes import a_field, a_shape

_RSS = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:m="http://search.yahoo.com/mrss/">
<channel><title>Ours</title><link>https://news.example/</link>
<item><title>Snow &amp; ice</title><link>https://news.example/1</link><guid>n1</guid>
<atom:link rel="self" href="https://news.example/self"/>
<description><![CDATA[<p>Ten <b>new</b>&nbsp;trails</p><img src="x">]]></description>
<pubDate>Fri, 27 Nov 2026 09:30:00 +0100</pubDate>
<m:thumbnail url="https://news.example/1.jpg"/></item>
<item><title>Second</title><link>https://news.example/2</link>
<enclosure url="https://news.example/2.mp3" type="audio/mpeg"/>
<enclosure url="https://news.example/2.png" type="image/png"/></item>
</channel></rss>"""
_RSS1 = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="c"><title>Ours</title></channel>
<item rdf:about="n1"><title>Snow &amp; ice</title><link>https://news.example/1</link>
<dc:date>2026-11-27T09:30:00+01:00</dc:date></item></rdf:RDF>"""
_ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Ours</title>
<entry><id>n1</id><title type="html">Snow &amp;amp; ice</title>
<link rel="edit" href="https://news.example/edit"/><link href="https://news.example/1"/>
<author><name>Ada</name></author><updated>2026-11-27T08:30:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ten <b>new</b> trails</div>
</content>
</entry></feed>"""
_NEWS = (
    a_field("id"),
    a_field("title"),
    a_field("link"),
    a_field("summary"),
    a_field("image"),
    a_field("published", kind=FieldType.MOMENT),
)


def read(kind: FeedKind, body: bytes, *fields: object, rows: str = "") -> FeedRows:
    """Read a body."""
    return read_feed(body, a_shape(kind, *fields, rows=rows))  # type: ignore[arg-type]  # test


@pytest.mark.parametrize("body", [_RSS, _RSS1, _ATOM])
def test_news_have_the_same_fields_in_every_format(body: bytes) -> None:
    """Title, link, id and time of an item are found where its format has them."""
    row = read(FeedKind.RSS, body, *_NEWS).rows[0]
    assert (row["id"], row["title"], row["link"]) == ("n1", "Snow & ice", "https://news.example/1")
    assert datetime(2026, 11, 27, 8, 30, tzinfo=UTC) == row["published"]


def test_markup_is_taken_out_of_texts() -> None:
    """A summary is plain text, whatever its format wraps it in."""
    assert read(FeedKind.RSS, _RSS, *_NEWS).rows[0]["summary"] == "Ten new trails"
    assert read(FeedKind.RSS, _ATOM, *_NEWS).rows[0]["summary"] == "Ten new trails"


def test_pictures_of_news_are_pictures() -> None:
    """An enclosure that is sound is not taken for the picture."""
    rows = read(FeedKind.RSS, _RSS, *_NEWS).rows
    assert [row["image"] for row in rows] == [
        "https://news.example/1.jpg",
        "https://news.example/2.png",
    ]


def test_elements_and_attributes_are_found_by_path() -> None:
    """Rows are elements at the path; fields are texts and attributes below them."""
    body = b"""<shop><stock><item id="A"><q unit="pc">5</q><q unit="box">1</q></item>
    <item id="B"><name>Cap</name></item></stock><item id="X"/></shop>"""
    fields = (
        a_field("sku", "@id"),
        a_field("units", "q[@unit='box']", FieldType.NUMBER),
        a_field("unit", "q/@unit"),
        a_field("name", "name"),
    )
    rows = read(FeedKind.XML, body, *fields, rows="/shop/stock/item").rows
    assert [row["sku"] for row in rows] == ["A", "B"]
    assert (rows[0]["units"], rows[0]["unit"], rows[1]["name"]) == (1, "pc", "Cap")
    assert len(read(FeedKind.XML, body, *fields, rows="item").rows) == 3


def test_rows_are_under_the_root_without_a_path() -> None:
    """Without a path to rows, the elements right under the root are they."""
    rows = read(FeedKind.XML, b"<r><a>1</a><b>2</b></r>", a_field("n", ".", FieldType.NUMBER)).rows
    assert [row["n"] for row in rows] == [1, 2]


_OFFER = (
    a_field("sku", "g:id"),
    a_field("title"),
    a_field("price", "g:price", FieldType.MONEY),
    a_field("sale", "sale_price", FieldType.MONEY),
    a_field("picture", "image_link"),
    a_field("group", "item_group_id"),
    a_field("state", "availability"),
    a_field("has", "availability", FieldType.FLAG),
)
_MERCHANT = b"""<rss version="2.0" xmlns:goods="http://base.google.com/ns/1.0"><channel>
<item><goods:id>NB-1</goods:id><title>Cap</title><goods:price>19.99 EUR</goods:price>
<goods:sale_price>9,50 EUR</goods:sale_price>
<goods:image_link>https://x.example/1.jpg</goods:image_link>
<goods:item_group_id>CAPS</goods:item_group_id>
<goods:availability>in stock</goods:availability></item>
<item><goods:id>NB-2</goods:id><goods:title>Hat</goods:title><goods:price>5 EUR</goods:price>
<goods:availability>out_of_stock</goods:availability></item></channel></rss>"""
_MERCHANT_TSV = (
    b"id\ttitle\tprice\tsale price\timage link\titem group id\tavailability\n"
    b"NB-1\tCap\t19.99 EUR\t9,50 EUR\thttps://x.example/1.jpg\tCAPS\tIn Stock\n"
    b"NB-2\tHat\tEUR 5\t\t\t\tout of stock\n"
)


@pytest.mark.parametrize(
    "body", [_MERCHANT, _MERCHANT_TSV, _MERCHANT_TSV.decode().encode("utf-16")]
)
def test_offers_are_the_same_in_every_form(body: bytes) -> None:
    """A Merchant feed means the same as XML with any prefix and as a table."""
    first, second = read(FeedKind.MERCHANT, body, *_OFFER).rows
    assert {
        "sku": "NB-1",
        "title": "Cap",
        "price": Money(1999, "EUR"),
        "sale": Money(950, "EUR"),
        "picture": "https://x.example/1.jpg",
        "group": "CAPS",
        "state": "in_stock",
        "has": True,
    } == dict(first)
    assert ("Hat", Money(500, "EUR"), "out_of_stock", False) == (
        second["title"],
        second["price"],
        second["state"],
        second["has"],
    )
    assert isinstance(second["sale"], Missing)


def test_merchant_tables_may_lack_columns() -> None:
    """Attributes that a Merchant table has no column for are missing, and told."""
    found = read(FeedKind.MERCHANT, b"id\ttitle\nA\tCap\n", *_OFFER)
    assert isinstance(found.rows[0]["price"], Missing)
    assert 'No row has the field "price" (at g:price).' in found.problems


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FeedKind.RSS, b"<shop><item><title>x</title></item></shop>"),
        (FeedKind.MERCHANT, b"<shop><item><title>x</title></item></shop>"),
        (FeedKind.XML, b"<shop><thing><title>x</title></thing></shop>"),
    ],
)
def test_other_documents_are_refused(kind: FeedKind, body: bytes) -> None:
    """A document that is no such feed is refused, not read as an empty one."""
    with pytest.raises(SourceMalformed, match="document"):
        read(kind, body, a_field("title"), rows="item" if kind is FeedKind.XML else "")


def test_a_feed_without_items_is_empty() -> None:
    """A channel that has nothing to say at present is no error."""
    assert not read(FeedKind.RSS, b"<rss><channel><title>x</title></channel></rss>", *_NEWS).rows

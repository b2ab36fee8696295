"""What is no feed, or more than one may be, is refused in words and never half taken."""

import json
from itertools import product

import pytest

from app.errors import SourceMalformed
from app.feeds import read_feed
from app.feeds.limits import MAX_DEPTH, MAX_ROWS
from app.model.source import FeedKind, FieldType

from .shapes import STOCK, a_field, a_shape

_JSON = a_shape(FeedKind.JSON, *STOCK, rows="$.items[*]")
_CSV = a_shape(FeedKind.CSV, *STOCK)
_XML = a_shape(FeedKind.XML, *STOCK, rows="item")
_RSS = a_shape(FeedKind.RSS, a_field("title"), a_field("link"))
_ROW = {"store": "S1", "sku": "A", "quantity": 5, "as_of": "2026-11-27T09:30:00Z"}
_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><r><item><sku>&j;</sku></item></r>"
)
_OUTSIDE = (
    b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><item><sku>&x;</sku></item></r>'
)
_ITEM = b"<item><store>S1</store><sku>A</sku><quantity>5</quantity></item>"


def a_body(**more: object) -> bytes:
    """Return a good JSON answer with a row that has more members."""
    return json.dumps({"items": [{**_ROW, **more}]}).encode()


def nested(depth: int) -> bytes:
    """Return a JSON answer so many levels deep in a member that nobody reads."""
    deep = b"[" * (depth - 3) + b"]" * (depth - 3)
    return a_body()[:-2] + b',{"store": "S1", "sku": "B", "quantity": 1, "x": ' + deep + b"}]}"


BAD = {
    "nothing": (_JSON, b""),
    "blanks": (_CSV, b" \r\n \n"),
    "a page": (_JSON, b"\n<!DOCTYPE html><html><body>Sign in</body></html>"),
    "a page for a table": (_CSV, b"\xef\xbb\xbf<HTML><body>Maintenance</body></html>"),
    "a page for a feed": (_RSS, b"<html><head><title>x</title></head></html>"),
    "cut JSON": (_JSON, a_body()[: len(a_body()) // 2]),
    "cut XML": (_XML, b"<r>" + _ITEM * 9 + b"<item><store>S"),
    "NaN": (_JSON, a_body().replace(b"5", b"NaN")),
    "infinity": (_JSON, a_body().replace(b"5", b"-Infinity")),
    "1e400": (_JSON, a_body().replace(b"5", b"1e400")),
    "1e400 where nobody reads": (_JSON, a_body(extra=5.5).replace(b"5.5", b"1e400")),
    "5,000 digits": (_JSON, a_body().replace(b": 5", b": " + b"7" * 5_000)),
    "5,000 digits as text": (_CSV, b"store,sku,quantity,as_of\nS1,A," + b"7" * 5_000 + b",\n"),
    "too deep": (_JSON, nested(MAX_DEPTH + 1)),
    "100,000 levels": (_JSON, b"[" * 100_000),
    "100,000 objects": (_JSON, b'{"a":' * 100_000),
    "deep XML": (_XML, b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1)),
    "laughs": (_XML, _LAUGHS),
    "entity from a file": (_XML, _OUTSIDE),
    "a document type": (_RSS, b'<!DOCTYPE rss SYSTEM "http://x/y.dtd"><rss><channel/></rss>'),
    "two documents": (_JSON, a_body() * 2),
    "half UTF-16": (_JSON, a_body().decode().encode("utf-16")[:-1]),
    "not UTF-8": (_JSON, a_body().replace(b"S1", b"\xff\xfe")),
    "lone surrogate": (_JSON, a_body().replace(b"S1", b"\\ud800")),
    "unbound prefix": (_XML, b"<r><g:item/></r>"),
    "JSON for XML": (_XML, a_body()),
    "XML for JSON": (_JSON, b"<r>" + _ITEM + b"</r>"),
    "binary": (_CSV, bytes(range(256)) * 40),
    "gzip": (_CSV, b"\x1f\x8b\x08\x00" + bytes(range(256)) * 4),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_answers_are_refused_in_words(name: str) -> None:
    """Each raises SourceMalformed with a sentence, and nothing else."""
    shape, body = BAD[name]
    with pytest.raises(SourceMalformed) as refused:
        read_feed(body, shape)
    assert refused.value.message.rstrip(".") != ""
    assert len(refused.value.message) < 2_000


def test_depth_at_the_limit_is_read() -> None:
    """So many levels as are allowed are no error."""
    assert len(read_feed(nested(MAX_DEPTH), _JSON).rows) == 2


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        *product(
            (FeedKind.JSON, FeedKind.CSV, FeedKind.XML),
            ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
        ),
        (FeedKind.JSON, "utf-32"),  # nobody sends tables or documents so
    ],
)
def test_encodings_with_a_mark_are_read(kind: FeedKind, encoding: str) -> None:
    """A byte order mark says what an answer is in, with no help from its headers."""
    texts = {
        FeedKind.JSON: '[{"name": "Müller \u4f60"}]',
        FeedKind.CSV: "name\nMüller \u4f60\n",
        FeedKind.XML: "<r><i><name>Müller \u4f60</name></i></r>",
    }
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    shape = a_shape(kind, a_field("name"), rows="$[*]" if kind is FeedKind.JSON else "")
    read = read_feed((mark + texts[kind]).encode(encoding), shape)
    assert read.rows[0]["name"] == "Müller \u4f60"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FeedKind.JSON, '[{"name": "Müller"}]'),
        (FeedKind.CSV, "name\nMüller\n"),
        (FeedKind.XML, "<r><i><name>Müller</name></i></r>"),
    ],
)
def test_charset_of_the_header_is_believed(kind: FeedKind, body: str) -> None:
    """An answer without a mark is in what its Content-Type names."""
    shape = a_shape(kind, a_field("name"), rows="$[*]" if kind is FeedKind.JSON else "")
    read = read_feed(body.encode("latin-1"), shape, media_type="text/any; charset=ISO-8859-1")
    assert read.rows[0]["name"] == "Müller"


def test_encoding_declared_in_xml_is_believed() -> None:
    """A document may name its encoding itself."""
    body = '<?xml version="1.0" encoding="windows-1252"?><r><i><name>“Müller”</name></i></r>'
    shape = a_shape(FeedKind.XML, a_field("name"))
    assert read_feed(body.encode("cp1252"), shape).rows[0]["name"] == "“Müller”"


def test_last_of_twice_named_members_stands() -> None:
    """An object that names a member twice means the last, as everywhere."""
    shape = a_shape(FeedKind.JSON, a_field("a"), rows="$[*]")
    assert read_feed(b'[{"a": 1, "a": 2}]', shape).rows[0]["a"] == "2"


def test_long_texts_are_cut() -> None:
    """A text keeps its first 4 KiB and never half a character."""
    shape = a_shape(FeedKind.JSON, a_field("a"), rows="$[*]")
    text = read_feed(json.dumps([{"a": "x" + "ü" * 10_000}]).encode(), shape).rows[0]["a"]
    assert text == "x" + "ü" * 2_047


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize("kind", [FeedKind.JSON, FeedKind.CSV, FeedKind.XML])
def test_one_row_too_many_refuses_the_feed(kind: FeedKind) -> None:
    """200,000 rows are read; of one more not the first 200,000 are taken but none."""
    shape = a_shape(
        kind, a_field("n", "n", FieldType.NUMBER), rows="$[*]" * (kind is FeedKind.JSON)
    )
    forms = {
        FeedKind.JSON: lambda count: b"[" + b",".join([b'{"n":1}'] * count) + b"]",
        FeedKind.CSV: lambda count: b"n\n" + b"1\n" * count,
        FeedKind.XML: lambda count: b"<r>" + b"<i><n>1</n></i>" * count + b"</r>",
    }
    assert len(read_feed(forms[kind](MAX_ROWS), shape).rows) == MAX_ROWS
    with pytest.raises(SourceMalformed, match="more than 200,000 rows"):
        read_feed(forms[kind](MAX_ROWS + 1), shape)

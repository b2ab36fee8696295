"""Google Merchant feeds: RSS or Atom with `g:` elements, or a table with the same attributes."""

from collections.abc import Sequence

from app.feeds.elements import ElementPath, parse_element_path
from app.feeds.found import Found, Rows
from app.feeds.lines import BadRow
from app.feeds.tables import fold, read_table
from app.feeds.xml_rows import RowsAt, Ways, read_xml
from app.model.source import FieldSpec

ROWS_AT = RowsAt(
    ends=(("item",), ("entry",), ("product",)),
    roots=frozenset(("rss", "rdf:RDF", "feed", "products", "channel")),
)
_BLANK = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # and marks of encodings


def read_merchant(body: bytes, fields: Sequence[FieldSpec], *, media_type: str) -> Rows:
    """Yield the products of a feed; attributes are named with or without `g:`.

    Availability is one of in_stock, out_of_stock, preorder, backorder however it is written.
    """
    is_table = body.lstrip(_BLANK)[:1] != b"<"
    rows = (
        read_table(
            body, fields, delimiter="", media_type=media_type, column_of=column_of, is_open=True
        )
        if is_table
        else read_xml(
            body, [ways_of(field.path) for field in fields], rows_at=ROWS_AT, media_type=media_type
        )
    )
    states = [column_of(field.path) == "availability" for field in fields]
    return _with_states(rows, states) if any(states) else rows


def ways_of(path: str) -> Ways:
    """Return where an attribute may stand; raises Unacceptable."""
    bare = path.strip().removeprefix("g:").replace(" ", "_")
    ways = [parse_element_path(f"g:{bare}"), parse_element_path(bare)]
    if bare == "link":
        ways.append(ElementPath(("link",), "href"))
    return ways


def column_of(path: str) -> str:
    """Return an attribute's name as columns are compared."""
    return fold(path.strip().removeprefix("g:"))


def _with_states(rows: Rows, states: Sequence[bool]) -> Rows:
    for row in rows:
        if isinstance(row, BadRow):
            yield row
            continue
        cells = [
            _state(cell) if is_state and isinstance(cell, str) else cell
            for cell, is_state in zip(row.cells, states, strict=True)
        ]
        yield Found(row.number, cells)


def _state(text: str) -> str:
    return "_".join(text.lower().replace("_", " ").replace("-", " ").split())

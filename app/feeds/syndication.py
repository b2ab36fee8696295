"""RSS 2.0, RSS 1.0 and Atom as one: fields by the same names, whichever of them comes.

`id title link summary content image published updated author category` are found where each
format has them; any other path is one of elements.
"""

import re
from collections.abc import Sequence
from html import unescape

from app.feeds.elements import parse_element_path
from app.feeds.found import Found, Rows
from app.feeds.lines import BadRow
from app.feeds.xml_rows import RowsAt, Ways, read_xml
from app.model.source import FieldSpec

ROWS_AT = RowsAt(ends=(("item",), ("entry",)), roots=frozenset(("rss", "rdf:RDF", "feed")))
_WAYS = {
    "id": "guid id @rdf:about link link/@href",
    "title": "title media:title",
    "link": "link link[@rel='alternate']/@href link/@href guid",
    "summary": "description summary content:encoded content",
    "content": "content:encoded content description summary",
    "image": "media:thumbnail/@url media:content[@medium='image']/@url "
    "media:content[@type='image/*']/@url enclosure[@type='image/*']/@url "
    "link[@type='image/*']/@href itunes:image/@href media:content/@url image/url image",
    "published": "pubDate published dc:date updated",
    "updated": "updated pubDate dc:date published",
    "author": "author/name dc:creator author",
    "category": "category category/@term category/@label dc:subject",
}
_MARKED_UP = frozenset(("title", "summary", "content", "author", "category", "description"))
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[/!?]?[A-Za-z-][^<>]*>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LONGEST = 20_000  # characters of a text that are looked at


def read_syndication(body: bytes, fields: Sequence[FieldSpec], *, media_type: str) -> Rows:
    """Yield the items or entries of a feed; markup in their texts is taken out."""
    ways = [ways_of(field.path) for field in fields]
    rows = read_xml(body, ways, rows_at=ROWS_AT, media_type=media_type)
    return _without_markup(rows, [field.path.strip() in _MARKED_UP for field in fields])


def ways_of(path: str) -> Ways:
    """Return where a field of a feed may stand; raises Unacceptable."""
    known = _WAYS.get(path.strip())
    return tuple(map(parse_element_path, known.split())) if known else (parse_element_path(path),)


def _without_markup(rows: Rows, marked_up: Sequence[bool]) -> Rows:
    for row in rows:
        if isinstance(row, BadRow):
            yield row
            continue
        cells = [
            plain(cell) if is_marked_up and isinstance(cell, str) else cell
            for cell, is_marked_up in zip(row.cells, marked_up, strict=True)
        ]
        yield Found(row.number, cells)


def plain(text: str) -> str:
    """Return text without tags and entities, its spaces single."""
    bare = text[:_LONGEST]
    if "<" in bare:
        bare = _TAG.sub(" ", _INLINE.sub("", bare))
    if "&" in bare:
        bare = _ENTITY.sub(lambda found: unescape(found[0]), bare)
    return " ".join(bare.split())

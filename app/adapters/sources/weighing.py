"""How much work an answer may be to read, told by its bytes alone, before any is read.

A small body may hold as many parts as it has bytes, and each costs what each field costs. The
signs that part it are counted, which takes a fraction of a millisecond.
"""

from app.feeds.encodings import charset_of
from app.model.source import FeedKind, FeedShape

LIGHT = 100_000
"""Some tens of milliseconds at most: what a thread beside the loop may read."""

_A_PART = 5  # what a part costs by itself, in what it costs for each field
_TABLE = (b"\n", b"\r", b",", b";", b"\t", b"|", b'"')
_TREE = (b"<", b"=")
_SIGNS = {
    FeedKind.JSON: (b"{", b"[", b","),
    FeedKind.CSV: _TABLE,
    FeedKind.TSV: _TABLE,
    FeedKind.XML: _TREE,
    FeedKind.RSS: _TREE,
    FeedKind.MERCHANT: (*_TREE, *_TABLE),
}
_ASCII = '{[,<=\n\r;\t|"'


def weight(body: bytes, shape: FeedShape, media_type: str) -> int:
    """Return how much work a body is at most; raises SourceMalformed for an unknown encoding."""
    if _ASCII.encode(charset_of(media_type), "replace") == _ASCII.encode():
        parts = sum(body.count(sign) for sign in _SIGNS[shape.kind])
    else:
        parts = len(body)
    return (1 + parts) * (_A_PART + len(shape.fields))

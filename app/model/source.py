"""A source: somebody else's data that blocks read as `source.NAME.*`, and what is known of it.

A source is *pulled* (every so often, for everybody) or asked *on demand* (at an open, with the
parameters its address names). Either way the last good answer is kept with the instant it was
fetched, so that a block can say how old it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.model.facts import Missing, Value

Row = Mapping[str, Value | Missing]
"""One row of a feed: typed values by field name; Missing where there is none."""


class FeedKind(StrEnum):
    """How the bytes of an answer are read."""

    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    RSS = "rss"  # RSS 2.0, RSS 1.0 and Atom
    MERCHANT = "merchant"  # Google Merchant feeds: RSS with g: fields, or their TSV


class FieldType(StrEnum):
    """What the text of a field is taken for."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    MONEY = "money"  # "19.99 EUR", or a number in the field's currency
    MOMENT = "moment"  # ISO 8601, RFC 822 or epoch seconds, aware UTC after reading


class Feeds(StrEnum):
    """What the rows of a source become."""

    FACTS = "facts"  # `source.NAME.*`
    STOCK = "stock"
    PRODUCTS = "products"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field: its name in `source.NAME.FIELD`, where it stands in a row, what it is.

    `path`: a JSONPath relative to the row, a column, or an element path such as `g:price` or
    `enclosure/@url`. `currency` only for money without its own.
    """

    name: str
    path: str
    type: FieldType = FieldType.TEXT
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedShape:
    """How the bytes of an answer become rows.

    `rows`: JSONPath or element path to the rows; empty: JSON's whole document is one row, a
    table's or feed's own rows elsewhere. `key`: the field that rows are looked up by, or empty.
    """

    kind: FeedKind
    fields: tuple[FieldSpec, ...]
    rows: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRows:
    """What was read: good rows in their order, how many were not, and the first problems."""

    rows: tuple[Row, ...]
    bad: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """HMAC-SHA256 over the request, with a secret by name, put into a header."""

    secret: str
    header: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """A configured source of a brand.

    `url`, header values and `body` may hold `[fact.name]` tokens (facts of the open: `params.sku`,
    `place.lat`, `person.tier`), which makes the source one that is asked on demand, and
    `{secret:NAME}` in headers. `every` None: on demand. A value is fresh for `fresh_for` and may
    still be shown until `stale_for` after it was fetched. `lookup` is the key of the row that a
    block reads, with tokens too; empty: the first row.
    """

    name: str
    brand: str
    url: str
    shape: FeedShape
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    signing: Signing | None = None
    every: timedelta | None = None
    deadline: timedelta = timedelta(milliseconds=250)
    fresh_for: timedelta = timedelta(minutes=5)
    stale_for: timedelta = timedelta(hours=24)
    feeds: Feeds = Feeds.FACTS
    lookup: str = ""
    is_snapshot: bool = True  # every row there is; otherwise only changed ones
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """The last good answer of a source: its rows, and when they were fetched (aware UTC).

    `changed_at` is when these rows first came: it stays where it was through answers that say
    "not modified" or bring the same bytes. `by_key` is `keyed(rows, key)`, made where the rows
    are read, off the loop: an open looks one row up.
    """

    rows: tuple[Row, ...]
    fetched_at: datetime
    changed_at: datetime
    by_key: Mapping[str, Row] = field(default_factory=dict)


def keyed(rows: tuple[Row, ...], key: str) -> Mapping[str, Row]:
    """Return rows by the text of their field `key`, the first of each; empty without a key."""
    found: dict[str, Row] = {}
    if key:
        for row in rows:
            value = row.get(key)
            if value is not None and not isinstance(value, Missing):
                found.setdefault(str(value), row)
    return found


class SourceHealth(StrEnum):
    """How a source is doing, in one word."""

    NEW = "new"  # never asked
    GOOD = "good"
    STALE = "stale"  # the last attempt failed; the last good value is still shown
    FAILING = "failing"  # nothing that could be shown
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """What is known of a source's running; instants aware UTC, None: never yet."""

    name: str
    health: SourceHealth
    rows: int = 0
    bad_rows: int = 0
    last_good: datetime | None = None
    last_tried: datetime | None = None
    last_error: str = ""  # in words, never with a secret or an address's path
    failures: int = 0  # in a row
    next_run: datetime | None = None
    took_ms: int = 0
    size_bytes: int = 0

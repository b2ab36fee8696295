"""The tables of the embedded database, as SQLAlchemy metadata.

Serving processes never import this module: their SQL stands in `sql.py`, and a test proves that
each statement there fits these tables. Instants are integers: `at` in epoch milliseconds, all
others in epoch seconds, UTC. `document` and `profile` are canonical JSON (`documents.py`).
`changed` is the number of the change (`changes.number` of that kind) that last wrote the row.
"""

from sqlalchemy import (
    REAL,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

metadata = MetaData()


def text(name: str, *, primary_key: bool = False, unique: bool | None = None) -> Column[str]:
    """Return a column of texts, none of them NULL."""
    return Column(name, Text, primary_key=primary_key, unique=unique, nullable=False)


def integer(name: str, *, nullable: bool = False) -> Column[int]:
    """Return a column of integers."""
    return Column(name, Integer, nullable=nullable)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


brands = Table(
    "brands",
    metadata,
    text("name", primary_key=True),
    integer("position"),
    text("document"),
)

subscribers = Table(
    "subscribers",
    metadata,
    _id(),
    text("key", unique=True),
    text("external_id", unique=True),
    text("profile"),
)

stores = Table(
    "stores",
    metadata,
    _id(),
    text("external_id", unique=True),
    Column("lat", REAL, nullable=False),
    Column("lon", REAL, nullable=False),
    text("tz"),
    text("hours"),
    text("document"),
    integer("changed"),
)

products = Table(
    "products",
    metadata,
    _id(),
    text("sku", unique=True),
    text("document"),
    integer("changed"),
    Column("group_name", Text, nullable=False, server_default=""),
    Index("products_group", "group_name"),
)

stock = Table(
    "stock",
    metadata,
    integer("sku_id"),
    integer("store_id"),
    integer("quantity", nullable=True),
    integer("as_of"),
    integer("changed"),
    PrimaryKeyConstraint("sku_id", "store_id"),
    Index("stock_changed", "changed"),
    sqlite_with_rowid=False,
)

holds = Table(
    "holds",
    metadata,
    text("id", primary_key=True),
    text("sku"),
    text("store"),  # empty: online
    integer("units"),
    integer("until"),
    integer("changed"),
    Index("holds_sku", "sku", "store"),
)

assets = Table(
    "assets",
    metadata,
    text("name", primary_key=True),
    text("digest"),
    text("media_type"),
    integer("size"),
    integer("width"),
    integer("height"),
    Index("assets_digest", "digest"),
)

blocks = Table(
    "blocks",
    metadata,
    text("name", primary_key=True),
    text("draft"),
    integer("published"),
    integer("latest"),
    integer("updated_at"),
)

block_versions = Table(
    "block_versions",
    metadata,
    text("name"),
    integer("version"),
    text("document"),
    integer("published_at"),
    text("note"),
    PrimaryKeyConstraint("name", "version"),
)

messages = Table(
    "messages",
    metadata,
    text("key", primary_key=True),
    text("name", unique=True),
    text("document"),
)

api_keys = Table(
    "api_keys",
    metadata,
    text("prefix", primary_key=True),
    text("sha256", unique=True),
    text("name"),
    text("scopes"),
    integer("created_at"),
    integer("expires_at", nullable=True),
    integer("revoked_at", nullable=True),
)

sources = Table(
    "sources",
    metadata,
    text("brand"),
    text("name"),
    text("document"),
    PrimaryKeyConstraint("brand", "name"),
)

secrets = Table(
    "secrets",
    metadata,
    text("name", primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    integer("set_at"),
)

idempotency = Table(
    "idempotency",
    metadata,
    text("key"),
    text("scope"),
    text("request_sha256"),
    integer("status"),
    text("body"),
    integer("created_at"),
    PrimaryKeyConstraint("key", "scope"),
)

changes = Table(
    "changes",
    metadata,
    text("kind", primary_key=True),
    integer("number"),
)

events = Table(
    "events",
    metadata,
    _id(),
    text("kind"),
    integer("at"),
    text("message"),
    text("block"),
    integer("version"),
    text("variant"),
    text("reader"),
    text("opened_now"),
    text("subscriber"),
    text("link"),
    Index("events_subscriber", "subscriber"),
    Index("events_message_at", "message", "at"),
)

event_counts = Table(
    "event_counts",
    metadata,
    integer("hour"),
    text("kind"),
    text("message"),
    text("block"),
    integer("version"),
    text("variant"),
    text("reader"),
    integer("n"),
    PrimaryKeyConstraint("hour", "kind", "message", "block", "version", "variant", "reader"),
    sqlite_with_rowid=False,
)

ingest_positions = Table(
    "ingest_positions",
    metadata,
    Column("segment", Integer, primary_key=True),
    integer("position"),
)

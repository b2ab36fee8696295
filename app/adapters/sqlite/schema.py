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


def _text(name: str, *, primary_key: bool = False, unique: bool | None = None) -> Column[str]:
    return Column(name, Text, primary_key=primary_key, unique=unique, nullable=False)


def _integer(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=nullable)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


brands = Table(
    "brands",
    metadata,
    _text("name", primary_key=True),
    _integer("position"),
    _text("document"),
)

subscribers = Table(
    "subscribers",
    metadata,
    _id(),
    _text("key", unique=True),
    _text("external_id", unique=True),
    _text("profile"),
)

stores = Table(
    "stores",
    metadata,
    _id(),
    _text("external_id", unique=True),
    Column("lat", REAL, nullable=False),
    Column("lon", REAL, nullable=False),
    _text("tz"),
    _text("hours"),
    _text("document"),
    _integer("changed"),
)

products = Table(
    "products",
    metadata,
    _id(),
    _text("sku", unique=True),
    _text("document"),
    _integer("changed"),
    Column("group_name", Text, nullable=False, server_default=""),
    Index("products_group", "group_name"),
)

stock = Table(
    "stock",
    metadata,
    _integer("sku_id"),
    _integer("store_id"),
    _integer("quantity", nullable=True),
    _integer("as_of"),
    _integer("changed"),
    PrimaryKeyConstraint("sku_id", "store_id"),
    Index("stock_changed", "changed"),
    sqlite_with_rowid=False,
)

holds = Table(
    "holds",
    metadata,
    _text("id", primary_key=True),
    _text("sku"),
    _text("store"),  # empty: online
    _integer("units"),
    _integer("until"),
    _integer("changed"),
    Index("holds_sku", "sku", "store"),
)

assets = Table(
    "assets",
    metadata,
    _text("name", primary_key=True),
    _text("digest"),
    _text("media_type"),
    _integer("size"),
    _integer("width"),
    _integer("height"),
    Index("assets_digest", "digest"),
)

blocks = Table(
    "blocks",
    metadata,
    _text("name", primary_key=True),
    _text("draft"),
    _integer("published"),
    _integer("latest"),
    _integer("updated_at"),
)

block_versions = Table(
    "block_versions",
    metadata,
    _text("name"),
    _integer("version"),
    _text("document"),
    _integer("published_at"),
    _text("note"),
    PrimaryKeyConstraint("name", "version"),
)

messages = Table(
    "messages",
    metadata,
    _text("key", primary_key=True),
    _text("name", unique=True),
    _text("document"),
)

api_keys = Table(
    "api_keys",
    metadata,
    _text("prefix", primary_key=True),
    _text("sha256", unique=True),
    _text("name"),
    _text("scopes"),
    _integer("created_at"),
    _integer("expires_at", nullable=True),
    _integer("revoked_at", nullable=True),
)

sources = Table(
    "sources",
    metadata,
    _text("brand"),
    _text("name"),
    _text("document"),
    PrimaryKeyConstraint("brand", "name"),
)

secrets = Table(
    "secrets",
    metadata,
    _text("name", primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    _integer("set_at"),
)

accounts = Table(
    "accounts",
    metadata,
    _text("key", primary_key=True),
    _text("email", unique=True),
    _text("name"),
    _text("role"),
    _text("password"),
    _integer("created_at"),
    _integer("is_closed"),
)

sessions = Table(
    "sessions",
    metadata,
    _text("digest", primary_key=True),
    _text("account"),
    _text("csrf"),
    _integer("created_at"),
    _integer("seen_at"),
    Index("sessions_account", "account"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    _integer("at"),
    _text("actor"),
    _text("action"),
    _text("subject"),
    _text("detail"),
    _text("digest"),
)

idempotency = Table(
    "idempotency",
    metadata,
    _text("key"),
    _text("scope"),
    _text("request_sha256"),
    _integer("status"),
    _text("body"),
    _integer("created_at"),
    PrimaryKeyConstraint("key", "scope"),
)

changes = Table(
    "changes",
    metadata,
    _text("kind", primary_key=True),
    _integer("number"),
)

events = Table(
    "events",
    metadata,
    _id(),
    _text("kind"),
    _integer("at"),
    _text("message"),
    _text("block"),
    _integer("version"),
    _text("variant"),
    _text("reader"),
    _text("opened_now"),
    _text("subscriber"),
    _text("link"),
    Index("events_subscriber", "subscriber"),
    Index("events_message_at", "message", "at"),
)

event_counts = Table(
    "event_counts",
    metadata,
    _integer("hour"),
    _text("kind"),
    _text("message"),
    _text("block"),
    _integer("version"),
    _text("variant"),
    _text("reader"),
    _integer("n"),
    PrimaryKeyConstraint("hour", "kind", "message", "block", "version", "variant", "reader"),
    sqlite_with_rowid=False,
)

ingest_positions = Table(
    "ingest_positions",
    metadata,
    Column("segment", Integer, primary_key=True),
    _integer("position"),
)

"""The tables of the studio's people, as SQLAlchemy metadata of the same database."""

from sqlalchemy import Column, Index, Integer, Table

from app.adapters.sqlite.schema import integer, metadata, text

__all__ = ["accounts", "audit", "metadata", "sessions"]

accounts = Table(
    "accounts",
    metadata,
    text("key", primary_key=True),
    text("email", unique=True),
    text("name"),
    text("role"),
    text("password"),
    integer("created_at"),
    integer("is_closed"),
)

sessions = Table(
    "sessions",
    metadata,
    text("digest", primary_key=True),
    text("account"),
    text("csrf"),
    integer("created_at"),
    integer("seen_at"),
    Index("sessions_account", "account"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    integer("at"),
    text("actor"),
    text("action"),
    text("subject"),
    text("detail"),
    text("digest"),
    Index("audit_subject", "subject"),
)

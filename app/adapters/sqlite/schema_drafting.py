"""The tables of who edits which draft and what goes live when, of the same database."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table

from app.adapters.sqlite.schema import integer, text
from app.adapters.sqlite.schema_records import metadata

__all__ = ["draft_edits", "metadata", "presences", "publications"]

draft_edits = Table(
    "draft_edits",
    metadata,
    text("block", primary_key=True),
    text("revision"),
    text("account"),
    text("name"),
    integer("at"),
)

presences = Table(
    "presences",
    metadata,
    text("block"),
    text("account"),
    text("name"),
    integer("since"),
    integer("seen"),
    PrimaryKeyConstraint("block", "account"),
)

publications = Table(
    "publications",
    metadata,
    Column("number", Integer, primary_key=True),
    text("block"),
    text("document"),
    integer("at"),
    text("zone"),
    text("note"),
    text("by"),
    integer("asked_at"),
    text("state"),
    text("said"),
    Index("publications_block", "block"),
    Index("publications_state", "state", "at"),
)

"""The tables that the studio's figures are read from, as SQLAlchemy metadata of the same database.

All of them are written with the events they are made of, in one transaction. `minute`, `hour` and
`day` (UTC) count from the epoch. `event_minutes` and `latest_events` hold the newest alone.
"""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Table

from app.adapters.sqlite.schema import integer, text
from app.adapters.sqlite.schema_accounts import metadata

__all__ = ["event_days", "event_minutes", "hourly_totals", "latest_events", "metadata"]


def _counts(name: str, step: str) -> Table:
    """Return a table of counts by a step of time and by what happened."""
    return Table(
        name,
        metadata,
        integer(step),
        text("kind"),
        text("message"),
        text("block"),
        text("variant"),
        text("reader"),
        integer("n"),
        PrimaryKeyConstraint(step, "kind", "message", "block", "variant", "reader"),
        sqlite_with_rowid=False,
    )


event_minutes = _counts("event_minutes", "minute")
event_days = _counts("event_days", "day")

hourly_totals = Table(
    "hourly_totals",
    metadata,
    text("subject"),  # block or message
    text("name"),
    integer("hour"),
    text("kind"),
    integer("n"),
    PrimaryKeyConstraint("subject", "name", "hour", "kind"),
    sqlite_with_rowid=False,
)

latest_events = Table(
    "latest_events",
    metadata,
    Column("number", Integer, primary_key=True),  # in the order in which they were stored
    integer("id"),  # that of the row in `events`, if there is one
    text("kind"),
    integer("at"),
    text("message"),
    text("block"),
    text("variant"),
    text("reader"),
)

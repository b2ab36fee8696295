"""The table of what happened to stock, as SQLAlchemy metadata of the same database."""

from sqlalchemy import Column, Index, Integer, Table

from app.adapters.sqlite.schema import integer, text
from app.adapters.sqlite.schema_live import metadata

__all__ = ["metadata", "stock_history"]

stock_history = Table(
    "stock_history",
    metadata,
    Column("number", Integer, primary_key=True),
    integer("at"),
    text("who"),
    text("sku"),  # empty, as is the store: of a change of many levels
    text("store"),
    integer("former", nullable=True),  # NULL: there was no level
    integer("present", nullable=True),  # NULL: it was forgotten
    integer("levels"),
    Index("stock_history_sku", "sku", "store"),
)

"""Alembic's entry."""

from app.adapters.migrations.upgrade import run

run()

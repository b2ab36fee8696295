"""Run Alembic over one database file; imported only when there is something to migrate."""

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy
from alembic import command, context
from alembic.config import Config
from sqlalchemy.pool import NullPool

from app.adapters.sqlite.schema_drafting import metadata

SCRIPTS = Path(__file__).parent


def upgrade(path: Path) -> None:
    """Apply every missing migration, each in one transaction."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
    engine = engine_of(path)
    try:
        with engine.connect() as connection:
            command.upgrade(config_of(connection), "head")
    finally:
        engine.dispose()


def run() -> None:
    """Run the migrations in Alembic's environment, on the connection of `config_of`."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        transactional_ddl=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def config_of(connection: sqlalchemy.Connection | None = None) -> Config:
    """Return the configuration that would stand in an `alembic.ini`."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def engine_of(path: Path) -> sqlalchemy.Engine:
    """Return an engine whose transactions include data definition.

    The driver would begin a transaction only before data changes, so it is told to begin none
    and every `begin` is spelt out.
    """
    engine = sqlalchemy.create_engine(f"sqlite:///{path}", poolclass=NullPool)

    def no_implicit_begin(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout = 10000")

    def begin(connection: sqlalchemy.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    sqlalchemy.event.listen(engine, "connect", no_implicit_begin)
    sqlalchemy.event.listen(engine, "begin", begin)
    return engine

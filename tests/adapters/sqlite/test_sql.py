"""The literal SQL fits the tables, and the migrations make those tables."""

import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text
from sqlalchemy.dialects import sqlite

from app.adapters.migrations import HEAD
from app.adapters.migrations.upgrade import config_of, engine_of
from app.adapters.sqlite import (
    schema,
    schema_drafting,
    sql,
    sql_accounts,
    sql_drafting,
    sql_live,
    sql_records,
)
from app.adapters.sqlite.notices import Kind

STATEMENTS = {
    name: value
    for module in (sql, sql_accounts, sql_drafting, sql_live, sql_records)
    for name, value in vars(module).items()
    if name.isupper() and name[0] != "_"
}


@pytest.fixture
def declared(tmp_path):
    """A database whose tables come from the declared schema, not from migrations."""
    engine = engine_of(tmp_path / "declared.db")
    schema_drafting.metadata.create_all(engine)
    engine.dispose()
    connection = sqlite3.connect(tmp_path / "declared.db")
    yield connection
    connection.close()


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_fits_the_tables(declared, name):
    """Each statement compiles against the declared tables."""
    statement = STATEMENTS[name]
    places = statement.count("?")
    numbered = max((n for n in range(1, 10) if f"?{n}" in statement), default=places)

    plan = declared.execute(f"EXPLAIN QUERY PLAN {statement}", (None,) * numbered).fetchall()

    assert isinstance(plan, list)


@pytest.mark.parametrize(
    ("statement", "selected"),
    [
        (sql.PROFILE, select(schema.subscribers.c.external_id, schema.subscribers.c.profile)),
        (sql.MESSAGE_BY_KEY, select(schema.messages.c.document)),
    ],
)
def test_the_hot_reads_are_what_the_tables_compile_to(statement, selected):
    """The statements of the open path equal those compiled from the declared tables."""
    (table,) = selected.get_final_froms()
    compiled = selected.where(table.c.key == text("?")).compile(dialect=sqlite.dialect())

    plain = str(compiled).replace(f"{table.name}.", "").replace('"', "").replace("\n", "")
    assert " ".join(plain.split()) == " ".join(statement.split())


@pytest.mark.parametrize(
    "name",
    ["PROFILE", "SUBSCRIBER_PAGE", "STOCK_SINCE", "STOCK_PAGE_OF_STORE", "BLOCK_PUBLISHED"],
)
def test_frequent_statements_use_an_index(declared, name):
    """What runs often never scans a whole table."""
    statement = STATEMENTS[name]
    numbered = max((n for n in range(1, 10) if f"?{n}" in statement), default=statement.count("?"))

    plan = declared.execute(f"EXPLAIN QUERY PLAN {statement}", (None,) * numbered).fetchall()

    assert [row[3] for row in plan if row[3].startswith("SCAN")] == []


def test_migrations_make_the_declared_tables(migrated_file, declared):
    """A migrated database has the columns, indexes and options of the declared schema."""
    engine = engine_of(migrated_file)
    with engine.connect() as connection:
        difference = compare_metadata(
            MigrationContext.configure(connection), schema_drafting.metadata
        )
    engine.dispose()

    bare = "SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%' ORDER BY name"
    migrated = sqlite3.connect(migrated_file)
    assert difference == []
    assert declared.execute(bare).fetchall() == migrated.execute(bare).fetchall()
    migrated.close()


def test_the_newest_migration_is_the_head():
    """The revision that programs compare with is that of the newest script."""
    assert ScriptDirectory.from_config(config_of()).get_heads() == [HEAD]


def test_every_kind_of_change_is_counted(migrated_file):
    """Each kind of notice has its row of numbers."""
    connection = sqlite3.connect(migrated_file)
    kinds = {row[0] for row in connection.execute(sql.CHANGES)}
    connection.close()

    assert {*Kind, "stock_base"} == kinds

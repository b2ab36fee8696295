"""Migrations survive concurrent starts, sudden death, and newer databases."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from app.adapters.migrations import HEAD, migrate, revision

MIGRATE = """
import sys
from pathlib import Path
from app.adapters.migrations import migrate
print(migrate(Path(sys.argv[1])), "alembic" in sys.modules, "sqlalchemy" in sys.modules)
"""

DIE = """
import os, signal, sys
from pathlib import Path
import sqlalchemy
from app.adapters.migrations import migrate

left = int(sys.argv[2])

def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

sqlalchemy.event.listen(sqlalchemy.Engine, "after_cursor_execute", count)
migrate(Path(sys.argv[1]))
"""


def python(script, *args):
    """Start another process."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, args)], stdout=subprocess.PIPE, text=True
    )


def tables(path):
    """Return the names of tables and indexes."""
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}


@pytest.mark.no_cover
@pytest.mark.slow
def test_two_processes_may_start_together(tmp_path):
    """Both find the database up to date, one of them having made it so."""
    path = tmp_path / "new" / "home.db"

    starts = [python(MIGRATE, path) for _ in range(2)]
    answers = [start.communicate()[0].split()[0] for start in starts]

    assert answers == [HEAD, HEAD]
    assert [start.returncode for start in starts] == [0, 0]


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize("statements", [2, 12, 22])
def test_an_interrupted_migration_leaves_nothing_and_resumes(tmp_path, statements):
    """Killed anywhere in a migration, the next start finds the state before it and finishes."""
    path = tmp_path / "home.db"

    died = python(DIE, path, statements)
    died.communicate()

    assert died.returncode == -signal.SIGKILL
    assert revision(path) == ""
    assert "subscribers" not in tables(path)
    assert migrate(path) == HEAD
    assert {"subscribers", "events", "changes"} <= tables(path)


def test_an_up_to_date_database_costs_no_imports(migrated_file):
    """A start with nothing to migrate loads neither Alembic nor SQLAlchemy."""
    start = python(MIGRATE, migrated_file)

    assert start.communicate()[0].split() == [HEAD, "False", "False"]


def test_a_newer_database_is_left_alone(tmp_path, migrated_file):
    """The version before keeps serving from a database that the next one has migrated."""
    path = tmp_path / "newer.db"
    shutil.copy(migrated_file, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    assert migrate(path) == "9999"


def test_a_database_without_a_version_row_is_migrated(tmp_path):
    """An empty version table, as a crash between its creation and first row left it, is new."""
    path = tmp_path / "home.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")

    assert migrate(path) == HEAD

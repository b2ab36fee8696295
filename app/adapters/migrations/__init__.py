"""Bring the embedded database to the present schema, safely under concurrent starts.

Each migration is one transaction together with its version row, so an interrupted one leaves
nothing behind. A database that is up to date is recognised without importing Alembic, which
would cost a serving process 0.6 s and 35 MB.
"""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

HEAD = "0008"
"""The newest revision; revisions are numbers of four digits, so they compare as texts."""

_SEEN = "SELECT version_num FROM alembic_version"


def migrate(path: Path) -> str:
    """Bring the database file to HEAD, creating it if need be; return the revision it has.

    A database that is newer than this program is left as it is: migrations only add, so that
    the previous version keeps serving. Raises sqlite3.Error if the file is unreadable.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    present = revision(path)
    if present >= HEAD:
        return present
    with _alone(path.with_name(path.name + ".migrating")):
        if revision(path) < HEAD:
            _upgrade(path)
    return revision(path)


def revision(path: Path) -> str:
    """Return the revision of a database file, empty for one that has no tables yet."""
    if not path.exists():
        return ""
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        named = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        if connection.execute(named).fetchone() is None:
            return ""
        row = connection.execute(_SEEN).fetchone()
        return "" if row is None else str(row[0])


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold a lock file; the kernel lets go of it when the process dies."""
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _upgrade(path: Path) -> None:
    from app.adapters.migrations.upgrade import upgrade  # noqa: PLC0415  # see the module docstring

    upgrade(path)

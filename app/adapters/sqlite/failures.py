"""What SQLite's failures mean to whoever asked: busy, full, damaged."""

import sqlite3
from collections.abc import Mapping
from typing import ClassVar

from app.errors import AppError, Overloaded, StorageFailing, StorageFull, storage_failure


class ReadOnly(AppError):
    """The database is damaged or may not be written; reads go on."""

    status: ClassVar[int] = 503
    title: ClassVar[str] = "Nothing can be written at present"


_Meaning = tuple[type[AppError], str, str]
"""The error to raise, what happened, what to do about it."""

_BUSY: _Meaning = (
    Overloaded,
    "The database was locked by another writer",
    "Try again in a few seconds.",
)
_DAMAGED: _Meaning = (
    ReadOnly,
    "The database is damaged",
    "Restore the latest backup; until then pictures are served, writes refused.",
)
_REFUSED: _Meaning = (
    ReadOnly,
    "The database may not be written",
    "Give the server's user write permission on the home directory.",
)
_MEANINGS: Mapping[int, _Meaning] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_READONLY: _REFUSED,
    sqlite3.SQLITE_CANTOPEN: _REFUSED,
    sqlite3.SQLITE_PERM: _REFUSED,
    sqlite3.SQLITE_NOMEM: (
        Overloaded, "The database found no memory", "Try again in a few seconds.",
    ),
    sqlite3.SQLITE_FULL: (
        StorageFull, "The database could not grow",
        "Free space on the volume that holds the home directory.",
    ),
    sqlite3.SQLITE_IOERR: (
        StorageFailing, "The disk under the database fails",
        "Check the volume that holds the home directory, its space and its health.",
    ),
}  # fmt: skip


def is_busy(error: BaseException) -> bool:
    """Tell whether another connection held the lock."""
    return _meaning(error) is _BUSY


def is_damage(error: BaseException) -> bool:
    """Tell whether the file itself is broken, or is no longer ours."""
    return _meaning(error) is _DAMAGED


def failure_of(error: BaseException) -> BaseException:
    """Return the error to raise for one of SQLite or of files; others come back as they are."""
    if isinstance(error, OSError):
        return storage_failure(error)
    meaning = _meaning(error)
    if meaning is None:
        return error
    kind, message, remedy = meaning
    return kind(f"{message}: {error}.", remedy=remedy)


def _meaning(error: BaseException) -> _Meaning | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == sqlite3.SQLITE_ERROR and "no such table" in str(error):
        return _DAMAGED  # a file that was emptied is a database, without a single table of ours
    # Extended codes carry the primary code in their low byte.
    return _MEANINGS.get(code & 0xFF)

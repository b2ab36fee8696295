"""What SQLite's failures mean to whoever asked: busy, full, damaged."""

import sqlite3
from typing import ClassVar

from app.errors import AppError, Overloaded


class StorageFull(AppError):
    """There is no room left to write."""

    status: ClassVar[int] = 507
    title: ClassVar[str] = "The disk is full"


class ReadOnly(AppError):
    """The database is damaged or may not be written; reads go on."""

    status: ClassVar[int] = 503
    title: ClassVar[str] = "Nothing can be written at present"


_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_REFUSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}


def is_busy(error: BaseException) -> bool:
    """Tell whether another connection held the lock."""
    return _code(error) in _BUSY


def is_damage(error: BaseException) -> bool:
    """Tell whether the file itself is broken."""
    return _code(error) in _DAMAGED


def failure_of(error: BaseException) -> BaseException:
    """Return the error to raise for one that SQLite raised; others come back as they are."""
    code = _code(error)
    if code in _BUSY:
        return Overloaded(
            "The database was locked by another writer.", remedy="Try again in a few seconds."
        )
    if code == sqlite3.SQLITE_FULL:
        return StorageFull(
            f"The database could not grow: {error}.",
            remedy="Free space on the volume that holds the home directory.",
        )
    if code in _DAMAGED:
        return ReadOnly(
            f"The database is damaged: {error}.",
            remedy="Restore the latest backup; until then pictures are served, writes refused.",
        )
    if code in _REFUSED:
        return ReadOnly(
            f"The database may not be written: {error}.",
            remedy="Give the server's user write permission on the home directory.",
        )
    return error


def _code(error: BaseException) -> int | None:
    # Extended codes carry the primary code in their low byte.
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF

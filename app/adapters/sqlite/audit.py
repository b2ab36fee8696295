"""The audit log: each line's digest covers the line and the digest before it.

SqliteAudit(database, now): await write(deed), await page(cursor, limit), await verify()
"""

import hashlib
import re
import sqlite3
from datetime import UTC, datetime

import msgspec

from app.adapters.sqlite import sql_accounts as sql
from app.adapters.sqlite import sql_drafting
from app.adapters.sqlite.database import Database
from app.model.account import AuditEntry, Deed
from app.model.ports import Now, Page

_Row = tuple[int, int, str, str, str, str, str]
_FIRST = "0" * 64
_BEYOND = 2**62
_LONGEST = 2000
_CURSOR = re.compile(r"[0-9]{1,18}")


class SqliteAudit:
    """Implements AuditLog."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    async def write(self, deed: Deed) -> AuditEntry:
        """Append one deed; texts over 2,000 characters are cut."""
        at = int(self._now().timestamp() * 1000)
        texts = tuple(
            text[:_LONGEST] for text in (deed.actor, deed.action, deed.subject, deed.detail)
        )
        return _entry(await self._database.write(lambda c: _add(c, at, texts)))

    async def page(self, *, cursor: str, limit: int) -> Page[AuditEntry]:
        """Return entries, the newest first."""
        before = int(cursor) if _CURSOR.fullmatch(cursor) else _BEYOND
        rows = await self._database.query(
            lambda c: c.execute(sql.AUDIT_PAGE, (before, limit)).fetchall()
        )
        return Page(
            items=tuple(map(_entry, rows)), cursor=str(rows[-1][0]) if len(rows) == limit else ""
        )

    async def about(self, subject: str, *, actions: str, limit: int) -> tuple[AuditEntry, ...]:
        """Return what was done to one thing by actions that begin so, the newest first."""
        row = subject, f"{actions}%", limit
        rows = await self._database.query(
            lambda c: c.execute(sql_drafting.DEEDS_ABOUT, row).fetchall()
        )
        return tuple(map(_entry, rows))

    async def verify(self) -> int | None:
        """Return the number of the first entry that was tampered with; None: all are whole."""
        return await self._database.query(_first_broken)


def _add(connection: sqlite3.Connection, at: int, texts: tuple[str, ...]) -> _Row:
    last = connection.execute(sql.AUDIT_LAST).fetchone() or (0, _FIRST)
    number = last[0] + 1
    actor, action, subject, detail = texts
    digest = _digest(last[1], (number, at, *texts))
    row = number, at, actor, action, subject, detail, digest
    connection.execute(sql.AUDIT_ADD, row)
    return row


def _first_broken(connection: sqlite3.Connection) -> int | None:
    before, expected = _FIRST, 1
    for row in connection.execute(sql.AUDIT_ALL):
        if row[0] != expected or row[-1] != _digest(before, row[:-1]):
            return expected
        before, expected = row[-1], expected + 1
    return None


def _digest(before: str, fields: tuple[int | str, ...]) -> str:
    return hashlib.sha256(before.encode() + msgspec.json.encode(fields)).hexdigest()


def _entry(row: _Row) -> AuditEntry:
    number, at, actor, action, subject, detail, digest = row
    return AuditEntry(
        number=number,
        at=datetime.fromtimestamp(at / 1000, UTC),
        deed=Deed(actor=actor, action=action, subject=subject, detail=detail),
        digest=digest,
    )

"""Accounts and sessions of the studio.

SqliteAccounts(database): await by_email / by_key / all / add / change
SqliteSessions(database): await find / put / seen / end / end_all / forget
"""

import sqlite3
from datetime import UTC, datetime

from app.adapters.sqlite import sql_accounts as sql
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import text_of
from app.errors import Conflict
from app.model.account import Account, Role, Session


class SqliteAccounts:
    """Implements Accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_email(self, email: str) -> Account | None:
        """Return an account by its address, in lower case."""
        return await self._database.query(lambda c: _one(c, sql.ACCOUNT_BY_EMAIL, email))

    async def by_key(self, key: str) -> Account | None:
        """Return an account by its key."""
        return await self._database.query(lambda c: _one(c, sql.ACCOUNT, key))

    async def all(self) -> tuple[Account, ...]:
        """Return every account, by address."""
        rows = await self._database.query(lambda c: c.execute(sql.ACCOUNTS).fetchall())
        return tuple(map(_account, rows))

    async def add(self, account: Account) -> None:
        """Create; raises Conflict when another one has the address."""
        row = (
            account.key,
            text_of(account.email, account.email, "email"),
            text_of(account.name, account.email, "name"),
            account.role.value,
            account.password,
            _seconds(account.created_at),
            int(account.is_closed),
        )
        await self._database.write(lambda c: _add(c, row))

    async def change(self, former: Account, account: Account) -> bool:
        """Replace one that is still as it was; False: it is not, or it is the last admin."""
        row = (
            *_changing(account),
            former.key,
            *_changing(former),
            account.role is Role.ADMIN and not account.is_closed,
        )
        changed = await self._database.write(lambda c: c.execute(sql.ACCOUNT_CHANGE, row).rowcount)
        return changed == 1


class SqliteSessions:
    """Implements Sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, digest: str) -> Session | None:
        """Return a session."""
        found = await self._database.query(lambda c: c.execute(sql.SESSION, (digest,)).fetchone())
        if found is None:
            return None
        return Session(
            digest=digest,
            account=found[0],
            csrf=found[1],
            created_at=_instant(found[2]),
            seen_at=_instant(found[3]),
        )

    async def put(self, session: Session) -> None:
        """Keep a new session."""
        row = (
            session.digest,
            session.account,
            session.csrf,
            _seconds(session.created_at),
            _seconds(session.seen_at),
        )
        await self._database.write(lambda c: c.execute(sql.SESSION_PUT, row).rowcount)

    async def seen(self, digest: str, at: datetime) -> None:
        """Note when a session was used; one that ended meanwhile stays ended."""
        row = _seconds(at), digest
        await self._database.write(lambda c: c.execute(sql.SESSION_SEEN, row).rowcount)

    async def end(self, digest: str) -> None:
        """Forget a session."""
        await self._database.write(lambda c: c.execute(sql.SESSION_END, (digest,)).rowcount)

    async def end_all(self, account: str) -> None:
        """Forget every session of an account."""
        await self._database.write(lambda c: c.execute(sql.SESSIONS_END, (account,)).rowcount)

    async def forget(self, *, created_before: datetime, seen_before: datetime) -> int:
        """Forget those that are older than either; return how many."""
        row = _seconds(created_before), _seconds(seen_before)
        return await self._database.write(lambda c: c.execute(sql.SESSIONS_FORGET, row).rowcount)


def _add(connection: sqlite3.Connection, row: tuple[str | int, ...]) -> None:
    try:
        connection.execute(sql.ACCOUNT_ADD, row)
    except sqlite3.IntegrityError as error:
        raise Conflict(
            f"Another account has the address {row[1]}.",
            remedy="Use another address, or open that account again.",
            field="email",
            value=str(row[1]),
        ) from error


def _changing(account: Account) -> tuple[str, str, str, int]:
    name = text_of(account.name, account.email, "name")
    return name, account.role.value, account.password, int(account.is_closed)


def _one(connection: sqlite3.Connection, statement: str, value: str) -> Account | None:
    row = connection.execute(statement, (value,)).fetchone()
    return None if row is None else _account(row)


def _account(row: tuple[str, str, str, str, str, int, int]) -> Account:
    key, email, name, role, password, created_at, is_closed = row
    return Account(
        key=key,
        email=email,
        name=name,
        role=Role(role),
        password=password,
        created_at=_instant(created_at),
        is_closed=bool(is_closed),
    )


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

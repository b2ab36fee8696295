"""Answers kept by idempotency key, so that a repeated request is answered, not repeated.

SqliteIdempotency(database, now)
await claim(key, scope, request_sha256) -> Answer | None    # None: it is yours to answer
await settle(key, scope, answer)    await release(key, scope)    await forget(timedelta)
"""

import sqlite3
from dataclasses import dataclass
from datetime import timedelta

from app.adapters.sqlite import sql
from app.adapters.sqlite.database import Database
from app.errors import Conflict, Unacceptable
from app.model.ports import Now

_UNSETTLED = 0
_ABANDONED = timedelta(minutes=1)  # a claim older than this is that of a process that died


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request was answered with."""

    status: int
    body: str


class SqliteIdempotency:
    """Requests by key and scope (the API key's prefix, the method and the path)."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    async def claim(self, key: str, scope: str, request_sha256: str) -> Answer | None:
        """Return the answer already given, or None and keep others from answering meanwhile.

        Raises Unacceptable when the key was used for another request, Conflict while the first
        request is still being answered.
        """
        now = int(self._now().timestamp())
        return await self._database.write(lambda c: _claim(c, key, scope, request_sha256, now))

    async def settle(self, key: str, scope: str, answer: Answer) -> None:
        """Keep the answer to a claimed request."""
        columns = answer.status, answer.body, key, scope
        await self._database.write(lambda c: c.execute(sql.IDEMPOTENT_SETTLE, columns).rowcount)

    async def keep(self, key: str, scope: str, status: int, body: str) -> None:
        """Keep the answer to a claimed request, given in parts."""
        await self.settle(key, scope, Answer(status=status, body=body))

    async def release(self, key: str, scope: str) -> None:
        """Give a claim up without an answer, so that the request can be tried again."""
        columns = key, scope
        await self._database.write(lambda c: c.execute(sql.IDEMPOTENT_RELEASE, columns).rowcount)

    async def forget(self, age: timedelta = timedelta(days=1)) -> int:
        """Delete answers of that age and older; return how many."""
        before = int((self._now() - age).timestamp())
        return await self._database.write(
            lambda c: c.execute(sql.IDEMPOTENT_FORGET, (before,)).rowcount
        )


def _claim(
    connection: sqlite3.Connection, key: str, scope: str, request_sha256: str, now: int
) -> Answer | None:
    row = connection.execute(sql.IDEMPOTENT, (key, scope)).fetchone()
    if row is not None:
        known, status, body, created_at = row
        if known != request_sha256:
            raise Unacceptable(
                f"The idempotency key {key!r} was used for another request.",
                remedy="Use a new key for each new request.",
                field="Idempotency-Key",
                value=key,
            )
        if status != _UNSETTLED:
            return Answer(status=status, body=body)
        if now - created_at < _ABANDONED.total_seconds():
            raise Conflict(
                f"The request with the idempotency key {key!r} is still being answered.",
                remedy="Wait for the first answer, then try again.",
                field="Idempotency-Key",
                value=key,
            )
    connection.execute(sql.IDEMPOTENT_CLAIM, (key, scope, request_sha256, now))
    return None

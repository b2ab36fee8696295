"""Profiles on the open path: one raw read in the loop's thread.

SqliteProfiles(database); await profiles.read(key) -> Subscriber | None

Reads that follow each other closely share one read transaction, which halves their cost: taking
and giving back the lock of the log is two system calls, and looking whether anything was written
two more. It ends when a change of any profile is noticed, and after HOLD_S at the latest, so that
the log can be emptied.
"""

import asyncio
import sqlite3
from contextlib import suppress
from typing import Final

from app.adapters.sqlite import sql
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import profile_of
from app.adapters.sqlite.notices import Kind
from app.errors import SourceUnavailable
from app.model.keys import SubscriberKey
from app.model.subscriber import Subscriber

HOLD_S: Final = 0.02
_NOT_HELD: Final = -1


class SqliteProfiles:
    """Implements Profiles. Raises SourceUnavailable when the database cannot be read."""

    def __init__(self, database: Database) -> None:
        self._notices = database.notices
        self._failed = database.health.failed
        # One cursor for good: making one per read would cost as much as the read.
        self._cursor = database.profile_reader.cursor()
        self._held = _NOT_HELD
        """The number of the last change that the transaction in hand sees."""

    async def read(self, key: SubscriberKey) -> Subscriber | None:
        """Return the profile behind a key; None for unknown and erased alike."""
        self._notices.look()
        row = self.row_now(key)
        return None if row is None else self.of_row(key, row)

    def row_now(self, key: SubscriberKey) -> tuple[str, str] | None:
        """Return external id and document without a coroutine, from the loop's thread.

        What was written before the last look at the notices is seen.
        """
        try:
            if self._held != self._notices.seen(Kind.SUBSCRIBERS):
                self._begin()
            row: tuple[str, str] | None = self._cursor.execute(sql.PROFILE, (key,)).fetchone()
        except UnicodeError:
            return None  # no key has such letters
        except sqlite3.Error as error:
            self._end()
            self._failed(error)
            raise SourceUnavailable(f"Profiles could not be read: {error}.") from error
        return row

    def of_row(self, key: SubscriberKey, row: object) -> Subscriber:
        """Return the profile that a row stands for."""
        assert isinstance(row, tuple)
        return profile_of(key, row[0], row[1])

    def _begin(self) -> None:
        self._end()
        number = self._notices.number(Kind.SUBSCRIBERS)
        with suppress(RuntimeError):  # outside of a loop each read stands alone
            loop = asyncio.get_running_loop()
            self._cursor.execute("BEGIN")
            self._held = number
            loop.call_later(HOLD_S, self._end)

    def _end(self) -> None:
        if self._held != _NOT_HELD:
            self._held = _NOT_HELD
            with suppress(sqlite3.Error):  # closed, or ended by the failure that is reported
                self._cursor.execute("COMMIT")

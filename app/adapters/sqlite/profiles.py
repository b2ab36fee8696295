"""Profiles on the open path: one raw read in the loop's thread.

SqliteProfiles(database); await profiles.read(key) -> Subscriber | None
"""

import sqlite3

from app.adapters.sqlite import sql
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import profile_of
from app.errors import SourceUnavailable
from app.model.keys import SubscriberKey
from app.model.subscriber import Subscriber


class SqliteProfiles:
    """Implements Profiles. Raises SourceUnavailable when the database cannot be read."""

    def __init__(self, database: Database) -> None:
        # One cursor for good: making one per read would cost as much as the read.
        self._cursor = database.reader.cursor()

    async def read(self, key: SubscriberKey) -> Subscriber | None:
        """Return the profile behind a key; None for unknown and erased alike."""
        row = self.row_now(key)
        return None if row is None else self.of_row(key, row)

    def row_now(self, key: SubscriberKey) -> tuple[str, str] | None:
        """Return external id and document without a coroutine, from the loop's thread."""
        try:
            row: tuple[str, str] | None = self._cursor.execute(sql.PROFILE, (key,)).fetchone()
        except UnicodeError:
            return None  # no key has such letters
        except sqlite3.Error as error:
            raise SourceUnavailable(f"Profiles could not be read: {error}.") from error
        return row

    def of_row(self, key: SubscriberKey, row: object) -> Subscriber:
        """Return the profile that a row stands for."""
        assert isinstance(row, tuple)
        return profile_of(key, row[0], row[1])

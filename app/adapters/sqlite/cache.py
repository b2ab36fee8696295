"""What the open path reads from the process: point reads kept until a change notice."""

import sqlite3
from collections.abc import Callable
from typing import Generic, TypeVar

from app.adapters.sqlite.database import Database
from app.adapters.sqlite.notices import Kind
from app.errors import SourceUnavailable
from app.model.keeping import Kept

T = TypeVar("T")

_BOUND = 8192  # entries


class NoticedCache(Generic[T]):
    """Answers of `load(connection, name)`, forgotten when their kind changes; loop thread only.

    When the database cannot be read, the last known answer stands; without one it raises
    SourceUnavailable.
    """

    def __init__(
        self, database: Database, kind: Kind, load: Callable[[sqlite3.Connection, str], T]
    ) -> None:
        self._reader = database.reader
        self._notices = database.notices
        self._failed = database.health.failed
        self._kind = kind
        self._load = load
        self._number = -1
        # In tuples: an answer may be None, and is kept all the same.
        self._answers: Kept[str, tuple[T]] = Kept(_BOUND)
        self._former: Kept[str, tuple[T]] = Kept(_BOUND)

    def get(self, name: str) -> T:
        """Return the answer for a name, as of the last committed change."""
        number = self._notices.number(self._kind)
        if number != self._number:
            self._former, self._answers = self._answers, Kept(_BOUND)
            self._number = number
        known = self._answers.get(name)
        if known is None:
            known = (self._read(name),)
            self._answers.put(name, known)
        return known[0]

    def _read(self, name: str) -> T:
        try:
            return self._load(self._reader, name)
        except (sqlite3.Error, UnicodeError) as error:
            self._failed(error)
            former = self._former.get(name)
            if former is not None:
                return former[0]
            message = f"{self._kind.capitalize()} could not be read: {error}."
            raise SourceUnavailable(message) from error

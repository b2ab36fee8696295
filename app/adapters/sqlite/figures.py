"""Figures for people who look, read from what `rolling.py` writes.

SqliteFigures(database): await totals(subject, names, since)
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence

from app.adapters.sqlite import sql_live as sql
from app.adapters.sqlite.database import Database
from app.studio.figures import Counts, Subject, Sums


class SqliteFigures:
    """Implements HourlyTotals."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def totals(
        self, subject: Subject, names: Sequence[str], since: int
    ) -> Mapping[str, Counts]:
        """Return the counts of each name from an hour on."""
        wanted = json.dumps([*names])

        def read(connection: sqlite3.Connection) -> Mapping[str, Counts]:
            found: dict[str, dict[tuple[int, str], int]] = {}
            rows = connection.execute(sql.TOTALS_BY_NAME, (subject.value, wanted, since))
            for name, hour, kind, n in rows:
                found.setdefault(name, {})[hour, kind] = n
            return found

        return await self._database.query(read)

    async def summed(
        self, subject: Subject, names: Sequence[str], since: int
    ) -> Mapping[str, Sums]:
        """Return the sums of each name from an hour on."""
        wanted = json.dumps([*names])

        def read(connection: sqlite3.Connection) -> Mapping[str, Sums]:
            found: dict[str, dict[str, tuple[int, int]]] = {}
            rows = connection.execute(sql.TOTALS_SUMMED, (subject.value, wanted, since))
            for name, kind, n, last in rows:
                found.setdefault(name, {})[kind] = n, last
            return found

        return await self._database.query(read)

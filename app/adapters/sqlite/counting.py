"""Writes that are counted exactly: what was created, what changed, what was as it is."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from app.adapters.sqlite import sql
from app.adapters.sqlite.notices import Kind
from app.model.ports import Written


def next_number(connection: sqlite3.Connection, kind: Kind) -> int:
    """Return the number that this transaction's change has if it changes anything."""
    (number,) = connection.execute(sql.NUMBER, (kind,)).fetchone()
    return int(number) + 1


def advance(connection: sqlite3.Connection, kind: Kind) -> None:
    """Say that this transaction changes something of a kind."""
    connection.execute(sql.CHANGE, (kind,))


def changed(written: Written) -> bool:
    """Tell whether anything was written at all."""
    return written.created + written.updated > 0


def upsert(
    connection: sqlite3.Connection, statement: str, last: str, rows: Sequence[tuple[Any, ...]]
) -> Written:
    """Run an upsert that leaves equal rows alone on a table whose new ids count up.

    `last` selects the highest id: what it grew by was created, nothing else can have been.
    """
    (before,) = connection.execute(last).fetchone()
    earlier = connection.total_changes
    connection.executemany(statement, rows)
    touched = connection.total_changes - earlier
    (after,) = connection.execute(last).fetchone()
    created = after - before
    return Written(created=created, updated=touched - created, unchanged=len(rows) - touched)


def total(first: Written, second: Written) -> Written:
    """Add two counts."""
    return Written(
        created=first.created + second.created,
        updated=first.updated + second.updated,
        unchanged=first.unchanged + second.unchanged,
    )

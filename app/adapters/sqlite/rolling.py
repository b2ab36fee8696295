"""What events leave for people who look: counts by minute, day, block and message, the latest ones.

Written in the transaction that stores the events, so that every figure holds each event once.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from app.adapters.sqlite import sql_live as sql
from app.model.event import Event, EventKind

MINUTES_KEPT: Final = 120
LATEST_KEPT: Final = 200
_LATEST_OF_A_BATCH: Final = 50  # nobody reads faster
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_MILLISECOND: Final = timedelta(milliseconds=1)


def roll_up(connection: sqlite3.Connection, events: Sequence[tuple[int, Event]]) -> None:
    """Count (id, event) pairs that are new, within the transaction they are stored in."""
    if not events:
        return
    minutes: Counter[tuple[str | int, ...]] = Counter()
    days: Counter[tuple[str | int, ...]] = Counter()
    totals: Counter[tuple[str | int, ...]] = Counter()
    for _, event in events:
        since, kind = event.at - _EPOCH, event.kind.value
        group = kind, event.message, event.block, event.variant, event.reader
        minutes[since // _MINUTE, *group] += 1
        days[since // _DAY, *group] += 1
        hour = since // _HOUR
        if event.message:
            totals["message", event.message, hour, kind] += 1
        if event.block:
            totals["block", event.block, hour, kind] += 1
    connection.executemany(sql.MINUTE_ADD, ((*group, n) for group, n in minutes.items()))
    connection.executemany(sql.DAY_ADD, ((*group, n) for group, n in days.items()))
    connection.executemany(sql.TOTAL_ADD, ((*group, n) for group, n in totals.items()))
    latest = [pair for pair in events if pair[1].kind is not EventKind.AUTOMATED]
    connection.executemany(sql.LATEST_ADD, map(_latest, latest[-_LATEST_OF_A_BATCH:]))
    newest = max(event.at for _, event in events) - _EPOCH
    connection.execute(sql.MINUTES_FORGET, (newest // _MINUTE - MINUTES_KEPT,))
    connection.execute(sql.LATEST_FORGET, (LATEST_KEPT,))


def _latest(pair: tuple[int, Event]) -> tuple[str | int, ...]:
    ident, event = pair
    return (
        ident,
        event.kind.value,
        (event.at - _EPOCH) // _MILLISECOND,
        event.message,
        event.block,
        event.variant,
        event.reader,
    )

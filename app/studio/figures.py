"""Small figures of blocks and messages for any page: opens by the hour, and totals.

Read from totals that are kept with every event, so their cost does not grow with the events.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from app.model.event import EventKind
from app.model.ports import Now

HOURS: Final = 48
"""How far a sparkline goes back; its last figure is that of the hour that has begun."""
DAYS: Final = 30
"""How far totals go back."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR: Final = timedelta(hours=1)

Counts = Mapping[tuple[int, str], int]
"""Events by hour since the epoch and kind."""

Sums = Mapping[str, tuple[int, int]]
"""By kind: how many events, and the last hour with one."""


class Subject(StrEnum):
    """What totals are kept of."""

    BLOCK = "block"
    MESSAGE = "message"


class HourlyTotals(Protocol):
    """Where totals are kept."""

    async def totals(
        self, subject: Subject, names: Sequence[str], since: int
    ) -> Mapping[str, Counts]:
        """Return the counts of each name (block name or message key) from an hour on."""
        ...

    async def summed(
        self, subject: Subject, names: Sequence[str], since: int
    ) -> Mapping[str, Sums]:
        """Return the sums of each name from an hour on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Events of the last 30 days, and when the last open was, to the hour (aware UTC)."""

    opens: int
    clicks: int  # that were no machine's
    last_open: datetime | None

    @property
    def click_through(self) -> float | None:
        """Return clicks for an open; None without an open."""
        return self.clicks / self.opens if self.opens else None


class FigureService:
    """Tells how blocks and messages do."""

    def __init__(self, *, totals: HourlyTotals, now: Now) -> None:
        self._totals = totals
        self._now = now

    async def sparkline(self, block: str) -> list[int]:
        """Return the opens of each of the last 48 hours, the present one last."""
        return (await self.sparklines([block]))[block]

    async def sparklines(
        self, names: Sequence[str], subject: Subject = Subject.BLOCK
    ) -> dict[str, list[int]]:
        """Return the same of many blocks, or messages by key, at once; every name is there."""
        first = self._hour() - HOURS + 1
        found = await self._totals.totals(subject, names, first)
        hours = range(first, first + HOURS)
        return {
            name: [found.get(name, {}).get((hour, EventKind.OPEN), 0) for hour in hours]
            for name in names
        }

    async def of_blocks(self, names: Sequence[str]) -> dict[str, Totals]:
        """Return the totals of blocks; every name is there."""
        return await self._of(Subject.BLOCK, names)

    async def of_messages(self, keys: Sequence[str]) -> dict[str, Totals]:
        """Return the totals of messages; every key is there."""
        return await self._of(Subject.MESSAGE, keys)

    async def _of(self, subject: Subject, names: Sequence[str]) -> dict[str, Totals]:
        since = self._hour() - DAYS * 24 + 1
        found = await self._totals.summed(subject, names, since)
        return {name: _totals(found.get(name, {})) for name in names}

    def _hour(self) -> int:
        return (self._now() - _EPOCH) // _HOUR


def _totals(sums: Sums) -> Totals:
    def count(kind: EventKind) -> int:
        return sums[kind][0] if kind in sums else 0

    opened = sums.get(EventKind.OPEN)
    return Totals(
        opens=count(EventKind.OPEN),
        clicks=max(0, count(EventKind.CLICK) - count(EventKind.AUTOMATED)),
        last_open=_EPOCH + opened[1] * _HOUR if opened is not None else None,
    )

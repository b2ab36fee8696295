"""The live page's service: works only while somebody looks, once a second for all of them."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Final

from app.model.brand import Brand, Tracking
from app.model.keys import MessageKey
from app.model.message import Message
from app.model.ports import Now
from app.model.worker import Lapse, WorkerReport
from app.studio.live.boards import Plain, Span, counts_of, lapses_of, latest_of, work_of
from app.studio.live.healthy import health_of
from app.studio.live.ports import Health, Latest, LiveCounts, People, Workers
from app.studio.live.tallies import Tally
from app.studio.live.warning import warnings_of

MINUTES: Final = 60
DAYS: Final = 30
LATEST: Final = 40
_TICK_S: Final = 0.9
_AGAIN_S: Final = 300.0  # after which what was counted before is read again
_LATE_S: Final = 20.0  # the same while opens wait for the store: they may be of any minute
_PEOPLE_S: Final = 5.0
_HEALTH_S: Final = 3.0
_MONTH_S: Final = 60.0
_ALIVE: Final = timedelta(seconds=10)  # since its last report
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)


class LiveService:
    """Shows what happens. Loop thread only."""

    def __init__(
        self,
        *,
        counts: LiveCounts,
        workers: Workers,
        health: Callable[[], Awaitable[Health]],
        message: Callable[[MessageKey], Message | None],
        brand: Callable[[str], Brand],
        now: Now,
    ) -> None:
        self._counts = counts
        self._workers = workers
        self._ask_health = health
        self._message = message
        self._brand = brand
        self._now = now
        self._lock = asyncio.Lock()
        self._minutes: dict[int, Tally] = {}
        self._days: dict[int, Tally] = {}
        self._hour: _Kept = _Kept()
        self._month: _Kept = _Kept()
        self._health: tuple[float, Health] | None = None
        self._people: tuple[float, People | None] | None = None
        self._read_whole = float("-inf")

    async def hour(self) -> Plain:
        """Return the board of the last 60 minutes, at most a second old."""
        async with self._lock:
            at = self._seconds()
            if self._hour.board is None or abs(at - self._hour.since) > _TICK_S:
                self._hour = _Kept(at, await self._made_hour(at))
            assert self._hour.board is not None
            return self._hour.board

    async def month(self) -> Plain:
        """Return the board of the last 30 days, at most a minute old; what is now is of now."""
        hour = await self.hour()
        async with self._lock:
            at = self._seconds()
            if self._month.board is None or abs(at - self._month.since) > _MONTH_S:
                self._month = _Kept(at, await self._made_month())
            assert self._month.board is not None
            return hour | self._month.board

    async def latest(self, after: int, *, most: int = LATEST) -> Sequence[Latest]:
        """Return the latest events with a number above, the newest first."""
        return await self._counts.latest(after, most)

    def shown(self, latest: Sequence[Latest], *, with_people: bool) -> list[Plain]:
        """Return events as the page shows them; names only while the brand's policy lets it."""
        named = frozenset(each.number for each in latest if with_people and self._names(each))
        return latest_of(latest, self._title, named)

    async def _made_hour(self, at: float) -> Plain:
        self._workers.look()
        last = (self._now() - _EPOCH) // _MINUTE
        span = Span(first=last - MINUTES + 1, count=MINUTES, step_s=60)
        health = await self._current_health(at)
        await self._read_minutes(at, span, _LATE_S if health.journal_waiting else _AGAIN_S)
        reports = self._workers.read()
        alive = [report for report in reports if self._now() - report.at < _ALIVE]
        lapses = _lapses(reports, span.first)
        counted = counts_of(span, self._minutes, await self._known_people(at), self._title)
        return {
            "window": "hour",
            **counted,
            "work": work_of(alive),
            "lapses": lapses_of(lapses, counted["totals"]["opens"]),
            "warnings": [asdict(each) for each in warnings_of(health, alive, lapses)],
            "health": health_of(health, alive, self._now()),
        }

    async def _made_month(self) -> Plain:
        today = (self._now() - _EPOCH) // _DAY
        span = Span(first=today - DAYS + 1, count=DAYS, step_s=86_400)
        people = await self._counts.people(_EPOCH + span.first * _DAY)
        # The days before yesterday are over: whoever looks again need not wait for them.
        first = today - 1 if self._days.keys() >= {*span.steps} - {today} else span.first
        found = await self._counts.days(first)
        self._days = {
            step: found.get(step, Counter()) if step >= first else self._days[step]
            for step in span.steps
        }
        counted = counts_of(span, self._days, people, self._title)
        return {"window": "month", **counted}

    async def _read_minutes(self, at: float, span: Span, again_s: float) -> None:
        """Read the last two minutes, and after so many seconds the whole hour."""
        first, last = span.steps[0], span.steps[-1]
        if abs(at - self._read_whole) > again_s:
            self._read_whole = at
            self._minutes = {}
        else:
            first = last - 1
        found = await self._counts.minutes(first, last)
        self._minutes = {step: tally for step, tally in self._minutes.items() if step in span.steps}
        for step in range(first, last + 1):
            self._minutes[step] = found.get(step, Counter())

    async def _current_health(self, at: float) -> Health:
        if self._health is None or abs(at - self._health[0]) > _HEALTH_S:
            self._health = at, await self._ask_health()
        return self._health[1]

    async def _known_people(self, at: float) -> People | None:
        if self._people is None or abs(at - self._people[0]) > _PEOPLE_S:
            self._people = at, await self._counts.people(self._now() - MINUTES * _MINUTE)
        return self._people[1]

    def _seconds(self) -> float:
        """Return a time to measure by; a clock that is set back makes things read again."""
        return self._now().timestamp()

    def _names(self, event: Latest) -> bool:
        message = self._message(MessageKey(event.message))
        brand = self._brand(message.brand if message is not None else "")
        return brand.privacy.tracking is Tracking.IDENTIFIED

    def _title(self, key: str) -> str:
        message = self._message(MessageKey(key))
        return key if message is None else message.title or message.name


class _Kept:
    """A board and when it was made."""

    def __init__(self, since: float = 0.0, board: Plain | None = None) -> None:
        self.since = since
        self.board = board


def _lapses(reports: Sequence[WorkerReport], first: int) -> list[Lapse]:
    return [lapse for report in reports for lapse in report.lapses if lapse.minute >= first]

"""The live page's service: works only while somebody looks, once a second for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from app.model.brand import Brand, Tracking
from app.model.keeping import Kept
from app.model.keys import MessageKey
from app.model.message import Message
from app.model.ports import Now
from app.model.worker import WorkerReport
from app.studio.live.boards import Plain, lapses_of, latest_of, work_of
from app.studio.live.counting import MINUTES, Counting
from app.studio.live.healthy import health_of
from app.studio.live.ports import EVERYBODYS, Health, Latest, LiveCounts, Whose, Workers
from app.studio.live.warning import warnings_of

LATEST: Final = 40
_TICK_S: Final = 0.9
_AGAIN_S: Final = 300.0  # after which what was counted before is read again
_LATE_S: Final = 20.0  # the same while opens wait for the store: they may be of any minute
_HEALTH_S: Final = 3.0
_MONTH_S: Final = 60.0
_MOST_BRANDS: Final = 32  # whose figures are kept at hand
_ALIVE: Final = timedelta(seconds=10)  # since its last report
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE: Final = timedelta(minutes=1)


class LiveService:
    """Shows what happens to one brand's emails. Loop thread only.

    `brands` are all there are, the default one first; a name that is none of theirs means that
    one. With less than two, everything is shown.
    """

    def __init__(
        self,
        *,
        counts: LiveCounts,
        workers: Workers,
        health: Callable[[], Awaitable[Health]],
        message: Callable[[MessageKey], Message | None],
        brands: Callable[[], Sequence[Brand]],
        now: Now,
    ) -> None:
        self._counts = counts
        self._workers = workers
        self._ask_health = health
        self._message = message
        self._brands = brands
        self._now = now
        self._lock = asyncio.Lock()
        self._shown: Kept[str, _Shown] = Kept(_MOST_BRANDS)
        self._health: tuple[float, Health] | None = None

    async def hour(self, brand: str = "") -> Plain:
        """Return the board of the last 60 minutes, at most a second old."""
        async with self._lock:
            at, shown = self._seconds(), self._of(brand)
            if shown.hour is None or abs(at - shown.hour[0]) > _TICK_S:
                shown.hour = at, await self._made_hour(at, shown)
            return shown.hour[1]

    async def month(self, brand: str = "") -> Plain:
        """Return the board of the last 30 days, at most a minute old; what is now is of now."""
        hour = await self.hour(brand)
        async with self._lock:
            at, shown = self._seconds(), self._of(brand)
            if shown.month is None or abs(at - shown.month[0]) > _MONTH_S:
                shown.month = at, {"window": "month", **await shown.counting.month(at)}
            return hour | shown.month[1]

    async def latest(self, after: int, *, brand: str = "", most: int = LATEST) -> Sequence[Latest]:
        """Return the latest events with a number above, the newest first."""
        return await self._counts.latest(self._of(brand).counting.whose, after, most)

    def shown(self, latest: Sequence[Latest], *, with_people: bool) -> list[Plain]:
        """Return events as the page shows them; names only while the brand's policy lets it."""
        named = frozenset(each.number for each in latest if with_people and self._names(each))
        return latest_of(latest, self._title, named)

    def _of(self, brand: str) -> "_Shown":
        """Return what is kept of a brand, anew when there are other brands than before."""
        names = [each.name for each in self._brands()]
        name = brand if brand in names else next(iter(names), "")
        whose, is_default = EVERYBODYS, name in names[:1]
        if len(names) > 1:
            brands = tuple(names[1:]) if is_default else (name,)
            whose = Whose(brands=brands, is_rest=is_default)
        shown = self._shown.get(name)
        if shown is None or shown.counting.whose != whose:
            counting = Counting(
                counts=self._counts, whose=whose, title_of=self._title, now=self._now
            )
            shown = _Shown(counting, name, is_alone=len(names) < 2, is_default=is_default)  # noqa: PLR2004  # brands
            self._shown.put(name, shown)
        return shown

    async def _made_hour(self, at: float, shown: "_Shown") -> Plain:
        self._workers.look()
        health = shown.health(await self._current_health(at))
        counted = await shown.counting.hour(at, _LATE_S if health.journal_waiting else _AGAIN_S)
        reports = [shown.report(report) for report in self._workers.read()]
        alive = [report for report in reports if self._now() - report.at < _ALIVE]
        first = (self._now() - _EPOCH) // _MINUTE - MINUTES + 1
        lapses = [each for report in reports for each in report.lapses if each.minute >= first]
        return {
            "window": "hour",
            **counted,
            "work": work_of(alive),
            "lapses": lapses_of(lapses, counted["totals"]["opens"]),
            "warnings": [asdict(each) for each in warnings_of(health, alive, lapses)],
            "health": health_of(health, alive, self._now()),
        }

    async def _current_health(self, at: float) -> Health:
        if self._health is None or abs(at - self._health[0]) > _HEALTH_S:
            self._health = at, await self._ask_health()
        return self._health[1]

    def _seconds(self) -> float:
        """Return a time to measure by; a clock that is set back makes things read again."""
        return self._now().timestamp()

    def _names(self, event: Latest) -> bool:
        message = self._message(MessageKey(event.message))
        brands = {each.name: each for each in self._brands()}
        named = brands.get(message.brand) if message is not None else None
        brand = named or next(iter(brands.values()), None)
        return brand is not None and brand.privacy.tracking is Tracking.IDENTIFIED

    def _title(self, key: str) -> str:
        message = self._message(MessageKey(key))
        return key if message is None else message.title or message.name


class _Shown:
    """What is shown of one brand: its figures, its boards with when they were made."""

    def __init__(self, counting: Counting, brand: str, *, is_alone: bool, is_default: bool) -> None:
        self.counting = counting
        self.hour: tuple[float, Plain] | None = None
        self.month: tuple[float, Plain] | None = None
        self._brand = brand
        self._is_alone = is_alone
        self._is_default = is_default

    def health(self, health: Health) -> Health:
        """Return the machine's health with the brand's own sources."""
        return replace(health, sources=[each for each in health.sources if self._is_of(each.brand)])

    def report(self, report: WorkerReport) -> WorkerReport:
        """Return a worker's report with what went wrong for the brand alone."""
        return replace(
            report,
            lapses=tuple(each for each in report.lapses if self._is_of(each.brand)),
            unmerged={name: n for name, n in report.unmerged.items() if self._is_of(name)},
        )

    def _is_of(self, brand: str) -> bool:
        """Tell whether something is the brand's; what is nobody's is the default one's."""
        return self._is_alone or brand == self._brand or (self._is_default and not brand)

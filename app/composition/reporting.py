"""Each serving process reports on itself while somebody looks; otherwise it only glances around."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from app.adapters.worker_reports import KEPT, WorkerReports
from app.composition.services import Services
from app.delivery.stopwatch import Stage, Stopwatch, TimedDeciding
from app.model.rendering import Format
from app.model.scene import Scene
from app.model.worker import Lapse, WorkerReport
from app.render import Drawing

EVERY_S: Final = 1.0
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE: Final = timedelta(minutes=1)
_MOST_LAPSES: Final = 1_000


class Reporting:
    """Reports on this process; `watch` is told what opens are timed by, None: by nothing."""

    def __init__(
        self,
        services: Services,
        reports: WorkerReports,
        *,
        watch: Callable[[Stopwatch | None], None],
        monotonic: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._services = services
        self._reports = reports
        self._watch = watch
        self._monotonic = monotonic
        self._stopwatch = Stopwatch(monotonic)
        self._is_timing = False
        self._since = services.now()
        self._seen: Counter[tuple[str, str, str]] = Counter()
        self._lapses: Counter[tuple[int, str, str, str]] = Counter()
        self._lag_s = 0.0

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            began = self._monotonic()
            await asyncio.sleep(EVERY_S)
            self._lag_s = max(0.0, self._monotonic() - began - EVERY_S)
            await self.once()

    async def once(self) -> None:
        """Glance around, and report if somebody looks or something went wrong."""
        is_watched = self._reports.is_watched()
        self._time(is_watched)
        has_lapsed = self._note_lapses()
        if is_watched or has_lapsed:
            await asyncio.to_thread(self._reports.write, self.report())

    def report(self) -> WorkerReport:
        """Return how this process does now."""
        now = self._services.now()
        oldest = (now - KEPT - _EPOCH) // _MINUTE
        self._lapses = Counter(
            {key: n for key, n in self._lapses.most_common(_MOST_LAPSES) if key[0] >= oldest}
        )
        return WorkerReport(
            pid=os.getpid(),
            at=now,
            since=self._since,
            lag_ms=round(1000 * self._lag_s, 1),
            times=self._stopwatch.times() if self._is_timing else {},
            caches=self._caches(),
            lapses=tuple(
                Lapse(minute=minute, block=block, cause=cause, brand=brand, n=n)
                for (minute, block, cause, brand), n in self._lapses.items()
            ),
            unmerged={**self._services.recorder.unmerged},
        )

    def _caches(self) -> dict[str, int]:
        drawn = self._services.renderings.stats
        return {
            "standing": self._services.standing.given,
            "memory": max(0, drawn.memory_hits - self._services.standing.given),
            "disk": drawn.disk_hits,
            "shared": drawn.shared_flights,
            "drawn": drawn.drawn,
            "refused": drawn.refused + drawn.failed,
        }

    def _note_lapses(self) -> bool:
        counts = self._services.opening.lapses.counts
        if counts == self._seen:
            return False
        minute = (self._services.now() - _EPOCH) // _MINUTE
        for lapse, n in (counts - self._seen).items():
            self._lapses[minute, *lapse] += n
        self._seen = counts.copy()
        return True

    def _time(self, is_watched: bool) -> None:  # noqa: FBT001  # what was just found
        if is_watched == self._is_timing:
            return
        self._is_timing = is_watched
        opening, renderings = self._services.opening, self._services.renderings
        self._watch(self._stopwatch if is_watched else None)
        if is_watched:
            opening.deciding = TimedDeciding(opening.deciding, self._stopwatch)
            renderings.draw = _Timed(renderings.draw, self._stopwatch)
            return
        if isinstance(opening.deciding, TimedDeciding):
            opening.deciding = opening.deciding.plain
        if isinstance(renderings.draw, _Timed):
            renderings.draw = renderings.draw.plain


class _Timed:
    """Draws as another does, under a watch. Any thread."""

    def __init__(self, draw: Callable[[Scene, Format], Drawing], watch: Stopwatch) -> None:
        self.plain = draw
        self._watch = watch

    def __call__(self, scene: Scene, picture_format: Format) -> Drawing:
        began = self._watch.monotonic()
        drawing = self.plain(scene, picture_format)
        self._watch.note(Stage.DRAWING, began)
        return drawing

"""The schedule of a home's pulled sources: kept by one process, taken over when it ends."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from app.adapters.segments import sole
from app.adapters.sources.noted import noted_names, quoted, removed_by_name, wanted_by
from app.adapters.sources.pulling import Puller
from app.errors import AppError
from app.model.ports import Now
from app.model.source import SourceSpec

_TICK_S = 0.25
_STAND_BY_S = 1.0
_AT_ONCE = 4
_AFTER_A_FAULT = timedelta(seconds=15)
_LONGEST = timedelta(hours=2)  # that a failing source waits beyond `every`, Retry-After included
_log = logging.getLogger("opentime.sources")


class Schedule:
    """Runs what is due. `number` returns that of the last change of what is configured."""

    def __init__(
        self,
        root: Path,
        *,
        puller: Puller,
        configured: Callable[[], Awaitable[Sequence[SourceSpec]]],
        number: Callable[[], int],
        now: Now,
        lock: Path,
    ) -> None:
        self._root = root
        self._puller = puller
        self._configured = configured
        self._number = number
        self._now = now
        self._lock = lock
        self._seen: int | None = None
        self._specs: Sequence[SourceSpec] = ()
        self._due: dict[tuple[str, str], tuple[str, datetime]] = {}
        self._running: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def run(self) -> None:
        """Go on until cancelled; of several processes one works, the others stand by."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        while True:
            with sole(self._lock) as is_mine:
                if is_mine:
                    await self._lead()
            await asyncio.sleep(_STAND_BY_S)

    async def _lead(self) -> None:
        try:
            while True:
                try:
                    await self.tick()
                except (AppError, OSError) as error:
                    _log.warning("Sources wait: %s", error)
                await asyncio.sleep(_TICK_S)
        finally:
            running = [*self._running.values()]
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def tick(self) -> None:
        """Begin what is due now; raises AppError, OSError when that cannot be told."""
        number = self._number()
        if number != self._seen:
            self._specs = [spec for spec in await self._configured() if spec.every is not None]
            self._seen = number
            await asyncio.to_thread(self._forget)
        now = self._now()
        for spec in self._specs:
            key = (spec.brand, spec.name)
            if spec.paused or key in self._running or not self._is_due(spec, now):
                continue
            task = asyncio.create_task(self._run_one(spec))
            self._running[key] = task

    def _is_due(self, spec: SourceSpec, now: datetime) -> bool:
        key, wanted = (spec.brand, spec.name), wanted_by(spec)
        known = self._due.get(key)
        if known is not None and known[0] == wanted and now < known[1]:
            return False
        # Somebody may have run it by hand meanwhile.
        noted = self._puller.folder(spec).noted()
        if noted.tried_as != wanted or noted.next_run is None:
            return True
        latest = now + (spec.every or timedelta(0)) + _LONGEST  # unless the clock was set back
        self._due[key] = (wanted, noted.next_run)
        return noted.next_run <= now or noted.next_run > latest

    async def _run_one(self, spec: SourceSpec) -> None:
        key, next_run = (spec.brand, spec.name), None
        try:
            async with self._places:
                next_run = (await self._puller.pull(spec)).next_run
        except (AppError, OSError) as error:
            _log.warning('The source "%s" waits: %s', spec.name, error)
        except Exception:  # noqa: BLE001  # an edge: a defect costs one run of one source
            _log.exception('The source "%s" failed in a way of its own', spec.name)
        finally:
            self._due[key] = (wanted_by(spec), next_run or self._now() + _AFTER_A_FAULT)
            del self._running[key]

    def _forget(self) -> None:
        """Remove the files of sources that are configured no more."""
        kept = {quoted(spec) for spec in self._specs}
        for brand, name in noted_names(self._root) - kept:
            removed_by_name(self._root, brand, name)

"""The weather of a service: kept by cell, fetched behind the opens, the last good on disk.

The service learns the middle of a cell of some ten kilometres, never where a reader is.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from app.adapters.outbound.exchange import Answer, Limits, Request
from app.adapters.sources.answering import refusal
from app.adapters.sources.kept import Held, Kept, KeptStats
from app.adapters.weather.files import WeatherFiles
from app.adapters.weather.reading import address_of, read_forecast
from app.errors import SourceMalformed
from app.model.facts import Missing
from app.model.ports import Now
from app.model.weather import Cell, Report

STALE_FOR = timedelta(hours=12)
"""A forecast older than this is not shown: by then its hours are guesses."""

WARM_FOR = timedelta(hours=6)
"""Cells that an open asked for within this are kept fresh."""

_MOST_CELLS = 4096
_MOST_WARM = 512
_EARLY = 0.8  # of its freshness a forecast is as old as this when the next one is fetched
_ROUND_S = 30.0
_SWEEP_EVERY = 120  # rounds
_AT_ONCE = 8
_LIMITS = Limits(total=timedelta(seconds=5), connect=timedelta(seconds=2), body=256 * 1024)


class Server(Protocol):
    """What answers requests; see `app.adapters.outbound`."""

    async def ask(self, request: Request, *, limits: Limits) -> Answer:
        """Return a whole answer; raises SourceError."""
        ...


class LiveWeather:
    """Implements WeatherShelf with a service of forecasts at `base`. Loop thread only."""

    def __init__(
        self,
        base: str,
        *,
        server: Server,
        files: WeatherFiles,
        now: Now,
        monotonic: Callable[[], float],
        fresh_for: timedelta,
        key: str = "",
    ) -> None:
        self._base = base
        self._key = key
        self._server = server
        self._files = files
        self._now = now
        self._monotonic = monotonic
        self._fresh_for = fresh_for
        self._kept: Kept[Cell, Report] = Kept(
            self._fetch,
            source="weather",
            now=now,
            monotonic=monotonic,
            fresh_for=fresh_for * _EARLY,
            stale_for=STALE_FOR,
            most=_MOST_CELLS,
            at_once=_AT_ONCE,
            since=lambda report: report.fetched_at,
        )
        self._last_asked: dict[Cell, float] = {}

    def ready(self, cell: Cell, at: datetime) -> Report | Missing | None:
        """Return what is known of a cell; a stale forecast is returned and a new one fetched."""
        self._last_asked.pop(cell, None)
        self._last_asked[cell] = self._monotonic()
        if len(self._last_asked) > _MOST_WARM:
            del self._last_asked[next(iter(self._last_asked))]
        return _report(self._kept.ready(cell, at))

    async def report(self, cell: Cell, at: datetime) -> Report | Missing:
        """Return what is known of a cell, fetched if need be."""
        found = _report(await self._kept.get(cell, at))
        assert found is not None
        return found

    def stats(self) -> KeptStats:
        """Return what happened so far."""
        return self._kept.stats()

    async def run(self) -> None:
        """Keep the cells that are asked for warm, until cancelled."""
        rounds = 0
        try:
            while True:
                self.warm()
                if rounds % _SWEEP_EVERY == 0:
                    await asyncio.to_thread(self._files.sweep, self._now() - STALE_FOR)
                rounds += 1
                await asyncio.sleep(_ROUND_S)
        finally:
            await self._kept.close()

    def warm(self) -> None:
        """Begin to fetch what will soon be stale, the cells asked for last first."""
        now, since = self._now(), self._monotonic() - WARM_FOR.total_seconds()
        for cell, asked in reversed([*self._last_asked.items()]):
            if asked < since:
                del self._last_asked[cell]
            else:
                self._kept.ready(cell, now)

    async def _fetch(self, cell: Cell) -> Report:
        """Return the forecast on disk, if it will do, else the service's; raises SourceError.

        Any will do that can be shown when nothing is held yet: after a restart nobody waits, and
        the next one to ask has a newer one fetched.
        """
        if (on_disk := await asyncio.to_thread(self._on_disk, cell)) is not None:
            held = self._kept.peek(cell)
            usable = STALE_FOR if held is None else self._fresh_for * _EARLY / 2
            is_newer = held is None or on_disk.fetched_at > held.value.fetched_at
            if is_newer and self._now() - on_disk.fetched_at < usable:
                return on_disk
        answer = await self._server.ask(
            Request(url=address_of(self._base, cell, key=self._key)), limits=_LIMITS
        )
        host = urlsplit(self._base).hostname or ""
        if (refused := refusal(answer, host=host, now=self._now)) is not None:
            raise refused
        at = self._now()
        report = self._made(answer.body, at)
        await asyncio.to_thread(self._files.put, cell, at, answer.body)
        return report

    def _on_disk(self, cell: Cell) -> Report | None:
        found = self._files.read(cell)
        if found is None or found[0] > self._now():
            return None
        try:
            return self._made(found[1], found[0])
        except SourceMalformed:
            return None

    def _made(self, body: bytes, at: datetime) -> Report:
        return Report(forecast=read_forecast(body), fetched_at=at, fresh_until=at + self._fresh_for)


def _report(known: Held[Report] | Missing | None) -> Report | Missing | None:
    return known.value if isinstance(known, Held) else known

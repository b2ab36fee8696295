"""Purges what waits, in one process of a home: settles, gathers, sends, and tries again."""

import asyncio
import logging
import os
from datetime import datetime, timedelta
from pathlib import Path

from app.adapters.outbound.client import Outbound
from app.adapters.outbound.exchange import Answer, Request
from app.adapters.purging.addresses import SharedAddresses
from app.adapters.purging.calls import Target, purge_requests
from app.adapters.purging.queue import PurgeQueue
from app.adapters.purging.watching import Watch
from app.adapters.segments import seize
from app.errors import AppError, SourceBusy, SourceUnavailable
from app.model.cdn import Cdn
from app.model.ports import Now

SETTLE = timedelta(seconds=2)
"""How long a change waits: what was being answered when it was written is in the cache by then."""

APART = {Cdn.CLOUDFLARE: 3.0, Cdn.CLOUDFRONT: 60.0, Cdn.NGINX: 5.0}
"""Seconds between two purges, where they are counted, charged or dear; 1 for the others."""

_TICK_S = 0.5
_STANDBY_S = 5.0
_AT_ONCE = 8
_log = logging.getLogger("opentime.purging")


class Purger:
    """Of all processes of a home one purges; the others stand by."""

    def __init__(
        self,
        queue: PurgeQueue,
        watch: Watch,
        *,
        target: Target,
        server: Outbound,
        now: Now,
        addresses: SharedAddresses,
        lock: Path,
    ) -> None:
        self._queue = queue
        self._watch = watch
        self._target = target
        self._server = server
        self._now = now
        self._addresses = addresses
        self._lock = lock
        self._numbers: dict[str, int] = {}

    async def run(self) -> None:
        """Go on until cancelled; what fails is logged and tried again."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            while not seize(fd):  # noqa: ASYNC110  # another process may be the one
                await asyncio.sleep(_STANDBY_S)
            while True:
                try:
                    await self.once()
                except (AppError, OSError) as error:
                    _log.warning("Purges wait: %s", error)
                await asyncio.sleep(_TICK_S)
        finally:
            os.close(fd)

    async def once(self) -> None:
        """Look for changes, and purge what is due."""
        await self._look()
        state = self._queue.read()
        if not state.pending or not self._is_due(state.since, state.due, state.last_good):
            return
        try:
            await self._send(sorted(state.pending))
        except AppError as error:
            wish_s = error.retry_after_s if isinstance(error, SourceBusy) else None
            self._queue.failed(str(error), wish_s=wish_s)
            _log.warning("The cache in front was not purged: %s", error)
        else:
            self._queue.done(state.pending)

    async def _look(self) -> None:
        now = self._watch.numbers()
        if now == self._numbers:
            return
        seen = self._queue.read().seen
        self._queue.looked(now, await self._watch.changes(seen, now))
        self._numbers = now

    def _is_due(
        self, since: datetime | None, due: datetime | None, last_good: datetime | None
    ) -> bool:
        now = self._now()
        apart = timedelta(seconds=APART.get(self._target.cdn, 1.0))
        return not (
            (due is not None and now < due)
            or (since is not None and since <= now < since + SETTLE)
            or (last_good is not None and last_good <= now < last_good + apart)
        )

    async def _send(self, tags: list[str]) -> None:
        """Ask the cache to forget; raises what the first request that failed raised."""
        paths = self._addresses.with_any(tags) if self._target.cdn is Cdn.NGINX else ()
        requests = purge_requests(self._target, tags, at=self._now(), paths=paths)
        for start in range(0, len(requests), _AT_ONCE):
            asked = requests[start : start + _AT_ONCE]
            answers = await asyncio.gather(*(self._asked(request) for request in asked))
            for answer in answers:
                self._judge(answer)

    async def _asked(self, request: Request) -> Answer:
        return await self._server.ask(request)

    def _judge(self, answer: Answer) -> None:
        name = self._target.cdn.value
        if answer.status // 100 == 2:  # noqa: PLR2004  # any success
            if self._target.cdn is Cdn.CLOUDFLARE and b'"success":false' in _tight(answer.body):
                raise SourceUnavailable(f"{name} refused the purge: see the zone's audit log.")
            return
        wish = answer.headers.get("retry-after", "")
        if wish.isdigit():
            message = f"{name} answered {answer.status} and wants to be left alone."
            raise SourceBusy(message, retry_after_s=float(wish))
        hint = _HINTS.get(answer.status, "")
        raise SourceUnavailable(f"{name} answered {answer.status}{hint}.")


_HINTS = {
    401: ": check OPENTIME_CDN_KEY",
    403: ": check OPENTIME_CDN_KEY and what it may do",
    404: ": check OPENTIME_CDN_ZONE and OPENTIME_CDN_API",
    405: ": the cache is not set up for purges, see docs/cdn.md",
}


def _tight(body: bytes) -> bytes:
    return b"".join(body.split())

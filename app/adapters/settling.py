"""What is written and what also survives a power cut, and who waits for the difference."""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from app.adapters.segments import Segment
from app.model.ports import Now

_Waiter = tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]


class Settling:
    """Shares the lock of the journal: `wrote` and `attempt` may be called while it is held."""

    def __init__(self, lock: threading.Lock, now: Now) -> None:
        self.failed_syncs = 0
        self._lock = lock
        self._now = now
        self._written = 0
        self._settled = 0
        self._since: datetime | None = None  # the first record that no sync has begun to cover
        self._syncing_since: datetime | None = None
        self._waiters: list[_Waiter] = []
        self._is_closed = False

    def wrote(self) -> None:
        """Take note of one more record."""
        self._written += 1
        if self._since is None:
            self._since = self._now()

    def age(self) -> timedelta:
        """Return how long the oldest record has been waiting for a sync."""
        with self._lock:
            since = self._syncing_since or self._since
        return max(timedelta(), self._now() - since) if since else timedelta()

    async def wait(self, wake: threading.Event) -> None:
        """Return once everything written before the call was synced, or its sync has failed."""
        loop = asyncio.get_running_loop()
        with self._lock:
            if self._settled == self._written or self._is_closed:
                return
            settled: asyncio.Future[None] = loop.create_future()
            self._waiters.append((loop, settled))
        wake.set()
        await settled

    def sync(self, segment: Segment) -> None:
        """Sync the segment if need be and release those who wait. Never raises."""
        with self._lock:
            waiters, self._waiters = self._waiters, []
            written = self._written
            self._syncing_since, self._since = self._since, None
        if written != self._settled:
            self.attempt(segment.sync)
        with self._lock:
            self._settled = written
            self._syncing_since = None
        for loop, settled in waiters:
            _release(loop, settled)

    def retire(self, segment: Segment) -> None:
        """Sync and close a segment that will not be written again. Never raises."""
        self.attempt(segment.close)

    def close(self, segment: Segment) -> None:
        """Settle everything for good: later waits return at once."""
        with self._lock:
            self._is_closed = True
        self.sync(segment)
        self.retire(segment)

    def attempt(self, operation: Callable[[], None]) -> None:
        """Sync by the given operation; a failure is counted, not raised."""
        try:
            operation()
        except OSError:
            self.failed_syncs += 1


def _release(loop: asyncio.AbstractEventLoop, settled: asyncio.Future[None]) -> None:
    def resolve() -> None:
        if not settled.done():
            settled.set_result(None)

    try:
        loop.call_soon_threadsafe(resolve)
    except RuntimeError:
        return  # the loop was closed while its request waited

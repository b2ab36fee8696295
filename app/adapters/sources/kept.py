"""What one upstream answered, kept by key: shown while it is fresh, and a while longer if need be.

A stale answer is returned at once and asked for again behind the open; of many who want the same
key one asks. An upstream that fails is spared: a key for some seconds, all of it by a breaker.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Generic, TypeVar

from app.adapters.sources.answering import why_of
from app.adapters.sources.breaker import Breaker
from app.errors import SourceBusy, SourceError, SourceUnsuited
from app.model.facts import Missing, Why
from app.model.keeping import Kept as Remembered
from app.model.ports import Now

K = TypeVar("K")
V = TypeVar("V")

FORGIVEN_S = 5.0  # until a key that failed is asked for again
_random = SystemRandom().random
_log = logging.getLogger("opentime.sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Generic[V]):
    """A kept answer; `changed_at` stays where it was while fetches bring an equal value."""

    value: V
    fetched_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStats:
    """What happened so far, and how the upstream is doing; instants aware UTC, None: never."""

    fresh: int
    stale: int  # given although a newer one was due
    fetched: int
    failed: int
    shared: int  # waited for another's fetch
    refused: int  # not asked for: the breaker was open, or too many were being fetched
    failures: int  # in a row
    is_open: bool  # the breaker's state
    wait_s: float  # for which nobody asks the upstream
    coming: int
    last_good: datetime | None
    last_tried: datetime | None
    last_error: str  # in words, for operators


@dataclass(slots=True)
class _Entry(Generic[V]):
    """What is kept of a key, and until when (monotonic seconds) it is not asked for again."""

    held: Held[V] | None = None
    due: datetime | None = None
    failure: Why | None = None
    spared_until: float = 0.0


class Kept(Generic[K, V]):
    """Kept answers of one upstream, `most` at a time. Loop thread only.

    `fetch` raises SourceError. `at_once` bounds its calls; refreshes behind opens take half of
    them at most, so that they keep nobody waiting. `since` tells when a value was fetched, where
    `fetch` may return an older one.
    """

    def __init__(
        self,
        fetch: Callable[[K], Awaitable[V]],
        *,
        source: str,
        now: Now,
        monotonic: Callable[[], float],
        fresh_for: timedelta,
        stale_for: timedelta,
        most: int = 1024,
        at_once: int = 16,
        random: Callable[[], float] = _random,
        since: Callable[[V], datetime] | None = None,
    ) -> None:
        self._fetch = fetch
        self._since = since
        self._source = source
        self._now = now
        self._monotonic = monotonic
        self._fresh_for = fresh_for
        self._stale_for = max(stale_for, fresh_for)
        self._at_once = at_once
        self._random = random
        self._entries: Remembered[K, _Entry[V]] = Remembered(most)
        self._coming: dict[K, asyncio.Task[Held[V] | Missing]] = {}
        self._breaker = Breaker(monotonic=monotonic, random=random)
        self._fresh = self._stale = self._fetched = self._failed = 0
        self._shared = self._refused = 0
        self._last_good: datetime | None = None
        self._last_tried: datetime | None = None
        self._last_error = ""
        self._last_why = Why.REFUSED

    def ready(self, key: K, now: datetime) -> Held[V] | Missing | None:
        """Return what is known of a key without waiting; None: it has to be fetched first.

        A stale answer is refreshed behind the caller's back. A `now` in the future (a preview's)
        gets what is known at present.
        """
        entry = self._entries.get(key)
        if entry is None:
            return None if key in self._coming else self._spared(None)
        moment = min(now, self._now())
        held, due = entry.held, entry.due
        if held is not None and due is not None:
            if moment < due:
                self._fresh += 1
                return held
            if moment < held.fetched_at + self._stale_for:
                self._stale += 1
                self._refresh(key, entry)
                return held
        return None if key in self._coming else self._spared(entry)

    async def get(self, key: K, now: datetime) -> Held[V] | Missing:
        """Return what is known of a key, fetched if need be; the caller sets the time limit.

        Who gives up waiting ends no fetch: the answer is kept for the next one.
        """
        known = self.ready(key, now)
        if known is not None:
            return known
        coming = self._coming.get(key)
        if coming is not None:
            self._shared += 1
        elif len(self._coming) >= self._at_once or not self._breaker.admits():
            self._refused += 1
            return Missing(Why.REFUSED, self._source)
        else:
            coming = self._begin(key)
        return await asyncio.shield(coming)

    def peek(self, key: K) -> Held[V] | None:
        """Return the last good answer of a key, however old; for conditional requests."""
        entry = self._entries.get(key)
        return entry.held if entry else None

    def stats(self) -> KeptStats:
        """Return what happened so far."""
        return KeptStats(
            fresh=self._fresh,
            stale=self._stale,
            fetched=self._fetched,
            failed=self._failed,
            shared=self._shared,
            refused=self._refused,
            failures=self._breaker.failures,
            is_open=self._breaker.is_open,
            wait_s=self._breaker.wait_s(),
            coming=len(self._coming),
            last_good=self._last_good,
            last_tried=self._last_tried,
            last_error=self._last_error,
        )

    async def close(self) -> None:
        """End every fetch."""
        coming = [*self._coming.values()]
        for task in coming:
            task.cancel()
        await asyncio.gather(*coming, return_exceptions=True)

    def _spared(self, entry: _Entry[V] | None) -> Missing | None:
        """Return why a key is not asked for at present; None: it may be."""
        wait_s, why = self._breaker.wait_s(), self._last_why
        if entry is not None and entry.failure is not None:
            wait_s = max(wait_s, entry.spared_until - self._monotonic())
            why = entry.failure
        if wait_s <= 0:
            return None
        self._refused += 1
        return Missing(why, self._source, self._now() + timedelta(seconds=wait_s))

    def _refresh(self, key: K, entry: _Entry[V]) -> None:
        if key in self._coming or entry.spared_until > self._monotonic():
            return
        if len(self._coming) >= max(1, self._at_once // 2) or not self._breaker.admits():
            self._refused += 1
            return
        self._begin(key)

    def _begin(self, key: K) -> "asyncio.Task[Held[V] | Missing]":
        task = asyncio.get_running_loop().create_task(self._fetch_one(key))
        self._coming[key] = task
        return task

    async def _fetch_one(self, key: K) -> Held[V] | Missing:
        began = self._last_tried = self._now()
        try:
            value = await self._fetch(key)
        except SourceError as error:
            if not isinstance(error, SourceUnsuited):  # which tells nothing of other requests
                self._breaker.failed(_retry_after_s(error))
                self._last_why = why_of(error)
            return self._failed_with(key, why_of(error), str(error))
        except Exception:  # noqa: BLE001  # an edge: a defect must cost neither the open nor the task
            _log.exception("The source %s failed in a way of its own", self._source)
            self._breaker.failed()
            return self._failed_with(key, Why.MALFORMED, "It failed in a way of its own.")
        else:
            return self._keep(key, value, began)
        finally:
            del self._coming[key]

    def _keep(self, key: K, value: V, began: datetime) -> Held[V]:
        at = self._since(value) if self._since is not None else self._now()
        former = self.peek(key)
        is_same = former is not None and former.value == value
        changed_at = former.changed_at if former is not None and is_same else at
        held = Held(value=value, fetched_at=at, changed_at=changed_at)
        # Not all at once: what was fetched together need not be due together.
        due = at + self._fresh_for * (0.9 + 0.2 * self._random())
        self._entries.put(key, _Entry(held, due))
        if at >= began:  # an older one came from elsewhere, and says nothing of the upstream
            self._breaker.succeeded()
            self._last_error = ""
        self._fetched += 1
        self._last_good = at
        return held

    def _failed_with(self, key: K, why: Why, said: str) -> Missing:
        self._failed += 1
        if not self._last_error:  # one line per outage; behind a colon may stand what was answered
            _log.warning("%s failed (%s): %s", self._source, why, said.partition(": ")[0])
        self._last_error = said
        held = self.peek(key)
        spared_s = FORGIVEN_S * (0.9 + 0.2 * self._random())
        failure, until = Why.STALE if held else why, self._monotonic() + spared_s
        self._entries.put(key, _Entry(held, held.fetched_at if held else None, failure, until))
        return Missing(failure, self._source, self._now() + timedelta(seconds=spared_s))


def _retry_after_s(error: SourceError) -> float | None:
    return error.retry_after_s if isinstance(error, SourceBusy) else None

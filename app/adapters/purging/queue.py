"""What waits to be purged: one small file that every process of a home adds to.

It survives restarts, holds each tag once, and is bounded: when too many wait, everything shared
is purged instead. Bounded too is what is said about failures; no secret is ever in it.
"""

import fcntl
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app.model.cdn import ASSET_TAG, RENDERING_TAG, SHARED_TAG
from app.model.ports import Now

MOST = 500
FILE = "purges.json"
_FIRST_PAUSE_S = 2.0
_LONGEST_PAUSE_S = 300.0
_LONGEST_WISH_S = 3600.0
_LONGEST_ERROR = 200
_APART = frozenset((RENDERING_TAG, ASSET_TAG))  # not among what is shared

_log = logging.getLogger("opentime.purging")


class Purges(msgspec.Struct, kw_only=True):
    """The state of purging: what waits since when, what happened last. Times are aware UTC."""

    pending: dict[str, int] = {}  # tag -> number of the change that last asked for it
    number: int = 0
    since: datetime | None = None  # when the first of them came
    due: datetime | None = None  # not tried before
    attempts: int = 0  # in vain, one after the other
    sent: int = 0  # tags, ever
    failed: int = 0  # attempts, ever
    error: str = ""  # of the last attempt, if it failed
    last_good: datetime | None = None
    seen: dict[str, int] | None = None  # numbers of changes that were looked at


class PurgeQueue:
    """The file of a home. Every method may block for a moment on the disk."""

    def __init__(self, directory: Path, *, now: Now) -> None:
        self._path = directory / FILE
        self._lock = directory / f"{FILE}.lock"
        self._now = now

    def read(self) -> Purges:
        """Return the present state."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Purges)
        except FileNotFoundError:
            return Purges()
        except (OSError, msgspec.MsgspecError) as error:
            _log.warning("%s cannot be read, so everything is purged: %s", self._path, error)
            return Purges(pending={SHARED_TAG: 1}, number=1, since=self._now())

    def add(self, tags: Iterable[str]) -> None:
        """Ask for tags to be purged."""
        asked = list(tags)
        if not asked:
            return
        with self._changing() as state:
            self._add(state, asked)

    def looked(self, seen: Mapping[str, int], tags: Iterable[str]) -> None:
        """Note up to which changes was looked, and what they ask for, at once."""
        with self._changing() as state:
            state.seen = dict(seen)
            self._add(state, tags)

    def done(self, batch: Mapping[str, int]) -> None:
        """Note that a batch was purged; what was asked for again meanwhile stays."""
        with self._changing() as state:
            state.pending = {
                each: number for each, number in state.pending.items() if batch.get(each) != number
            }
            state.sent += len(batch)
            state.attempts, state.error, state.due = 0, "", None
            state.last_good = self._now()
            state.since = state.last_good if state.pending else None

    def failed(self, error: str, *, wish_s: float | None = None) -> None:
        """Note that an attempt failed; the next is ever later, or when the cache wishes it."""
        with self._changing() as state:
            pause = min(_FIRST_PAUSE_S * 2.0**state.attempts, _LONGEST_PAUSE_S)
            if wish_s is not None:
                pause = max(pause, min(wish_s, _LONGEST_WISH_S))
            state.attempts = min(state.attempts + 1, 30)
            state.failed += 1
            state.error = error[:_LONGEST_ERROR]
            state.due = self._now() + timedelta(seconds=pause)

    def _add(self, state: Purges, tags: Iterable[str]) -> None:
        for each in tags:
            state.number += 1
            state.pending[each] = state.number
            state.since = state.since or self._now()
        if len(state.pending) > MOST:
            state.pending[SHARED_TAG] = state.number
        if SHARED_TAG in state.pending:
            kept = _APART | {SHARED_TAG}
            state.pending = {each: n for each, n in state.pending.items() if each in kept}

    @contextmanager
    def _changing(self) -> Iterator[Purges]:
        """Read, change and write, alone among all processes."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            state = self.read()
            yield state
            self._write(msgspec.json.encode(state))
        finally:
            os.close(fd)

    def _write(self, body: bytes) -> None:
        aside = self._path.with_suffix(".tmp")
        with suppress(FileNotFoundError):
            aside.unlink()
        fd = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(fd)
        aside.replace(self._path)

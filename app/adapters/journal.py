"""The event journal of one worker: an append-only file that outlives the worker's death.

Recording costs one write and never waits for the disk; a thread of its own syncs, rotates and
watches the space. What the journal holds is read by the ingester (`ingester.py`).
"""

import errno
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from app.adapters.ballast import Ballast
from app.adapters.records import MAX_RECORD, encode
from app.adapters.segments import MAX_SIZE, claim_segment, segment_files
from app.adapters.settling import Settling
from app.adapters.tally import Slot, Tally
from app.errors import ConfigurationError
from app.model.event import Event, EventKind
from app.model.ports import Now

Durability = Literal["process", "power"]

MIB = 1024 * 1024
GIB = 1024 * MIB

_SYNC_EVERY = 0.2  # seconds; what opens may lose in a power cut
_SETTLE_EVERY = 0.005  # seconds; clicks that arrive within it share one sync
_MEASURE_EVERY = 10  # rounds of the thread; other workers' segments are listed so often
_HEADROOM = 0.1  # of the cap, kept for clicks
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalStats:
    """The journal as /metrics shows it. `tally` is this slot's, over all its processes."""

    tally: Tally
    used: int  # bytes of segments in the directory, the ingester's backlog among them
    oldest_unsynced_ms: int
    failed_syncs: int


class FileJournal:
    """Implements ports.Journal for one process. Close it before the process ends."""

    def __init__(
        self,
        directory: Path,
        *,
        now: Now,
        cap_bytes: int = 8 * GIB,
        rotate_bytes: int = 64 * MIB,
        rotate_after: timedelta = timedelta(seconds=60),
        durability: Durability = "process",
        ballast_bytes: int = 64 * MIB,
    ) -> None:
        """Claim a slot and a segment; raises ConfigurationError if the directory is unusable."""
        self._directory = directory
        self._now = now
        self._cap = cap_bytes
        self._cap_of_opens = int(cap_bytes * (1 - _HEADROOM))
        self._rotate_bytes = min(rotate_bytes, MAX_SIZE // 2)
        self._rotate_after = rotate_after
        self._syncs_each = durability == "power"
        self._ballast = Ballast(directory / "ballast", ballast_bytes)
        self._lock = threading.Lock()
        self._settling = Settling(self._lock, now)
        self._closing = False
        self._wake = threading.Event()
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._slot = Slot(directory)
            self._start_segment()
            self._measure()
        except OSError as error:
            raise ConfigurationError(
                f"The event journal cannot be kept in {directory}: {error}",
                remedy="Make the directory writable for the server, or choose another home.",
                field="journal",
                value=str(directory),
            ) from error
        self._thread = threading.Thread(target=self._keep, name="journal", daemon=True)
        self._thread.start()

    def record(self, event: Event) -> bool:
        """Append one event; True once it survives the death of this process. Never raises.

        With durability `power`, also once it survives a power cut, at the cost of a disk sync.
        """
        try:
            line = encode(event)
        except Exception:  # noqa: BLE001  # no event may break the picture it is about
            return self._refuse("unencodable")
        if len(line) > MAX_RECORD:
            return self._refuse("oversize")
        with self._lock:
            return self._append(line, is_click=event.kind is not EventKind.OPEN)

    async def settle(self) -> None:
        """Return once everything recorded before the call survives a power cut.

        A sync that fails is counted in `failed_syncs`, and the caller goes on: a click still
        has to lead somewhere.
        """
        await self._settling.wait(self._wake)

    def stats(self) -> JournalStats:
        """Return the counters; callable while the journal is open."""
        return JournalStats(
            tally=self._slot.tally(),
            used=self._used,
            oldest_unsynced_ms=round(self._settling.age() / timedelta(milliseconds=1)),
            failed_syncs=self._settling.failed_syncs,
        )

    def close(self) -> None:
        """Sync, leave the segment to the ingester and give up the slot."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
        self._wake.set()
        self._thread.join()
        self._settling.close(self._segment)
        self._slot.close()

    def _append(self, line: bytes, *, is_click: bool) -> bool:
        if self._closing:
            return False
        if self._used + len(line) > (self._cap if is_click else self._cap_of_opens):
            return self._drop("cap")
        if not is_click and not self._ballast.aboard:
            return self._drop("enospc")
        try:
            self._write(line, is_click=is_click)
        except OSError as error:
            return self._drop("enospc" if error.errno in _FULL else "io")
        self._slot.accept()
        self._used += len(line)
        if self._syncs_each:
            self._settling.attempt(self._segment.sync)
        else:
            self._settling.wrote()
        return True

    def _write(self, line: bytes, *, is_click: bool) -> None:
        try:
            self._segment.append(line)
        except OSError as error:
            if not (is_click and error.errno in _FULL and self._ballast.drop()):
                raise
            self._segment.append(line)

    def _refuse(self, reason: str) -> bool:
        with self._lock:
            return False if self._closing else self._drop(reason)

    def _drop(self, reason: str) -> bool:
        self._slot.drop(reason)
        return False

    def _keep(self) -> None:
        rounds = 0
        while not self._closing:
            self._wake.wait(_SYNC_EVERY)
            self._wake.clear()
            rounds += 1
            self._attempt_upkeep(is_measuring=rounds % _MEASURE_EVERY == 0)
            self._settling.sync(self._segment)
            time.sleep(_SETTLE_EVERY)

    def _attempt_upkeep(self, *, is_measuring: bool) -> None:
        try:
            if is_measuring and self._segment.is_gone():
                self._directory.mkdir(exist_ok=True)
                self._rotate()
            elif self._rotation_is_due():
                self._rotate()
            if is_measuring:
                self._measure()
        except OSError:
            # A full or vanished directory shows in the events that are dropped, with its reason.
            return

    def _rotation_is_due(self) -> bool:
        if self._segment.size >= self._rotate_bytes:
            return True
        # A clock that was set back must not keep a segment open for ever.
        age = abs(self._now() - self._segment_since)
        return self._segment.size > 0 and age >= self._rotate_after

    def _rotate(self) -> None:
        old = self._segment
        self._start_segment()
        self._settling.retire(old)

    def _start_segment(self) -> None:
        since = self._now()
        segment = claim_segment(self._directory, self._slot.number, since)
        with self._lock:
            self._segment, self._segment_since = segment, since

    def _measure(self) -> None:
        used = 0
        for segment in segment_files(self._directory):
            try:
                used += segment.path.stat().st_size
            except FileNotFoundError:
                continue  # the ingester finished it meanwhile
        with self._lock:
            self._used = used
        self._ballast.load()

"""Carries events from the journal to the store, each exactly once, in a process of its own.

The store keeps, in the transaction of the events, how far a segment was read; so a segment may
be read again after any crash, and is removed only when all of it is stored.
"""

import logging
import os
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.adapters.records import Lines, parse
from app.adapters.segments import SegmentFile, event_id, segment_files, seize, sole
from app.errors import Overloaded
from app.model.ports import EventStore, Now

_CHUNK = 1024 * 1024
_MOST_PAUSES = 25  # between two passes while the store is busy

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What was carried: events, damaged lines put aside, segments finished."""

    events: int = 0
    bad: int = 0
    finished: int = 0

    def __add__(self, other: "Ingested") -> "Ingested":
        return Ingested(
            events=self.events + other.events,
            bad=self.bad + other.bad,
            finished=self.finished + other.finished,
        )


class Ingester:
    """Reads one journal directory; of several, one works and the others stand by."""

    def __init__(
        self,
        directory: Path,
        store: EventStore,
        *,
        now: Now,
        batch_records: int = 1000,
        pause: timedelta = timedelta(milliseconds=200),
    ) -> None:
        self.total = Ingested()
        self._directory = directory
        self._store = store
        self._now = now
        self._batch_records = batch_records
        self._pause = pause.total_seconds()
        self._behind_since: datetime | None = None

    def run(self, stop: threading.Event) -> None:
        """Ingest until stopped, ever more slowly while the store is busy."""
        pauses = 1
        while not stop.wait(pauses * self._pause):
            try:
                self.drain()
                pauses = 1
            except (Overloaded, OSError) as error:
                pauses = min(2 * pauses, _MOST_PAUSES)
                log.warning(
                    "events wait in %s, the first for %s: %s", self._directory, self.lag(), error
                )

    def drain(self) -> Ingested:
        """Carry everything that is in the journal now; nothing if another ingester works.

        Raises Overloaded when the store cannot be written, OSError when the directory cannot be
        listed; what was committed until then stays. A segment that cannot be read is passed over.
        """
        before = self.total
        with sole(self._directory / "ingester.lock") as is_mine:
            for segment in segment_files(self._directory) if is_mine else ():
                try:
                    self._drain_segment(segment)
                except OSError as error:
                    log.warning("segment %s cannot be carried: %s", segment.path.name, error)
        return Ingested(
            events=self.total.events - before.events,
            bad=self.total.bad - before.bad,
            finished=self.total.finished - before.finished,
        )

    def lag(self) -> timedelta:
        """Return the age of the first event that waits for the store, zero if none does."""
        since = self._behind_since
        return max(timedelta(), self._now() - since) if since else timedelta()

    def _drain_segment(self, segment: SegmentFile) -> None:
        try:
            fd = os.open(segment.path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return  # whoever finished it was killed before or after us: its events are stored
        try:
            is_sealed = seize(fd, shared=True)
            self._carry(segment, fd, is_sealed=is_sealed)
            if is_sealed:
                segment.path.unlink(missing_ok=True)
                self.total += Ingested(finished=1)
        finally:
            os.close(fd)

    def _carry(self, segment: SegmentFile, fd: int, *, is_sealed: bool) -> None:
        position = self._store.position(segment.number)
        size = os.fstat(fd).st_size
        while position < size:
            lines = self._read(fd, position, size)
            if lines.end == position:
                if is_sealed:
                    self._cut_tail(segment, fd, position, size)
                return
            self._keep_bad(segment, lines)
            if lines.events:
                self._behind_since = lines.events[0][1].at
            stored = self._store.ingest(
                segment.number,
                lines.end,
                [(event_id(segment.number, offset), event) for offset, event in lines.events],
            )
            self._behind_since = None
            self.total += Ingested(events=stored, bad=lines.bad_lines)
            position = lines.end

    def _read(self, fd: int, position: int, size: int) -> Lines:
        """Return the next batch; it is empty only if no line ends before `size`."""
        length = _CHUNK
        while True:
            chunk = os.pread(fd, min(length, size - position), position)
            lines = parse(chunk, position, limit=self._batch_records)
            if lines.end > position or length >= size - position:
                return lines
            length *= 2

    def _cut_tail(self, segment: SegmentFile, fd: int, position: int, size: int) -> None:
        tail = os.pread(fd, size - position, position)
        self._keep_bad(segment, Lines(end=size, events=(), bad=((position, tail),), bad_lines=1))
        self._store.ingest(segment.number, size, ())
        self.total += Ingested(bad=1)

    def _keep_bad(self, segment: SegmentFile, lines: Lines) -> None:
        # Named by its place, so that reading a segment again does not keep a stretch twice.
        for offset, stretch in lines.bad:
            path = segment.path.with_name(f"{segment.path.stem}@{offset}.bad")
            path.write_bytes(stretch)
            log.warning("%d damaged bytes of the journal are kept in %s", len(stretch), path)

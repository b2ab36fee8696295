"""Segments: the files of the event journal, their names, their numbers and who owns them.

A segment is written by one process, which holds a lock on it until it will never write again.
Its number is unique in the directory for ever: the position stored for a number that came back
would hide the new segment's events.
"""

import errno
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

MAX_NUMBER = 2**31 - 1  # number << 32 | offset is a signed 64-bit key
MAX_SIZE = 2**32 - 1

_NAME = re.compile(r"w(\d+)-(\d{20})\.ev")
_LAST = "segments.last"
_SECONDS_PER_NUMBER = 4  # seeds outrun fifteen workers that rotate each minute


@dataclass(frozen=True, slots=True)
class SegmentFile:
    """A segment found in the directory."""

    number: int
    path: Path


def segment_files(directory: Path) -> tuple[SegmentFile, ...]:
    """Return the segments of a directory, oldest number first."""
    found = (
        SegmentFile(int(match[2]), directory / match[0])
        for entry in os.scandir(directory)
        if (match := _NAME.fullmatch(entry.name))
    )
    return tuple(sorted(found, key=lambda segment: segment.number))


def event_id(number: int, offset: int) -> int:
    """Return the key of the record at an offset of a segment."""
    return number << 32 | offset


def seize(fd: int, *, shared: bool = False) -> bool:
    """Take the lock of an open file if nobody else has it; it ends with the descriptor."""
    try:
        fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def sole(path: Path) -> Iterator[bool]:
    """Hold the lock of a file for a while; False if somebody else holds it."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield seize(fd)
    finally:
        os.close(fd)


def sync_directory(directory: Path) -> None:
    """Make names created or removed in a directory survive a power cut."""
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


class Segment:
    """The segment a worker writes. Not safe for concurrent use."""

    def __init__(self, fd: int, number: int, path: Path) -> None:
        self.fd = fd
        self.number = number
        self.path = path
        self.size = 0  # up to the end of the last whole record
        self._torn = False

    def append(self, record: bytes) -> None:
        """Write one record whole or not at all; raises OSError."""
        if self._torn:
            self._cut()
        if self.size + len(record) > MAX_SIZE:
            raise OSError(errno.EFBIG, f"segment {self.path.name} is full; rotation is overdue")
        written = os.write(self.fd, record)
        if written != len(record):
            self._torn = True
            self._cut()
            raise OSError(errno.ENOSPC, f"{written} of {len(record)} bytes fitted")
        self.size += written

    def _cut(self) -> None:
        os.ftruncate(self.fd, self.size)
        self._torn = False

    def sync(self) -> None:
        """Wait until everything written survives a power cut; raises OSError."""
        os.fdatasync(self.fd)

    def is_gone(self) -> bool:
        """Tell whether the file has no name any more: what is written to it nobody will read."""
        return os.fstat(self.fd).st_nlink == 0

    def close(self) -> None:
        """Sync and give up the segment; it will never be written again. Raises OSError."""
        try:
            os.fsync(self.fd)
        finally:
            os.close(self.fd)


def claim_segment(directory: Path, slot: int, now: datetime) -> Segment:
    """Create the next segment of a directory, locked by this process; raises OSError."""
    counter = os.open(directory / _LAST, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(counter, fcntl.LOCK_EX)
        for orphan in directory.glob("*.new"):
            orphan.unlink()
        number = _next_number(counter, directory, now)
        segment = _create(directory, slot, number)
    finally:
        os.close(counter)
    sync_directory(directory)
    return segment


def _next_number(counter: int, directory: Path, now: datetime) -> int:
    text = os.pread(counter, 20, 0)
    # Without its counter the directory continues from the clock, which is ahead of all numbers.
    last = int(text) if text.isdigit() else int(now.timestamp()) // _SECONDS_PER_NUMBER
    number = max([last, *(segment.number for segment in segment_files(directory))]) + 1
    if number > MAX_NUMBER:
        raise OSError(errno.EOVERFLOW, f"{directory} has used up its segment numbers")
    os.pwrite(counter, b"%020d" % number, 0)
    os.fsync(counter)
    return number


def _create(directory: Path, slot: int, number: int) -> Segment:
    path = directory / f"w{slot}-{number:020d}.ev"
    # Locked before it has its name: an unlocked segment is one the ingester may remove.
    unnamed = path.with_suffix(".new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
    fd = os.open(unnamed, flags, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unnamed.rename(path)
    except OSError:
        os.close(fd)
        raise
    return Segment(fd, number, path)

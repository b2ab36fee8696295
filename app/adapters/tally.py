"""Counters of the event journal that survive the death of the process that counts.

Each worker owns a slot: a locked file whose pages hold its counters. The kernel keeps the pages
when the process is killed; a power cut may set them back.
"""

import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.adapters.segments import seize

REASONS = ("cap", "enospc", "io", "oversize", "unencodable")

_SLOTS = 1024
_SIZE = 128  # bytes: accepted, then one counter per reason, then room to grow
_INDEX = {reason: 1 + place for place, reason in enumerate(REASONS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Events since the directory was made: accepted, and dropped by reason."""

    accepted: int
    dropped: Mapping[str, int]


class Slot:
    """A worker's place in the directory: its number and its counters."""

    def __init__(self, directory: Path, *, slots: int = _SLOTS) -> None:
        """Claim the first free slot; raises OSError."""
        for number in range(slots):
            fd = os.open(_path(directory, number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            if seize(fd):
                break
            os.close(fd)
        else:
            raise OSError(f"all {slots} slots of {directory} are taken")
        self.number = number
        self._fd = fd
        os.ftruncate(fd, _SIZE)
        # Not sparse: a page that a full disk cannot give would end the process.
        os.posix_fallocate(fd, 0, _SIZE)
        self._pages = mmap.mmap(fd, _SIZE)
        self._counters = memoryview(self._pages).cast("Q")

    def accept(self) -> None:
        """Count an event that is written."""
        self._counters[0] += 1

    def drop(self, reason: str) -> None:
        """Count an event that is lost, under one of REASONS."""
        self._counters[_INDEX[reason]] += 1

    def tally(self) -> Tally:
        """Return the counters of this slot, over all processes that ever held it."""
        return _tally(self._counters)

    def close(self) -> None:
        """Give the slot up."""
        self._counters.release()
        self._pages.close()
        os.close(self._fd)


def directory_tally(directory: Path) -> Tally:
    """Return the counters of all slots of a directory, of living and dead workers."""
    totals = [0] * (_SIZE // 8)
    for path in directory.glob("w*.slot"):
        counters = memoryview(path.read_bytes().ljust(_SIZE, b"\0")[:_SIZE]).cast("Q")
        totals = [total + counter for total, counter in zip(totals, counters, strict=True)]
    return _tally(totals)


def _tally(counters: "memoryview[int] | list[int]") -> Tally:
    dropped = {reason: counters[place] for reason, place in _INDEX.items()}
    return Tally(accepted=counters[0], dropped=dropped)


def _path(directory: Path, number: int) -> Path:
    return directory / f"w{number}.slot"

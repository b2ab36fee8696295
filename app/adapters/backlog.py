"""How far the store is behind the journal."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from app.adapters.records import MAX_RECORD, parse
from app.adapters.segments import segment_files

_MOST: Final = 10_000  # segments that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Bytes that wait for the store, and when the first event among them was; None: none does."""

    waiting: int = 0
    since: datetime | None = None


def backlog(directory: Path, positions: Mapping[int, int]) -> Backlog:
    """Return what waits, given how far each segment is stored. Blocks for a moment on the disk."""
    waiting, since = 0, None
    with suppress(OSError):
        for segment in segment_files(directory)[:_MOST]:
            position = positions.get(segment.number, 0)
            with suppress(OSError):
                left = segment.path.stat().st_size - position
                if left <= 0:
                    continue
                waiting += left
                if since is None:
                    since = _first(segment.path, position)
    return Backlog(waiting=waiting, since=since)


def _first(path: Path, position: int) -> datetime | None:
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        lines = parse(os.pread(fd, 2 * MAX_RECORD, position), position, limit=1)
    finally:
        os.close(fd)
    return lines.events[0][1].at if lines.events else None

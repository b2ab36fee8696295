"""Reports of the serving processes of a home: a small file each, and one that says who looks.

A worker writes when somebody looks, or when it has something to complain about; the files of dead
workers stay for an hour, because what they complained of was in it.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec

from app.model.ports import Now
from app.model.worker import WorkerReport

KEPT: Final = timedelta(hours=1)
_LOOKS_FOR: Final = timedelta(seconds=8)
_MOST: Final = 64
_LARGEST: Final = 256 * 1024  # bytes
_DECODER: Final = msgspec.json.Decoder(WorkerReport)


class WorkerReports:
    """The reports under a home's `run`. Every method may block for a moment on the disk."""

    def __init__(self, directory: Path, *, now: Now) -> None:
        self._directory = directory / "workers"
        self._watched = self._directory / "watched"
        self._now = now

    def look(self) -> None:
        """Say that somebody looks: every worker reports within two seconds, for a while."""
        at = self._now().timestamp()
        with suppress(OSError):
            self._directory.mkdir(parents=True, exist_ok=True)
            self._watched.touch()
            os.utime(self._watched, (at, at))

    def is_watched(self) -> bool:
        """Tell whether somebody looked a moment ago."""
        try:
            looked = self._watched.stat().st_mtime
        except OSError:
            return False
        return abs(self._now().timestamp() - looked) < _LOOKS_FOR.total_seconds()

    def write(self, report: WorkerReport) -> None:
        """Replace the report of a process; without a disk that takes it, do not."""
        path = self._directory / f"{report.pid}.json"
        aside = path.with_suffix(".new")
        with suppress(OSError):
            self._directory.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(msgspec.json.encode(report))
            aside.replace(path)

    def read(self) -> Sequence[WorkerReport]:
        """Return what every process said last, the oldest process first; forgets the dead."""
        found = []
        with suppress(OSError):
            for path in sorted(self._directory.glob("*.json"))[:_MOST]:
                report = _read(path)
                if report is None or self._now() - report.at > KEPT:
                    path.unlink(missing_ok=True)
                else:
                    found.append(report)
        return sorted(found, key=lambda report: (report.since, report.pid))


def _read(path: Path) -> WorkerReport | None:
    try:
        with path.open("rb") as file:
            return _DECODER.decode(file.read(_LARGEST))
    except (OSError, msgspec.MsgspecError):
        return None

"""The last good answer of each cell on disk: for after a restart, and for the other workers.

One file per cell: the instant it was fetched (epoch seconds) on a line, then the answer as it came.
Files appear whole (written aside, then renamed).
"""

import logging
import os
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from app.model.weather import Cell

_MOST_BYTES = 512 * 1024
_log = logging.getLogger("opentime.weather")


class WeatherFiles:
    """Answers by cell in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, cell: Cell) -> tuple[datetime, bytes] | None:
        """Return when a cell's last answer was fetched, and the answer; None: there is none."""
        try:
            with self._path(cell).open("rb") as file:
                whole = file.read(_MOST_BYTES)
            stamp, _, body = whole.partition(b"\n")
            return datetime.fromtimestamp(int(stamp), UTC), body
        except (OSError, ValueError, OverflowError):
            return None

    def put(self, cell: Cell, fetched_at: datetime, body: bytes) -> None:
        """Keep an answer; a full or failing disk is logged, not raised."""
        path = self._path(cell)
        aside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(b"%d\n%b" % (fetched_at.timestamp(), body))
            os.utime(aside, (fetched_at.timestamp(),) * 2)
            aside.replace(path)
        except OSError as error:
            _log.warning("The weather of %s is not kept: %s", path.stem, error)
            with suppress(OSError):
                aside.unlink()

    def sweep(self, before: datetime) -> int:
        """Delete what was fetched before an instant; return how many files went."""
        gone = 0
        for path in [*self._folder.glob("*.json"), *self._folder.glob("*.tmp")]:
            with suppress(OSError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    gone += 1
        return gone

    def _path(self, cell: Cell) -> Path:
        return self._folder / f"{cell.row:04d}-{cell.column:04d}.json"

"""What is known of the state of the database file, from every read and write and from checks.

Damage stays until the process is started again over a restored file: writes are refused
meanwhile. Writes that fail for want of room or by the disk are trouble until one succeeds.
"""

import logging
import math
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

from app.adapters.sqlite.connections import MIB, open_reader
from app.adapters.sqlite.failures import failure_of, is_damage
from app.errors import StorageFailing, StorageFull

_EVERY_S = 10.0  # between two checks of the whole file, at least
_SHARE = 100  # times as long as a check takes, nobody checks again
_log = logging.getLogger("opentime.database")


class Health:
    """The state of one database file; safe to tell and to ask from any thread."""

    def __init__(self, path: Path, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._checker: _Checker | None = None
        self._next_check = -math.inf
        self.damage = ""
        self.failing = ""

    def damaged(self, finding: str) -> None:
        """Note damage that was found."""
        if not self.damage:
            _log.error("The database is damaged: %s", finding)
            self.damage = finding

    def failed(self, error: BaseException) -> None:
        """Note what a failure says about the file, if it says anything."""
        if is_damage(error):
            self.damaged(str(error))
            return
        failure = failure_of(error)
        if isinstance(failure, StorageFull | StorageFailing):
            self.failing = failure.message

    def wrote(self) -> None:
        """Note that a write succeeded."""
        self.failing = ""

    def check(self) -> None:
        """Look through the whole file at once."""
        self._started().run()

    def check_apart(self) -> None:
        """Look through the whole file in a thread, unless that was done not long ago."""
        with self._lock:
            if self.damage or self._monotonic() < self._next_check:
                return
            self._next_check = math.inf  # until this one has ended
        try:
            self._started().start()
        except sqlite3.Error as error:
            self._ended(error, 0.0)

    def close(self) -> None:
        """End a check that is under way."""
        checker, self._checker = self._checker, None
        if checker is not None:
            checker.stop()

    def _started(self) -> "_Checker":
        self.close()
        self._checker = _Checker(self._path, self._monotonic, self._ended)
        return self._checker

    def _ended(self, finding: str | BaseException, seconds: float) -> None:
        if isinstance(finding, BaseException):
            self.failed(finding)
        elif finding:
            self.damaged(finding)
        self._next_check = self._monotonic() + max(_EVERY_S, _SHARE * seconds)


class _Checker(threading.Thread):
    """Reads the whole file once in search of damage; `stop` ends it early."""

    def __init__(
        self,
        path: Path,
        monotonic: Callable[[], float],
        ended: Callable[[str | BaseException, float], None],
    ) -> None:
        super().__init__(name="opentime-check", daemon=True)
        self._connection = open_reader(path, cache_bytes=2 * MIB)
        self._monotonic = monotonic
        self._ended = ended

    def run(self) -> None:
        """Tell the first finding, an empty one if there is none."""
        begin = self._monotonic()
        finding: str | BaseException
        try:
            (verdict,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
            finding = "" if verdict == "ok" else str(verdict)
        except sqlite3.Error as error:
            finding = error
        self._ended(finding, self._monotonic() - begin)

    def stop(self) -> None:
        """Interrupt the check and wait for its end."""
        self._connection.interrupt()
        if self.is_alive():
            self.join()
        self._connection.close()


def probe(connection: sqlite3.Connection) -> None:
    """Write something that needs room, and leave nothing behind."""
    connection.execute("CREATE TABLE probe (body BLOB)")
    connection.execute("INSERT INTO probe VALUES (zeroblob(?))", (MIB // 16,))
    connection.execute("DROP TABLE probe")

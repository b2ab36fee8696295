"""Change notices between the processes of one machine: a file of counters that all have open.

Each counter is the number of the last committed change of its kind (`changes.number`), so a
reader that kept the number of its snapshot compares two integers to learn whether it is stale.
"""

import fcntl
import logging
import os
import sqlite3
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from threading import Lock


class Kind(StrEnum):
    """What can change. The order is that of the counters in the file: append only."""

    STOCK = "stock"
    STORES = "stores"
    PRODUCTS = "products"
    BLOCKS = "blocks"
    MESSAGES = "messages"
    BRANDS = "brands"
    ASSETS = "assets"
    SUBSCRIBERS = "subscribers"
    API_KEYS = "api_keys"
    SOURCES = "sources"  # what is configured
    HARVESTS = "harvests"  # what they brought


_SLOTS: dict[str, int] = {kind.value: slot for slot, kind in enumerate(Kind)}
_COUNTERS = 64
_SIZE = 8 * _COUNTERS
_pack, _unpack = struct.Struct(f"<{_COUNTERS}Q").pack, struct.Struct(f"<{_COUNTERS}Q").unpack
_pread = os.pread  # looked up once: every open asks
_SHARED = 8 * _SLOTS[Kind.SUBSCRIBERS]
_LATER_SHARED = slice(8 * _SLOTS[Kind.SOURCES], 8 * (_SLOTS[Kind.HARVESTS] + 1))
"""Where the counters stand of what opens share: from the first on, and again behind others."""

_log = logging.getLogger("opentime.notices")


class Notices:
    """The counters of one home directory, read by `pread`: who cuts the file short ends nobody.

    Each question reads the file, which takes about 1 us: what another process has committed and
    published is known at once. `committed` reads the numbers from the database, for a file that
    lost them.
    """

    def __init__(
        self, home: Path, committed: Callable[[], Iterable[tuple[str, int]]] = tuple
    ) -> None:
        path = home / "run" / "changes"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b")
        # Opened for appending, which would put every write at the end.
        self._fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        self._committed = committed
        self._raw = bytes(_SIZE)
        self._numbers: tuple[int, ...] = _unpack(self._raw)
        self._shared = _shared(self._raw)
        self._reading = Lock()
        with self._locked():
            if os.fstat(self._fd).st_size < _SIZE:
                self._write(self._raw)

    def number(self, kind: str) -> int:
        """Return the number of the last committed change of a kind."""
        self.look()
        return self._numbers[_SLOTS[kind]]

    def seen(self, kind: str) -> int:
        """Return what `number` returned, or would have, at the last look of this process."""
        return self._numbers[_SLOTS[kind]]

    def world(self) -> bytes:
        """Return the numbers of everything that opens share, to be compared as a whole.

        Profiles are not among them: each open reads its own.
        """
        self.look()
        return self._shared

    def look(self) -> None:
        """Read the file; nearly always it is what it was, and then no lock is needed."""
        try:
            is_same = _pread(self._fd, _SIZE, 0) == self._raw
        except OSError:
            is_same = False
        if not is_same:
            self._read()

    def publish(self, committed: Callable[[], Iterable[tuple[str, int]]]) -> None:
        """Set the counters to what `committed` reads from the database.

        It is read under the lock, so that of two writers the later commit always wins and a
        writer that died before its notice is made good by the next one.
        """
        with self._locked():
            known = self._whole()
            numbers = [*_unpack(known if len(known) == _SIZE else self._raw)]
            for kind, number in committed():
                slot = _SLOTS.get(kind)
                if slot is not None:
                    numbers[slot] = number
            with self._reading:
                self._keep(_pack(*numbers))
                self._write(self._raw)

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)
        self._file.close()

    def _read(self) -> None:
        with self._reading:
            raw = self._whole()
            if len(raw) == _SIZE:
                self._keep(raw)
                return
        _log.warning("The change counters were cut short and are read from the database again")
        try:
            self.publish(self._committed)
        except (OSError, sqlite3.Error) as error:
            _log.warning("The change counters cannot be mended: %s", error)

    def _whole(self) -> bytes:
        """Return the file's bytes, fewer than there should be when it was cut short."""
        try:
            return os.pread(self._fd, _SIZE, 0)
        except OSError:
            return b""

    def _keep(self, raw: bytes) -> None:
        if raw != self._raw:
            self._numbers, self._shared = _unpack(raw), _shared(raw)
            self._raw = raw

    def _write(self, raw: bytes) -> None:
        try:
            os.pwrite(self._fd, raw, 0)
        except OSError as error:  # the others learn of the change with the next one
            _log.warning("The change counters cannot be written: %s", error)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


def _shared(raw: bytes) -> bytes:
    """Return the counters of what opens share."""
    return raw[:_SHARED] + raw[_LATER_SHARED]

"""Change notices between the processes of one machine: a file of counters that all have mapped.

Each counter is the number of the last committed change of its kind (`changes.number`), so a
reader that kept the number of its snapshot compares two integers to learn whether it is stale.
"""

import fcntl
import mmap
import os
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path


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


_SLOTS: dict[str, int] = {kind.value: slot for slot, kind in enumerate(Kind)}
_COUNTERS = 64
_SHARED = _SLOTS[Kind.SUBSCRIBERS]
"""How many counters from the first on are of what opens share."""


class Notices:
    """The counters of one home directory. Reading one takes about 0.1 us and no lock."""

    def __init__(self, home: Path) -> None:
        path = home / "run" / "changes"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            if path.stat().st_size < 8 * _COUNTERS:
                # Not sparse: a page that a full disk cannot give would end the process.
                os.posix_fallocate(self._file.fileno(), 0, 8 * _COUNTERS)
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._map = mmap.mmap(self._file.fileno(), 8 * _COUNTERS)
        self._numbers = memoryview(self._map).cast("Q")

    def number(self, kind: str) -> int:
        """Return the number of the last committed change of a kind."""
        return self._numbers[_SLOTS[kind]]

    def world(self) -> bytes:
        """Return the numbers of everything that opens share, to be compared as a whole.

        Profiles are not among them: each open reads its own.
        """
        return self._map[: 8 * _SHARED]

    def publish(self, committed: Callable[[], Iterable[tuple[str, int]]]) -> None:
        """Set the counters to what `committed` reads from the database.

        It is read under the lock, so that of two writers the later commit always wins and a
        writer that died before its notice is made good by the next one.
        """
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            for kind, number in committed():
                slot = _SLOTS.get(kind)
                if slot is not None:
                    self._numbers[slot] = number
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Unmap the file."""
        self._numbers.release()
        self._map.close()
        self._file.close()

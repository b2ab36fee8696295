"""What the C library is asked about memory, nothing where it is not glibc; and cycles left alone.

Each thread that allocates would get an arena of its own (up to 8 per core), and pages that a start
no longer needs would stay in them: 15 to 30 MB of a process that holds 100,000 stores.
"""

import ctypes
import gc
from collections.abc import MutableMapping, MutableSet
from contextlib import suppress
from threading import Lock
from typing import Any, Final

_M_ARENA_MAX: Final = -8  # <malloc.h>
_ARENAS: Final = 2


def share_arenas() -> None:
    """Let threads share arenas; to be called before there are any."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Return pages that hold nothing to the system."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


class _Uncollected:
    """Who has cycles left alone at present, as the collector belongs to the whole process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._within = 0
        self._was_on = False

    def __enter__(self) -> None:
        with self._lock:
            if not self._within:
                self._was_on = gc.isenabled()
                gc.disable()
            self._within += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._within -= 1
            if not self._within and self._was_on:
                gc.enable()


UNCOLLECTED: Final = _Uncollected()
"""Within it no cycles are looked for, from any thread: for many objects that are made in none.

To look through 200,000 keeps every thread waiting for 50 ms.
"""


def let_go(*held: MutableMapping[Any, Any] | MutableSet[Any] | list[Any]) -> None:
    """Empty large collections one by one: freed at once, they keep every thread waiting."""
    for each in held:
        take = each.popitem if isinstance(each, MutableMapping) else each.pop
        while each:
            take()

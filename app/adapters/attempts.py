"""Attempts to sign in, counted for every process of a home in one small file.

The file holds a digest and an instant for each attempt of the last minute: it names nobody. While
it cannot be read or written each process counts for itself, as `Throttle` does: nobody is locked
out by that, and nobody may try for ever.
"""

import asyncio
import fcntl
import hashlib
import hmac
import os
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.model.keeping import Kept
from app.studio.throttle import Throttle

_ENTRY: Final = struct.Struct("<8sd")  # digest of a name, seconds of the machine's monotonic clock
_MOST_ENTRIES: Final = 16_384
_MOST_BYTES: Final = _MOST_ENTRIES * _ENTRY.size
_MOST_NAMES: Final = 10_000  # that are known to have to wait
_TRIES: Final = 20
_PAUSE_S: Final = 0.005  # between two tries: whoever holds the file needs far less


class SharedAttempts:
    """So many attempts within a window for each name, in all processes together.

    `monotonic` is a clock that the processes share, as that of a machine. Implements Attempts.
    """

    def __init__(
        self,
        path: Path,
        *,
        secret: bytes,
        most: int,
        window_s: float,
        monotonic: Callable[[], float],
    ) -> None:
        self._path = path
        self._secret = secret
        self._most = most
        self._window_s = window_s
        self._monotonic = monotonic
        self._own = Throttle(most=most, window_s=window_s, monotonic=monotonic)
        self._refused: Kept[str, float] = Kept(_MOST_NAMES)  # until when: they need not ask again

    async def wait_s(self, *names: str) -> float:
        """Note one attempt under each name, unless one has had too many: then seconds to wait."""
        at = self._monotonic()
        left = max((self._refused.get(name) or at) - at for name in names)
        if left > 0:
            return left
        try:
            waits = await asyncio.to_thread(self._noted, [*map(self._digest, names)], at)
        except OSError:
            return self._own.wait_s(*names)
        for name, wait in zip(names, waits, strict=True):
            if wait > 0:
                self._refused.put(name, at + wait)
        return max(waits) if max(waits) > 0 else self._own.wait_s(*names)

    def _noted(self, digests: Sequence[bytes], at: float) -> Sequence[float]:
        """Return what each has to wait; when none has to, the attempt is in the file."""
        with _held(self._path) as file:
            entries = [
                (digest, noted)
                for digest, noted in _read(file)
                if 0 <= at - noted < self._window_s  # of later ones the machine was started since
            ]
            waits = [self._wait_s(digest, entries, at) for digest in digests]
            if max(waits) <= 0:
                entries += [(digest, at) for digest in digests]
                _write(file, entries[-_MOST_ENTRIES:])
            return waits

    def _wait_s(self, digest: bytes, entries: Sequence[tuple[bytes, float]], at: float) -> float:
        noted = sorted(instant for each, instant in entries if each == digest)
        return 0.0 if len(noted) < self._most else noted[-self._most] + self._window_s - at

    def _digest(self, name: str) -> bytes:
        return hmac.new(
            self._secret, b"attempt " + name.encode("utf-8", "replace"), hashlib.sha256
        ).digest()[:8]


@contextmanager
def _held(path: Path) -> Iterator[int]:
    """Lend the file to one process at a time; raises OSError, also when it is not free in time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        for tried in range(_TRIES):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if tried == _TRIES - 1:
                    raise
                time.sleep(_PAUSE_S)
        yield file
    finally:
        os.close(file)


def _read(file: int) -> Iterator[tuple[bytes, float]]:
    held = os.pread(file, _MOST_BYTES, 0)
    return _ENTRY.iter_unpack(held[: len(held) - len(held) % _ENTRY.size])


def _write(file: int, entries: Sequence[tuple[bytes, float]]) -> None:
    os.pwrite(file, b"".join(_ENTRY.pack(*entry) for entry in entries), 0)
    os.ftruncate(file, len(entries) * _ENTRY.size)

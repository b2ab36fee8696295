"""Places by IP address from an MMDB file of the operator's own, read anew when it is replaced."""

import errno
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic

import maxminddb

from app.adapters.geo.address import public_v4, public_v6
from app.adapters.geo.schemas import Zone, place_of
from app.adapters.geo.shelf import copy_whole, forget_others
from app.model.place import Place

_log = logging.getLogger(__name__)
_Stamp = tuple[int, int, int]  # inode, mtime in ns, size


@dataclass(frozen=True, slots=True, kw_only=True)
class Reloads:
    """What became of the file since the start."""

    loaded: int
    refused: int  # new files that could not be read; the one before stayed in use


class MmdbGeoDatabase:
    """A GeoDatabase over one MMDB file of city rows, nested or flat.

    The file may be absent at first and may be replaced at any time, also by writing over it: what
    is mapped is a copy under `cache`, because a map of a file that is cut short ends the process.
    """

    def __init__(
        self,
        path: Path,
        *,
        cache: Path,
        zone: Zone,
        every: float = 5.0,
        elapsed: Callable[[], float] = monotonic,
        start: Callable[[Callable[[], None]], object] | None = None,
    ) -> None:
        """Open the file; look every `every` seconds of `elapsed` whether it was replaced.

        `start` runs the loading of a replaced file, by default on a thread of its own, so that no
        look-up waits for it.
        """
        self._path = path
        self._cache = cache
        self._zone = zone
        self._every = every
        self._elapsed = elapsed
        self._start = start or _on_a_thread
        self._reader: maxminddb.Reader | None = None
        self._loaded = self._refused = 0
        self._seen = self._stamp()
        self._load()
        self._next_look = elapsed() + every

    def locate(self, ip: str) -> Place | None:
        """Return the place of an address, None when unknown or not public."""
        if self._elapsed() >= self._next_look:
            self._look()
        reader = self._reader  # one look-up keeps one reader, whatever another thread replaces
        if reader is None:
            return None
        number = public_v4(ip)
        address = ip if number is None or ":" not in ip else _dotted(number)
        if number is None and public_v6(ip) is None:
            return None
        try:
            return place_of(reader.get(address), self._zone)
        except (ValueError, maxminddb.InvalidDatabaseError):  # IPv6 in an IPv4 file; a torn row
            return None

    def edition(self) -> int:
        """Return how often the file was loaded."""
        if self._elapsed() >= self._next_look:
            self._look()
        return self._loaded

    def reloads(self) -> Reloads:
        """Return how often the file was loaded and refused."""
        return Reloads(loaded=self._loaded, refused=self._refused)

    def close(self) -> None:
        """Forget the file; every address is unknown from now on."""
        self._reader = None
        self._next_look = float("inf")

    def _look(self) -> None:
        self._next_look = self._elapsed() + self._every
        stamp = self._stamp()
        if stamp != self._seen:
            self._seen = stamp
            self._start(self._load)

    def _load(self) -> None:
        try:
            reader = maxminddb.open_database(self._copy())
            _prove(reader)
        except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
            self._refused += 1
            _log.warning(
                "Geo database %s cannot be read (%s): %s. Put a whole MMDB file of cities there.",
                self._path,
                error,
                "the one loaded before stays in use" if self._reader else "it is left out",
            )
            return
        # The reader before is not closed: a thread may be inside it. Its last user frees it.
        self._reader = reader
        self._loaded += 1
        _log.info("Geo database %s is in use.", self._path)

    def _copy(self) -> Path:
        stamp = self._stamp()
        if stamp is None:
            raise FileNotFoundError(errno.ENOENT, "no such file")
        target = self._cache / f"own-{'-'.join(map(str, stamp))}.mmdb"
        if not target.exists():
            try:
                copy_whole(self._path, target)
            except OSError:  # no room or no right: reading the file itself is better than nothing
                return self._path
            if self._stamp() != stamp:
                target.unlink(missing_ok=True)
                raise ValueError("it is still being written")
            forget_others(target, "own-*.mmdb")
        return target

    def _stamp(self) -> _Stamp | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


def _on_a_thread(work: Callable[[], None]) -> None:
    Thread(target=work, name="geo-reload", daemon=True).start()


def _prove(reader: maxminddb.Reader) -> None:
    """Read across the file, so that one cut short is refused now and not at some look-up."""
    for first in range(1, 224, 8):
        reader.get(f"{first}.64.0.1")


def _dotted(number: int) -> str:
    return ".".join(map(str, number.to_bytes(4)))

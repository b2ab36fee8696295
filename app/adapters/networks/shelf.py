"""The network lists of a home: dated files that are read anew when one is added or replaced."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Thread
from time import monotonic

from app.adapters.networks.formats import ListKind, Parsed, parse
from app.context.networks import Networks, Region
from app.context.ranges import Ranges

FOLDER = "networks"
MOST_BYTES = 64 * 1024 * 1024

_log = logging.getLogger("opentime.networks")
_NAME = re.compile(r"([a-z-]+)-(\d{4}-\d\d-\d\d)\.(?:csv|json|txt)")
_Stamp = tuple[str, int, int, int]  # name, inode, mtime in ns, size


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file of a list, and since when it has been true."""

    kind: ListKind
    day: date
    path: Path


class LoadedList:
    """One list in memory; implements RelayList."""

    __slots__ = ("_ranges", "_regions", "bad", "file", "size")

    def __init__(self, file: ListFile, parsed: Parsed) -> None:
        self.file = file
        self.size = len(parsed.prefixes)
        self.bad = parsed.bad
        self._ranges = Ranges(parsed.prefixes)
        self._regions = parsed.regions

    def __contains__(self, ip: object) -> bool:
        return ip in self._ranges

    def region(self, ip: str) -> Region | None:
        """Return the region of an address."""
        label = self._ranges.label(ip)
        return self._regions[label - 1] if label else None


class _Without:
    """The networks of one list that are not in another."""

    def __init__(self, of: LoadedList, without: LoadedList) -> None:
        self._of, self._without = of, without

    def __contains__(self, ip: object) -> bool:
        return ip in self._of and ip not in self._without


class NetworkShelf:
    """The newest readable list of each kind in a folder, which need not exist."""

    def __init__(
        self,
        folder: Path,
        *,
        every: float = 5.0,
        elapsed: Callable[[], float] = monotonic,
        start: Callable[[Callable[[], None]], object] | None = None,
        at_once: int | None = None,
    ) -> None:
        """Read the lists; look every `every` seconds of `elapsed` whether any was replaced.

        `start` runs the reading, by default on a thread of its own: no open waits for it. Lists
        of more than `at_once` bytes in all are read so from the first; None: none are.
        """
        self._folder = folder
        self._every = every
        self._elapsed = elapsed
        self._start = start or _on_a_thread
        self._lists: Mapping[ListKind, LoadedList] = {}
        self._networks = Networks()
        self._edition = 0
        self._seen = self._stamps()
        if at_once is None or sum(size for *_, size in self._seen) <= at_once:
            self._load()
        else:
            self._start(self._load)
        self._next_look = elapsed() + every

    def current(self) -> Networks:
        """Return the lists in force; the same object until one is replaced."""
        if self._elapsed() >= self._next_look:
            self._look()
        return self._networks

    def edition(self) -> int:
        """Return how often lists were read."""
        if self._elapsed() >= self._next_look:
            self._look()
        return self._edition

    def lists(self) -> list[LoadedList]:
        """Return the lists in force."""
        return [self._lists[kind] for kind in ListKind if kind in self._lists]

    def _look(self) -> None:
        self._next_look = self._elapsed() + self._every
        stamps = self._stamps()
        if stamps != self._seen:
            self._seen = stamps
            self._start(self._load)

    def _load(self) -> None:
        before = {each.file.path: each for each in self._lists.values()}
        lists: dict[ListKind, LoadedList] = {}
        for file in list_files(self._folder):
            if file.kind not in lists and (loaded := _loaded(file)) is not None:
                lists[file.kind] = loaded
                if file.path not in before:
                    _log.info("%s: %d networks are in use", file.path.name, loaded.size)
        self._lists = lists
        self._networks = _networks(lists)
        self._edition += 1

    def _stamps(self) -> frozenset[_Stamp]:
        try:
            return frozenset(
                (path.name, found.st_ino, found.st_mtime_ns, found.st_size)
                for path in self._folder.iterdir()
                if _NAME.fullmatch(path.name) and (found := path.stat())
            )
        except (
            OSError
        ):  # no folder, or a file that went while it was looked at: the next look tells
            return frozenset()


def list_files(folder: Path) -> list[ListFile]:
    """Return the files of a folder that are named as lists, the newest of a kind first."""
    files = []
    for path in folder.iterdir() if folder.is_dir() else ():
        named = _NAME.fullmatch(path.name)
        try:
            if named:
                files.append(ListFile(ListKind(named[1]), date.fromisoformat(named[2]), path))
        except ValueError:
            _log.warning("%s is named like no list: KIND-YYYY-MM-DD.csv, .json or .txt", path)
    return sorted(files, key=lambda file: (file.day, file.path.name), reverse=True)


def read_list(path: Path) -> Parsed:
    """Read a file of networks; raises OSError, ValueError when it is too large."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ValueError(f"{path} has {size:,} bytes, more than {MOST_BYTES:,}")
    return parse(path.read_text(encoding="utf-8", errors="replace"))


def _loaded(file: ListFile) -> LoadedList | None:
    try:
        parsed = read_list(file.path)
    except (OSError, ValueError) as error:
        _log.warning("The list %s cannot be read: %s. An older one serves.", file.path, error)
        return None
    if not parsed.prefixes:
        _log.warning("The list %s holds no network. An older one serves.", file.path)
        return None
    if parsed.bad:
        _log.warning("%s: %d bad lines, such as %s", file.path, parsed.bad, parsed.examples[0])
    return LoadedList(file, parsed)


def _networks(lists: Mapping[ListKind, LoadedList]) -> Networks:
    unlisted = Networks()
    google, cloud = lists.get(ListKind.GOOGLE), lists.get(ListKind.GOOGLE_CLOUD)
    return Networks(
        relay=lists.get(ListKind.RELAY, unlisted.relay),
        google=_Without(google, cloud) if google and cloud else google or unlisted.google,
        microsoft=lists.get(ListKind.MICROSOFT, unlisted.microsoft),
        yahoo=lists.get(ListKind.YAHOO, unlisted.yahoo),
        scanners=lists.get(ListKind.SCANNERS, unlisted.scanners),
    )


def _on_a_thread(work: Callable[[], None]) -> None:
    Thread(target=work, name="networks-reload", daemon=True).start()

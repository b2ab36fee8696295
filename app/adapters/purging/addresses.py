"""Shared addresses that were answered, for caches that know no tags and are asked by address.

One small file per home that every process appends to; whoever purges reads it, and shortens it
when it grows. Losing it costs nothing but that old copies live out their time.
"""

import logging
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.model.keeping import Kept

MOST = 4096
FILE = "shared.addresses"
_MOST_BYTES = 4 * 1024 * 1024

_log = logging.getLogger("opentime.purging")


class SharedAddresses:
    """The file of a home, and what this process has written into it."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / FILE
        self._written: Kept[str, Sequence[str]] = Kept(MOST)

    def note(self, path: str, tags: Sequence[str]) -> None:
        """Remember that an address was answered with tags; cheap when it is known."""
        if self._written.get(path) == tags:
            return
        self._written.put(path, tags)
        line = f"{path} {','.join(tags)}\n".encode("ascii", errors="replace")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fd = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.write(fd, line)
            finally:
                os.close(fd)
        except OSError as error:
            _log.warning("%s cannot be written: %s", self._path, error)

    def with_any(self, tags: Iterable[str]) -> list[str]:
        """Return the addresses that carry one of the tags, the last `MOST` at most."""
        asked = frozenset(tags)
        known = self._read()
        if len(known) > MOST or self._size() > _MOST_BYTES:
            known = dict([*known.items()][-MOST:])
            self._shorten(known)
        return [path for path, own in known.items() if not asked.isdisjoint(own.split(","))]

    def _read(self) -> dict[str, str]:
        known: dict[str, str] = {}
        try:
            text = self._path.read_text("ascii", errors="replace")
        except OSError:
            return known
        for line in text.splitlines():
            path, _, tags = line.partition(" ")
            known.pop(path, None)  # the last ones that were noted stay longest
            known[path] = tags
        return known

    def _size(self) -> int:
        try:
            return self._path.stat().st_size
        except OSError:
            return 0

    def _shorten(self, known: dict[str, str]) -> None:
        """Write the file anew; a line that is appended meanwhile is lost, and noted later."""
        aside = self._path.with_suffix(".tmp")
        try:
            aside.write_text("".join(f"{p} {t}\n" for p, t in known.items()), "ascii")
            aside.replace(self._path)
        except OSError as error:
            _log.warning("%s cannot be shortened: %s", self._path, error)

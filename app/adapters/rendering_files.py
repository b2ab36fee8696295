"""Renderings on disk: one file each, verified when read, bounded in bytes.

A file is a CRC32 of its name and the picture, then the picture. A damaged or misplaced one is
deleted and drawn again. The folder may be shared by several processes: files appear whole
(written aside, then renamed).
"""

import logging
import os
import re
import threading
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from app.model.rendering import Format

_log = logging.getLogger("opentime.renderings")
_DIGEST = re.compile(r"[0-9a-f]{32}\Z")
_CRC_BYTES = 4
_AFTER_SWEEP = 0.8  # of the bound
_MEASURE_EVERY = 512  # files written, as other processes write too


class RenderingFiles:
    """Implements RenderingShelf in a folder of at most about `max_bytes`."""

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._bytes = -1  # not measured yet
        self._written = 0
        self.damaged = 0

    def get(self, digest: str, picture_format: Format) -> bytes | None:
        """Return a verified rendering, or None."""
        path = self._path(digest, picture_format)
        if path is None:
            return None
        try:
            held = path.read_bytes()
        except OSError:
            return None
        body = held[_CRC_BYTES:]
        if _checksum(digest, picture_format, body) != held[:_CRC_BYTES] or not body:
            self.damaged += 1
            _log.warning("Rendering %s was damaged on disk and is drawn again", digest)
            with suppress(OSError):
                path.unlink()
            return None
        return body

    def put(self, digest: str, picture_format: Format, body: bytes) -> None:
        """Keep a rendering; a full or failing disk is logged, not raised."""
        path = self._path(digest, picture_format)
        if path is None or len(body) > self._max_bytes // 4:
            return
        aside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(_checksum(digest, picture_format, body) + body)
            aside.replace(path)
        except OSError as error:
            _log.warning("Rendering %s is not kept: %s", digest, error)
            with suppress(OSError):
                aside.unlink()
            return
        self._account(len(body) + _CRC_BYTES)

    def _path(self, digest: str, picture_format: Format) -> Path | None:
        if not _DIGEST.match(digest):
            return None
        return self._folder / digest[:2] / f"{digest[2:]}.{picture_format.value}"

    def _account(self, added: int) -> None:
        with self._lock:
            self._written += 1
            if self._bytes < 0 or self._written % _MEASURE_EVERY == 0:
                self._bytes = sum(size for _, size, _ in self._files())
            else:
                self._bytes += added
            if self._bytes > self._max_bytes:
                self._sweep()

    def _sweep(self) -> None:
        """Delete the oldest until a fifth of the bound is free."""
        room = self._max_bytes * _AFTER_SWEEP
        held = 0
        for _, size, path in sorted(self._files(), key=lambda entry: -entry[0]):
            held += size
            if held > room:
                held -= size
                with suppress(OSError):
                    path.unlink()
        self._bytes = held

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self._folder.glob("??/*"):
            with suppress(OSError):
                entry = path.stat()
                found.append((entry.st_mtime, entry.st_size, path))
        return found


def _checksum(digest: str, picture_format: Format, body: bytes) -> bytes:
    name = f"{digest}.{picture_format.value}".encode()
    return crc32(body, crc32(name)).to_bytes(_CRC_BYTES, "big")

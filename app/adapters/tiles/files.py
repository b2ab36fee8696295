"""Tiles on disk, one file each, bounded in bytes; their digests in memory.

The folder may be shared by several processes: files appear whole (written aside, then renamed).
"""

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from app.model.keeping import Kept

Tile = tuple[int, int, int]  # zoom, column, row
_DIGEST_BYTES = 16
_MOST_KNOWN = 65_536
_LOOK_AGAIN_S = 30.0  # after a tile was not there
_AFTER_SWEEP = 0.8  # of the bound
_MEASURE_EVERY = 256  # files written, as other processes write too
_log = logging.getLogger("opentime.tiles")


class TileFiles:
    """Keeps tiles in a folder of at most about `max_bytes`; `clock` counts seconds."""

    def __init__(self, folder: Path, *, max_bytes: int, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._clock = clock
        self._lock = threading.Lock()
        self._bytes = -1  # not measured yet
        self._written = 0
        self._digests: Kept[Tile, str] = Kept(_MOST_KNOWN)
        self._tiles: Kept[str, Tile] = Kept(_MOST_KNOWN)
        self._absent: Kept[Tile, float] = Kept(_MOST_KNOWN)  # until when

    def digest(self, tile: Tile) -> str | None:
        """Return the digest of a tile that is there; reads the file when it is new here."""
        known = self._digests.get(tile)
        if known is not None:
            return known
        if (self._absent.get(tile) or 0.0) > self._clock():
            return None
        body = self._read(tile)
        if body is None:
            self._absent.put(tile, self._clock() + _LOOK_AGAIN_S)
            return None
        return self._know(tile, body)

    def body(self, digest: str) -> bytes | None:
        """Return the tile behind a digest that `digest` gave; None once it is another."""
        tile = self._tiles.get(digest)
        body = self._read(tile) if tile is not None else None
        if tile is None or body is None or _digest_of(body) != digest:
            if tile is not None:
                self._digests.drop(tile)
            return None
        return body

    def has(self, tile: Tile) -> bool:
        """Tell whether a tile is on disk, whoever put it there."""
        return self._path(tile).exists()

    def put(self, tile: Tile, body: bytes) -> None:
        """Keep a tile; a full or failing disk is logged, not raised."""
        path = self._path(tile)
        aside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(body)
            aside.replace(path)
        except OSError as error:
            _log.warning("Tile %s is not kept: %s", tile, error)
            with suppress(OSError):
                aside.unlink()
            return
        self._account(len(body))
        self._absent.drop(tile)
        self._know(tile, body)

    def _know(self, tile: Tile, body: bytes) -> str:
        digest = _digest_of(body)
        self._digests.put(tile, digest)
        self._tiles.put(digest, tile)
        return digest

    def _path(self, tile: Tile) -> Path:
        zoom, column, row = tile
        return self._folder / str(zoom) / str(column) / f"{row}.tile"

    def _read(self, tile: Tile) -> bytes | None:
        try:
            return self._path(tile).read_bytes() or None
        except OSError:
            return None

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
        self._digests.clear()

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self._folder.glob("*/*/*.tile"):
            with suppress(OSError):
                entry = path.stat()
                found.append((entry.st_mtime, entry.st_size, path))
        return found


def _digest_of(body: bytes) -> str:
    return blake2b(body, digest_size=_DIGEST_BYTES).hexdigest()

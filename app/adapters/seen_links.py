"""What was last seen, in a table on disk that the web processes of a machine share.

A row is found by a keyed digest of message, subscriber and block, so the file names nobody and
cannot be read backwards; it holds the day, not the moment. It survives the death of a process.
The table is bounded: the oldest row of a bucket gives way. Rows are checked, never locked: a row
that two processes write at once fails its checksum and is simply not there.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import msgspec

from app.delivery.seen import Seen
from app.model.keeping import Kept
from app.model.ports import Now

ROW_BYTES = 512
BUCKET_ROWS = 4
_TAG_BYTES = 12
_HEAD_BYTES = _TAG_BYTES + 4 + 2 + 2  # tag, checksum, day, length
_BUCKET_BYTES = BUCKET_ROWS * ROW_BYTES
_ROOM = ROW_BYTES - _HEAD_BYTES
_DAY = timedelta(days=1)
_MOST_NOTED = 8192


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True)
class _Noted:
    """What was noted on which day, at which offset, as which bytes."""

    seen: Seen
    day: int
    at: int
    row: bytes

    def tells(self, seen: Seen) -> bool:
        """Tell whether this is what was noted; the same answer given again is the same object."""
        return self.seen is seen or self.seen == seen


class SeenLinkTable:
    """Implements SeenLinks over a file of `size_bytes`; rows older than `keep` are not there."""

    def __init__(
        self, path: Path, *, size_bytes: int, secret: bytes, now: Now, keep: timedelta
    ) -> None:
        self._now = now
        self._keep_days = keep // _DAY
        key = blake2b(b"seen links", key=secret[:64], digest_size=32).digest()
        self._keyed = blake2b(key=key, digest_size=_TAG_BYTES)
        self._buckets = max(1, size_bytes // (ROW_BYTES * BUCKET_ROWS))
        size = self._buckets * ROW_BYTES * BUCKET_ROWS
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("r+b" if path.exists() else "w+b") as file:
            if path.stat().st_size != size:
                file.truncate(0)
                file.truncate(size)
            self._fd = os.dup(file.fileno())
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode: Callable[[bytes], tuple[str, str, int, bool]]
        self._decode = msgspec.msgpack.Decoder(tuple[str, str, int, bool]).decode
        self._noted: Kept[tuple[str, str, str], _Noted] = Kept(_MOST_NOTED)
        self.too_long = 0

    def note(self, message: str, subscriber: str, block: str, seen: Seen) -> None:
        """Remember; what a machine was shown does not replace what a human was shown."""
        place = (message, subscriber, block)
        last = self._noted.get(place)
        day = self._today()
        # Most opens show what was shown before, in the row where this process left it.
        if last is not None and last.day == day and last.tells(seen) and self._holds(last):
            return
        tag = self._tag(message, subscriber, block)
        at = self._find(tag)
        if at is not None and not seen.human:
            before = self._read(at)
            if before is not None and before.human:
                return
        payload = self._encode((seen.link, seen.variant, seen.version, seen.human))
        if len(payload) > _ROOM:
            # What was seen before is no longer what was last seen.
            self.too_long += 1
            self.forget(message, subscriber, block)
            return
        if at is None:
            at = self._oldest(tag)
        rest = day.to_bytes(2, "big") + len(payload).to_bytes(2, "big") + payload
        row = tag + crc32(rest).to_bytes(4, "big") + rest
        noted = _Noted(seen, day, at, row)
        # A page that is not written need not be synced.
        if not self._holds(noted):
            self._write(at, row)
        self._noted.put(place, noted)

    def last(self, message: str, subscriber: str, block: str) -> Seen | None:
        """Return what was last seen."""
        at = self._find(self._tag(message, subscriber, block))
        return self._read(at) if at is not None else None

    def forget(self, message: str, subscriber: str, block: str) -> None:
        """Overwrite one entry with zeros."""
        at = self._find(self._tag(message, subscriber, block))
        if at is not None:
            self._write(at, bytes(ROW_BYTES))

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)

    def _holds(self, noted: "_Noted") -> bool:
        """Tell whether a row is still as it was noted: another process may have replaced it."""
        return self._bytes(len(noted.row), noted.at) == noted.row

    def _bytes(self, length: int, at: int) -> bytes:
        """Return what stands at an offset; nothing where the disk does not give it."""
        try:
            return os.pread(self._fd, length, at)
        except OSError:
            return b""

    def _write(self, at: int, row: bytes) -> None:
        # A full disk loses what was seen, not the process: a mapped page would raise SIGBUS.
        with suppress(OSError):
            os.pwrite(self._fd, row, at)

    def _tag(self, message: str, subscriber: str, block: str) -> bytes:
        digest = self._keyed.copy()  # the key is hashed once, not at every open
        digest.update(f"{message}/{subscriber}/{block}".encode())
        return digest.digest()

    def _rows(self, tag: bytes) -> range:
        first = int.from_bytes(tag[:8], "big") % self._buckets * _BUCKET_BYTES
        return range(first, first + _BUCKET_BYTES, ROW_BYTES)

    def _find(self, tag: bytes) -> int | None:
        rows = self._rows(tag)
        bucket = self._bytes(_BUCKET_BYTES, rows.start)
        for at in rows:
            if bucket.startswith(tag, at - rows.start):
                return at
        return None

    def _oldest(self, tag: bytes) -> int:
        return min(self._rows(tag), key=self._day)

    def _day(self, at: int) -> int:
        day = at + _TAG_BYTES + 4
        return int.from_bytes(self._bytes(2, day), "big")

    def _read(self, at: int) -> Seen | None:
        row = self._bytes(ROW_BYTES, at)
        length = int.from_bytes(row[_HEAD_BYTES - 2 : _HEAD_BYTES], "big")
        rest = row[_TAG_BYTES + 4 : _HEAD_BYTES + length]
        if crc32(rest).to_bytes(4, "big") != row[_TAG_BYTES : _TAG_BYTES + 4]:
            return None
        if self._today() - int.from_bytes(rest[:2], "big") > self._keep_days:
            return None
        try:
            link, variant, version, human = self._decode(rest[4:])
        except msgspec.MsgspecError:
            return None
        return Seen(link, variant, version, human)

    def _today(self) -> int:
        return int(self._now().timestamp() // 86_400)

"""What was last seen, in a memory-mapped table that the web processes of a machine share.

A row is found by a keyed digest of message, subscriber and block, so the file names nobody and
cannot be read backwards; it holds the day, not the moment. It survives the death of a process.
The table is bounded: the oldest row of a bucket gives way. Rows are checked, never locked: a row
that two processes write at once fails its checksum and is simply not there.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import msgspec

from app.delivery.seen import Seen
from app.model.ports import Now

ROW_BYTES = 512
BUCKET_ROWS = 4
_TAG_BYTES = 12
_HEAD_BYTES = _TAG_BYTES + 4 + 2 + 2  # tag, checksum, day, length
_BUCKET_BYTES = BUCKET_ROWS * ROW_BYTES
_ROOM = ROW_BYTES - _HEAD_BYTES
_DAY = timedelta(days=1)


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
        self.too_long = 0

    def note(self, message: str, subscriber: str, block: str, seen: Seen) -> None:
        """Remember; what a machine was shown does not replace what a human was shown."""
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
        rest = self._today().to_bytes(2, "big") + len(payload).to_bytes(2, "big") + payload
        row = tag + crc32(rest).to_bytes(4, "big") + rest
        # Most opens show what was shown before: a page that is not written need not be synced.
        if os.pread(self._fd, len(row), at) != row:
            self._write(at, row)

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
        """Unmap the file."""
        os.close(self._fd)

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
        bucket = os.pread(self._fd, _BUCKET_BYTES, rows.start)
        for at in rows:
            if bucket.startswith(tag, at - rows.start):
                return at
        return None

    def _oldest(self, tag: bytes) -> int:
        return min(self._rows(tag), key=self._day)

    def _day(self, at: int) -> int:
        day = at + _TAG_BYTES + 4
        return int.from_bytes(os.pread(self._fd, 2, day), "big")

    def _read(self, at: int) -> Seen | None:
        row = os.pread(self._fd, ROW_BYTES, at)
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

"""The rows of an answer to an open: read beside the loop while that is little work, else apart.

What is much work for its size is read by a process of its own, so that no answer, whoever sends
it, keeps opens waiting for the interpreter.
"""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.adapters.sources.reading import apart, body_of, room_for_body
from app.adapters.sources.rowfile import RowFile
from app.adapters.sources.weighing import LIGHT, weight
from app.errors import SourceMalformed
from app.feeds import read_feed
from app.model.source import FeedShape, Row, keyed

MOST_ROWS = 10_000
"""Rows of one answer to an open: they are in memory."""

_AT_ONCE = 2  # processes


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRows:
    """The rows of an answer, and the same by key."""

    rows: tuple[Row, ...]
    by_key: Mapping[str, Row]


class AskedReader:
    """Reads answers to opens; `folder` is where it may put files for a moment."""

    def __init__(self, folder: Path, *, light: int = LIGHT, most: int = MOST_ROWS) -> None:
        self._folder = folder
        self._light = light
        self._most = most
        self._apart = asyncio.Semaphore(_AT_ONCE)

    async def read(self, body: bytes, shape: FeedShape, media_type: str) -> AskedRows:
        """Return the rows of a body; raises SourceMalformed, OSError."""
        made = await asyncio.to_thread(self._read_light, body, shape, media_type)
        if made is not None:
            return made
        path = self._folder / f"asked.{secrets.token_hex(8)}"
        try:
            async with self._apart, room_for_body(self._folder) as file:
                received = await asyncio.to_thread(body_of, body, file, media_type)
                await apart(received, shape, path)
                return await asyncio.to_thread(self._loaded, path, shape)
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)

    def _read_light(self, body: bytes, shape: FeedShape, media_type: str) -> AskedRows | None:
        """Return the rows of a body that is little work; None for any other."""
        if weight(body, shape, media_type) > self._light:
            return None
        return _made(read_feed(body, shape, media_type=media_type).rows, shape)

    def _loaded(self, path: Path, shape: FeedShape) -> AskedRows:
        rows = RowFile(path, shape.key)
        if rows.count > self._most:
            raise SourceMalformed(
                f"It answered {rows.count:,} rows to an open.",
                remedy=f"Have it send {self._most:,} at most, or pull it with `every`.",
            )
        return _made(tuple(rows.all()), shape)


def _made(rows: tuple[Row, ...], shape: FeedShape) -> AskedRows:
    return AskedRows(rows=rows, by_key=keyed(rows, shape.key))

"""Small pictures of assets for lists, made beside the loop; the latest are kept."""

import asyncio
from collections.abc import Callable

from cachetools import LRUCache

from app.errors import AppError
from app.model.rendering import Upload

SIDE = 320  # pixels of the longer one
_KEPT_BYTES = 8 * 1024 * 1024


class Thumbnails:
    """`digest` finds an asset by name, `body` its bytes, `shrink` makes them small."""

    def __init__(
        self,
        *,
        digest: Callable[[str], str | None],
        body: Callable[[str], bytes | None],
        shrink: Callable[[bytes, int], Upload],
    ) -> None:
        self._digest = digest
        self._body = body
        self._shrink = shrink
        self._kept: LRUCache[str, Upload] = LRUCache(_KEPT_BYTES, lambda each: len(each.body))

    async def of(self, name: str) -> Upload | None:
        """Return an asset small, None when there is none that can be shown."""
        digest = self._digest(name) if name else None
        if digest is None:
            return None
        found = self._kept.get(digest)
        if found is None:
            found = await asyncio.to_thread(self._made, digest)
            if found is not None and len(found.body) <= _KEPT_BYTES:
                self._kept[digest] = found
        return found

    def _made(self, digest: str) -> Upload | None:
        body = self._body(digest)
        try:
            return None if body is None else self._shrink(body, SIDE)
        except AppError:
            return None

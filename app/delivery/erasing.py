"""Erasure: the profile, its events, and what clicks would have remembered of it."""

import asyncio
from collections.abc import Callable, Iterable

from app.delivery.seen import SeenLinks
from app.model.cdn import RENDERING_TAG
from app.model.ports import Blocks, Messages, Subscribers

_PAGE = 500


class ErasureService:
    """Erases one person everywhere that a person stands."""

    def __init__(
        self,
        *,
        subscribers: Subscribers,
        messages: Messages,
        blocks: Blocks,
        seen: SeenLinks,
        purge: Callable[[Iterable[str]], None] | None = None,
    ) -> None:
        self._subscribers = subscribers
        self._messages = messages
        self._blocks = blocks
        self._seen = seen
        self._purge = purge  # asks the cache in front to forget what carries these tags

    async def erase(self, ident: str) -> bool:
        """Erase by external id or key; True if there was such a person.

        Events that are accepted but not yet stored lose the person when they are stored.
        """
        subscriber = await self._subscribers.get(ident)
        if subscriber is None:
            return False
        erased = await self._subscribers.erase(ident)
        if self._purge is not None:
            await asyncio.to_thread(self._purge, (RENDERING_TAG,))
        blocks = await self._names()
        cursor, more = "", True
        while more:
            page = await self._messages.page(cursor=cursor, limit=_PAGE)
            for message in page.items:
                for block in blocks:
                    self._seen.forget(message.key, subscriber.key, block)
                await asyncio.sleep(0)  # opens go on between messages
            cursor, more = page.cursor, bool(page.cursor)
        return erased

    async def _names(self) -> list[str]:
        names: list[str] = []
        cursor, more = "", True
        while more:
            page = await self._blocks.page(cursor=cursor, limit=_PAGE)
            names += [record.name for record in page.items]
            cursor, more = page.cursor, bool(page.cursor)
        return names

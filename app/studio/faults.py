"""Why a block fails now: it does not compile, cannot be drawn, or fell back; asked seldom."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from app.errors import AppError
from app.model.keeping import Kept
from app.model.ports import BlockRecord, Now
from app.model.problem import AuthoringError

_HOLDS: Final = timedelta(seconds=60)
_MOST_KEPT: Final = 5_000
_AT_ONCE: Final = 4

Opened = Callable[[str, str], Awaitable[str]]
"""Opens a block, or a draft of it, as somebody unknown; returns why it fell back, if it did."""


class Faults:
    """Opens blocks as somebody unknown would, and remembers for a minute how that went."""

    def __init__(self, *, opened: Opened, now: Now) -> None:
        self._opened = opened
        self._now = now
        self._known: Kept[tuple[str, int, str], tuple[datetime, str]] = Kept(_MOST_KEPT)
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def of(self, record: BlockRecord) -> str:
        """Return why a block fails, of a draft the draft, in words; empty: it does not."""
        draft = "" if record.published else record.draft
        key = (record.name, record.published, draft)
        known, now = self._known.get(key), self._now()
        if known is not None and now - known[0] < _HOLDS:
            return known[1]
        async with self._turn:
            fault = await self._asked(record.name, draft)
        self._known.put(key, (now, fault))
        return fault

    async def _asked(self, name: str, draft: str) -> str:
        try:
            cause = await self._opened(name, draft)
        except AuthoringError as error:
            return error.problems[0].message if error.problems else error.message
        except AppError as error:
            return error.message
        return f"It fell back: {cause}." if cause else ""

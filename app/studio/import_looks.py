"""Looks at the beginnings of files: two at a time, none for long, the latest kept for a while."""

import asyncio
from collections.abc import Hashable
from contextlib import aclosing

from cachetools import TTLCache

from app.errors import Overloaded, Unacceptable
from app.studio.importing import Order, Sheet, Work

_AT_ONCE = 2  # each is a process of its own
_SECONDS = 30.0  # that a look may take
_KEPT, _KEPT_S = 16, 600.0


class ImportLooks:
    """Asks another process for sheets; a file never changes under its path."""

    def __init__(self, work: Work, *, seconds: float = _SECONDS) -> None:
        self._work = work
        self._seconds = seconds
        self._busy = 0
        self._kept: TTLCache[Hashable, Sheet] = TTLCache(_KEPT, _KEPT_S)

    async def look(self, order: Order) -> Sheet:
        """Return the beginning of a file; raises Unacceptable, Overloaded while others look."""
        name = (order.path, order.kind, order.encoding, tuple(sorted(order.mapping.items())))
        sheet = self._kept.get(name)
        if sheet is not None:
            return sheet
        if self._busy >= _AT_ONCE:
            raise Overloaded(
                "Other files are being looked at.", remedy="Load this page again in some seconds."
            )
        self._busy += 1
        try:
            async with asyncio.timeout(self._seconds):
                sheet = await self._asked(order)
        except TimeoutError as error:
            raise Unacceptable(
                f"The beginning of the file was not read within {self._seconds:g} seconds.",
                remedy="Save it as CSV, or split it.",
                field="file",
            ) from error
        finally:
            self._busy -= 1
        self._kept[name] = sheet
        return sheet

    async def _asked(self, order: Order) -> Sheet:
        """Ask a process, which ends with this call."""
        async with aclosing(self._work(order)) as told:
            async for each in told:
                if each.sheet is not None:
                    return each.sheet
                raise Unacceptable(each.problem, remedy=each.remedy, field="file")
        raise Unacceptable("The file cannot be read.", remedy="Export it again.", field="file")

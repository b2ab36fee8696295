"""What a serving process does by the hour, beside serving."""

import asyncio
import logging
from datetime import timedelta

from app.composition.storage import Storage
from app.errors import AppError

KEPT_ANSWERS = timedelta(days=1)
EVERY = timedelta(hours=1)

_log = logging.getLogger("opentime.maintenance")


class Maintenance:
    """Forgets old answers by idempotency key, and the bytes of who was erased."""

    def __init__(self, storage: Storage, *, every: timedelta = EVERY) -> None:
        self._storage = storage
        self._every_s = every.total_seconds()
        self._erased = self._storage.subscribers.erased

    async def run(self) -> None:
        """Go on until cancelled; a failure is logged and tried again."""
        while True:
            await asyncio.sleep(self._every_s)
            try:
                await self.once()
            except AppError as error:
                _log.warning("Maintenance waits for the next hour: %s", error)

    async def once(self) -> None:
        """Do what is due."""
        await self._storage.idempotency.forget(KEPT_ANSWERS)
        erased = self._storage.subscribers.erased
        if erased != self._erased:
            await self._storage.database.compact()
            self._erased = erased

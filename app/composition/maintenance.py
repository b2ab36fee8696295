"""What a serving process does beside serving, a minute after its start and by the hour."""

import asyncio
import logging
from datetime import timedelta

from app.composition.storage import Storage
from app.errors import AppError

KEPT_ANSWERS = timedelta(days=1)
EVERY = timedelta(hours=1)
FIRST = timedelta(minutes=1)  # after the start: who restarts often must not put it off for ever

_log = logging.getLogger("opentime.maintenance")


class Maintenance:
    """Forgets old answers by idempotency key, and the bytes of who was erased."""

    def __init__(
        self, storage: Storage, *, every: timedelta = EVERY, first: timedelta = FIRST
    ) -> None:
        self._storage = storage
        self._every_s = every.total_seconds()
        self._first_s = first.total_seconds()

    async def run(self) -> None:
        """Go on until cancelled; a failure is logged and tried again."""
        await asyncio.sleep(self._first_s)
        while True:
            try:
                await self.once()
            except AppError as error:
                _log.warning("Maintenance waits for the next hour: %s", error)
            await asyncio.sleep(self._every_s)

    async def once(self) -> None:
        """Do what is due."""
        await self._storage.idempotency.forget(KEPT_ANSWERS)
        if await self._storage.database.owes_compaction():
            await self._storage.database.compact()

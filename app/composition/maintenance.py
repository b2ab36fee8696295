"""What a serving process does beside serving, a minute after its start and by the hour."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from app.adapters.import_files import ImportFiles
from app.composition.storage import Storage
from app.errors import AppError
from app.model.ports import Now
from app.studio.import_service import KEPT

KEPT_ANSWERS = timedelta(days=1)
EVERY = timedelta(hours=1)
FIRST = timedelta(minutes=1)  # after the start: who restarts often must not put it off for ever

_log = logging.getLogger("opentime.maintenance")


class Maintenance:
    """Forgets old answers by idempotency key, the bytes of who was erased, and imported files."""

    def __init__(
        self,
        storage: Storage,
        *,
        tidy: Callable[[], None],
        every: timedelta = EVERY,
        first: timedelta = FIRST,
    ) -> None:
        """Take what tidies the files of a home; it may block."""
        self._storage = storage
        self._tidy = tidy
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
        await asyncio.to_thread(self._tidy)
        await self._storage.idempotency.forget(KEPT_ANSWERS)
        if await self._storage.database.owes_compaction():
            await self._storage.database.compact()


def tidying(home: Path, now: Now) -> Callable[[], None]:
    """Return what deletes files and reports of imports, which may tell of people, in their time."""
    shelf = ImportFiles(home)
    return lambda: shelf.tidy(now() - KEPT)

"""Publishing as the studio and the background use it."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.adapters.segments import sole
from app.composition.services import Services
from app.errors import AppError
from app.model.problem import Problem, Severity, measured
from app.studio.going_live import GoingLive
from app.studio.publishing import Vet

_TICK_S: Final = 5.0
_log = logging.getLogger("opentime.publishing")


def vetting(services: Services) -> Vet:
    """Return what says everything about a document before it goes live: checked, then weighed."""

    async def vet(document: str, name: str) -> Sequence[Problem]:
        found = (await services.drafts.examined(name, document)).problems
        if any(problem.severity is Severity.ERROR for problem in found):
            return found
        return measured(found, await services.weigher.weigh(document, file=name))

    return vet


def going_live(services: Services) -> GoingLive:
    """Return what publishes what is due."""
    storage = services.storage
    return GoingLive(
        blocks=storage.blocks,
        publications=storage.publications,
        audit=storage.audit,
        vet=vetting(services),
        now=services.now,
    )


class Publisher:
    """Publishes what is due, in one process of the home; another takes over when that ends."""

    def __init__(self, going: GoingLive, lock: Path, *, every_s: float = _TICK_S) -> None:
        self._going = going
        self._lock = lock
        self._every_s = every_s

    async def run(self) -> None:
        """Go on until cancelled; what cannot be done now is done later."""
        while True:
            try:
                await self._while_mine()
            except (AppError, OSError) as error:
                _log.warning("Publications wait: %s", error)
            except Exception:  # noqa: BLE001  # an edge: publications go on after a defect
                _log.exception("Publications wait")
            await asyncio.sleep(self._every_s)

    async def _while_mine(self) -> None:
        """Publish what is due for as long as no other process does; raises AppError, OSError."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        with sole(self._lock) as is_mine:
            while is_mine:
                await self._going.once()
                await asyncio.sleep(self._every_s)


def publisher(services: Services) -> Publisher:
    """Return the publisher of a home."""
    return Publisher(going_live(services), services.settings.home / "run" / "publishing.lock")

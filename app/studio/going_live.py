"""Publications whose time has come: published while they still pass, refused in words else."""

import logging

from app.errors import AppError
from app.model.account import AuditLog, Deed
from app.model.drafting import Publication, Publications, State
from app.model.ports import Blocks, Now
from app.model.problem import Severity
from app.studio.publishing import Vet, about

_log = logging.getLogger("opentime.publishing")


class GoingLive:
    """Publishes what is due, each once however many processes there are."""

    def __init__(
        self, *, blocks: Blocks, publications: Publications, audit: AuditLog, vet: Vet, now: Now
    ) -> None:
        self._blocks = blocks
        self._publications = publications
        self._audit = audit
        self._vet = vet
        self._now = now

    async def once(self) -> int:
        """Publish what is due and still passes, refuse the rest; return how many were due."""
        due = await self._publications.due(self._now())
        for publication in due:
            try:
                await self._publish(publication)
            except AppError as error:
                _log.warning("The publication of %s waits: %s", publication.block, error)
            except Exception:  # noqa: BLE001  # an edge: a defect costs one publication alone
                _log.exception("The publication of %s failed", publication.block)
        return len(due)

    async def _publish(self, publication: Publication) -> None:
        name, number = publication.block, publication.number
        if await self._blocks.get(name) is None:
            await self._publications.settle(number, State.REFUSED, "The block was deleted.")
            return
        errors = [each for each in await self._vet(publication.document, name)
                  if each.severity is Severity.ERROR]  # fmt: skip
        if errors:
            said = f"It passes no more: {errors[0].message} {errors[0].remedy}"
            if await self._publications.settle(number, State.REFUSED, said):
                await self._note(publication.by, "block.refuse", name, said)
            return
        version = await self._publications.go_live(number, self._now())
        if version is not None:
            await self._note(publication.by, "block.publish", name, about(version, scheduled=True))

    async def _note(self, actor: str, action: str, name: str, detail: str) -> None:
        await self._audit.write(Deed(actor=actor, action=action, subject=name, detail=detail))

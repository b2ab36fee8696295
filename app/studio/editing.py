"""Drafts that are saved while they are edited, by several people without loss."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from app.model.account import Account, AuditLog, Deed
from app.model.drafting import Clash, Drafting, Person, Presence, Saved
from app.studio.histories import no_block

HERE_S: Final = 45
"""Seconds after which somebody who was heard of no more has gone; they say so every 20."""
_ONE_SITTING: Final = timedelta(minutes=10)
"""Saves of one person that are no longer apart are one line of the audit log."""


class EditingService:
    """Keeps drafts, and knows who is at them."""

    def __init__(self, *, drafting: Drafting, audit: AuditLog) -> None:
        self._drafting = drafting
        self._audit = audit

    async def save(self, block: str, document: str, *, base: str, by: Account) -> Saved | Clash:
        """Keep a draft that was edited from the revision `base`; raises NotFound.

        When somebody else saved meanwhile, nothing is kept, and theirs is returned.
        """
        saved = await self._drafting.save(block, document, base=base, by=_person(by))
        if saved is None:
            raise no_block(block)
        if isinstance(saved, Saved) and saved.is_new and _begins(saved):
            deed = Deed(actor=by.email, action="block.edit", subject=block, detail="the draft")
            await self._audit.write(deed)
        return saved

    async def here(self, block: str, by: Account) -> Sequence[Presence]:
        """Note that somebody has a block open; return who else has."""
        return await self._drafting.here(block, _person(by), seconds=HERE_S)


def _begins(saved: Saved) -> bool:
    """Tell whether a save is the first of a sitting."""
    return saved.former is None or saved.at - saved.former > _ONE_SITTING


def _person(account: Account) -> Person:
    return Person(key=account.key, email=account.email, name=account.name or account.email)

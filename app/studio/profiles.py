"""Changing people's profiles and erasing them: told to the audit log by key alone."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from app.errors import NotFound, Taken, Unacceptable
from app.model.account import AuditLog, Deed
from app.model.keys import is_key
from app.model.ports import Now, Subscribers
from app.model.subscriber import Consent, Subscriber

Erase = Callable[[str], Awaitable[bool]]
"""Erases one person everywhere, by key; True if there was one."""


class ProfileService:
    """The verbs of profiles. `by` is the email of whoever does it."""

    def __init__(
        self, *, subscribers: Subscribers, erase: Erase, audit: AuditLog, now: Now
    ) -> None:
        self._subscribers = subscribers
        self._erase = erase
        self._audit = audit
        self._now = now

    async def get(self, key: str) -> Subscriber:
        """Return a profile by key; raises NotFound."""
        person = await self._subscribers.get(key) if is_key(key) else None
        if person is None:
            raise NotFound(
                "There is no subscriber of this key.",
                remedy="Look in the list; whoever was erased is not there any more.",
                field="key",
            )
        return person

    async def count(self) -> int:
        """Return how many there are."""
        return await self._subscribers.count()

    async def add(self, person: Subscriber, *, by: str) -> Subscriber:
        """Create a profile; raises Taken when somebody has the id."""
        dated = replace(person, consent=self._dated(person.consent, None))
        is_new = await self._subscribers.add(dated)
        kept = await self._subscribers.get(person.external_id)
        if not is_new:
            raise Taken(
                f"There is a subscriber {person.external_id[:80]!r} already.",
                there=kept.key if kept else "",
                remedy="Choose another id, or change the one that is there.",
                field="external_id",
                value=person.external_id[:80],
            )
        assert kept is not None
        await self._audit.write(Deed(actor=by, action="subscriber.add", subject=kept.key))
        return kept

    async def change(self, former: Subscriber, person: Subscriber, *, by: str) -> None:
        """Replace a profile; consent that changes is of now."""
        consent = self._dated(person.consent, former.consent)
        await self._subscribers.put([replace(person, key=former.key, consent=consent)])
        await self._audit.write(Deed(actor=by, action="subscriber.change", subject=former.key))

    async def erase(self, key: str, typed: str, *, by: str) -> None:
        """Erase a person whose external id was typed; raises NotFound, Unacceptable."""
        person = await self.get(key)
        if typed.strip() != person.external_id:
            raise Unacceptable(
                "That is not this person's id.",
                remedy=f"Type {person.external_id} to erase, or go back.",
                field="typed",
            )
        await self._erase(person.key)
        await self._audit.write(Deed(actor=by, action="subscriber.erase", subject=person.key))

    def _dated(self, consent: Consent, former: Consent | None) -> Consent:
        before = replace(former, at=None) if former else Consent()
        if replace(consent, at=None) == before:
            return former or Consent()
        return replace(consent, at=self._now())

"""From a draft to what readers see: reviewed, checked, published now or at an instant, undone."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.errors import Conflict, Unacceptable
from app.model.account import Account, AuditLog, Deed
from app.model.drafting import Publication, Publications, State, revision_of
from app.model.ports import BlockRecord, Blocks, BlockVersion, Now
from app.model.problem import AuthoringError, Problem, Severity
from app.studio.histories import Difference, compared, known_block
from app.studio.instants import instant_in

MOST_NOTE: Final = 500  # characters
_PUBLICATIONS: Final = 20

Vet = Callable[[str, str], Awaitable[Sequence[Problem]]]
"""Returns what is to be said about a document, as the block of a name, before it is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A draft beside what is live, and what is to be said about it."""

    record: BlockRecord
    live: BlockVersion | None
    revision: str
    problems: Sequence[Problem]
    difference: Difference | None  # None: nothing is live
    waiting: Publication | None
    last: Publication | None  # the latest that waits no more

    @property
    def errors(self) -> Sequence[Problem]:
        """What keeps it from being published."""
        return [each for each in self.problems if each.severity is Severity.ERROR]

    @property
    def warnings(self) -> Sequence[Problem]:
        """What must have been seen."""
        return [each for each in self.problems if each.severity is not Severity.ERROR]

    @property
    def is_same(self) -> bool:
        """Whether the draft is what readers see already."""
        return self.live is not None and self.live.document == self.record.draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """That a draft goes live as it was when somebody looked at it."""

    block: str
    revision: str
    note: str
    has_seen_warnings: bool
    by: Account


class PublishingService:
    """Publishes what passes, and says who published what."""

    def __init__(
        self, *, blocks: Blocks, publications: Publications, audit: AuditLog, vet: Vet, now: Now
    ) -> None:
        self._blocks = blocks
        self._publications = publications
        self._audit = audit
        self._vet = vet
        self._now = now

    async def review(self, name: str) -> Review:
        """Return the draft of a block beside its live version; raises NotFound."""
        record = await known_block(self._blocks, name)
        live = next((v for v in await self._blocks.versions(name) if v.version == record.published),
                    None)  # fmt: skip
        asked = await self._publications.of(name, limit=_PUBLICATIONS)
        return Review(
            record=record,
            live=live,
            revision=revision_of(record.draft),
            problems=await self._vet(record.draft, name),
            difference=compared(live.document, record.draft) if live else None,
            waiting=next((each for each in asked if each.state is State.WAITING), None),
            last=next((each for each in asked if each.state is not State.WAITING), None),
        )

    async def publish(self, wish: Wish) -> BlockVersion:
        """Publish the draft that was reviewed; raises NotFound, Conflict, AuthoringError."""
        record = await self._passed(wish)
        version = await self._blocks.publish(wish.block, record.draft, wish.note, only_news=True)
        await self._note(wish.by.email, "block.publish", wish.block, about(version))
        return version

    async def schedule(self, wish: Wish, *, wall: str, zone: str) -> Publication:
        """Let the draft that was reviewed go live at a wall time; another one is replaced.

        What is reviewed is what goes live: later changes of the draft stay a draft.
        """
        record = await self._passed(wish)
        at = instant_in(zone, wall, now=self._now())
        publication = await self._publications.add(
            Publication(
                number=0,
                block=wish.block,
                document=record.draft,
                at=at,
                zone=zone,
                note=wish.note,
                by=wish.by.email,
                asked_at=self._now(),
            )
        )
        said = f"goes live {at:%Y-%m-%d %H:%M} UTC"
        await self._note(wish.by.email, "block.schedule", wish.block, said)
        return publication

    async def cancel(self, name: str, by: Account) -> bool:
        """Let what waits of a block not go live; False: nothing waited."""
        waiting = [each for each in await self._publications.of(name, limit=_PUBLICATIONS)
                   if each.state is State.WAITING]  # fmt: skip
        done = [
            await self._publications.settle(each.number, State.CANCELLED, f"By {by.email}")
            for each in waiting
        ]
        if any(done):
            await self._note(by.email, "block.unschedule", name, "")
        return any(done)

    async def roll_back(self, name: str, version: int, by: Account) -> BlockVersion:
        """Make an older version the live one again; raises NotFound."""
        await known_block(self._blocks, name)
        live = await self._blocks.roll_back(name, version)
        await self._note(by.email, "block.live", name, f"version {live.version}")
        return live

    async def _passed(self, wish: Wish) -> BlockRecord:
        """Return the block whose draft is the one reviewed and passes; raises Conflict."""
        record = await known_block(self._blocks, wish.block)
        if len(wish.note) > MOST_NOTE:
            raise Unacceptable(
                f"The note has {len(wish.note):,} characters.", remedy=f"Keep it to {MOST_NOTE}.",
                field="note",
            )  # fmt: skip
        if revision_of(record.draft) != wish.revision:
            raise Conflict(
                "The draft was changed since you looked at it.",
                remedy="Look at what changed, and publish then.",
                field="revision",
            )
        problems = await self._vet(record.draft, wish.block)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise AuthoringError(tuple(problems))
        if problems and not wish.has_seen_warnings:
            raise Unacceptable(
                "There are warnings.", remedy="Read them, and say that you did.", field="seen"
            )
        return record

    async def _note(self, actor: str, action: str, name: str, detail: str) -> None:
        await self._audit.write(Deed(actor=actor, action=action, subject=name, detail=detail))


def about(version: BlockVersion, *, scheduled: bool = False) -> str:
    """Return what the audit log says of a version that was published."""
    said = f"version {version.version}" + (", as scheduled" if scheduled else "")
    return f"{said}: {version.note}" if version.note else said

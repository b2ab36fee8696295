"""What became of a block: its versions with who published them, and all that was done to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.authoring.differing import Change, Line, changes, lines
from app.errors import NotFound
from app.model.account import AuditEntry, AuditLog
from app.model.ports import BlockRecord, Blocks, BlockVersion

_DEEDS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A version with whoever published it, as far as the audit log knows."""

    version: BlockVersion
    by: str
    is_live: bool


class HistoryService:
    """Tells what became of blocks."""

    def __init__(self, *, blocks: Blocks, audit: AuditLog) -> None:
        self._blocks = blocks
        self._audit = audit

    async def history(self, name: str) -> tuple[Sequence[Told], Sequence[AuditEntry]]:
        """Return the versions of a block with who published each, and all that was done to it."""
        record = await known_block(self._blocks, name)
        deeds = await self._audit.about(name, actions="block.", limit=_DEEDS)
        whose = {
            _first_words(entry.deed.detail): entry.deed.actor
            for entry in reversed(deeds)
            if entry.deed.action == "block.publish"
        }
        told = [
            Told(
                version=version,
                by=whose.get(f"version {version.version}", ""),
                is_live=version.version == record.published,
            )
            for version in await self._blocks.versions(name)
        ]
        return told, deeds

    async def document(self, name: str, which: str) -> str:
        """Return a version's document by number, `live` or `draft`; raises NotFound."""
        record = await known_block(self._blocks, name)
        if which == "draft":
            return record.draft
        number = str(record.published) if which == "live" else which
        for version in await self._blocks.versions(name):
            if str(version.version) == number:
                return version.document
        raise NotFound(
            f"Block {name!r} has no version {which[:20]!r}.", remedy="Choose one of the list.",
            field="version", value=which[:20],
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs between two documents: fields in words, and lines in groups."""

    changes: Sequence[Change]
    lines: Sequence[Sequence[Line]]


def compared(before: str, after: str) -> Difference:
    """Return what differs between two documents."""
    return Difference(changes=changes(before, after), lines=lines(before, after))


async def known_block(blocks: Blocks, name: str) -> BlockRecord:
    """Return a block; raises NotFound."""
    record = await blocks.get(name)
    if record is None:
        raise no_block(name)
    return record


def no_block(name: str) -> NotFound:
    """Return what says that there is no block of a name."""
    return NotFound(
        f"There is no block {name[:80]!r}.",
        remedy="Look in the library.",
        field="block",
        value=name[:80],
    )


def _first_words(detail: str) -> str:
    return detail.partition(":")[0].partition(",")[0]

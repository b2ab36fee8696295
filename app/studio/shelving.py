"""Blocks made, copied, renamed and deleted, each written down."""

from collections.abc import Callable
from typing import Final

from app.authoring.renaming import renamed
from app.errors import Conflict, Taken, Unacceptable
from app.model.account import AuditLog, Deed
from app.model.keys import BLOCK_NAME_SHAPE
from app.model.ports import BlockRecord, Blocks, Messages
from app.studio.histories import no_block

_PAGE: Final = 500
_MOST_TRIED: Final = 1000
_LONGEST: Final = 63
_SHOWN: Final = 3  # messages that a refusal names


class ShelvingService:
    """What changes which blocks there are."""

    def __init__(
        self, *, blocks: Blocks, messages: Messages, audit: AuditLog, empty: Callable[[], str]
    ) -> None:
        self._blocks = blocks
        self._messages = messages
        self._audit = audit
        self._empty = empty

    async def create(self, name: str, *, by: str) -> None:
        """Make an empty draft; raises Unacceptable, Conflict."""
        await self.check_free(name)
        await self.keep(name, renamed(self._empty(), name), "empty", by=by)

    async def duplicate(self, name: str, copy: str, *, by: str) -> None:
        """Make a draft of a block's draft; raises NotFound, Unacceptable, Conflict."""
        record = await self._record(name)
        await self.check_free(copy)
        await self.keep(copy, renamed(record.draft, copy), f"a copy of {name}", by=by)

    async def rename(self, name: str, other: str, *, by: str) -> None:
        """Give a draft another name; raises NotFound, Unacceptable, Conflict."""
        record = await self._record(name)
        if record.latest:
            raise Conflict(
                f"{name!r} has been live, so its name stands in emails that were sent.",
                remedy="Duplicate it under the new name, and use that in messages to come.",
                field="name",
                value=name,
            )
        await self._check_unused(name)
        await self.check_free(other)
        if not await self._blocks.rename(record, other, renamed(record.draft, other)):
            raise Conflict(
                f"{name!r} or a block {other!r} was saved meanwhile.",
                remedy="Look at the library, and try again.",
                field="name",
                value=name,
            )
        await self._write("block.rename", other, f"was {name}", by)

    async def delete(self, name: str, *, by: str) -> None:
        """Delete a block with its versions; raises NotFound, Conflict."""
        record = await self._record(name)
        await self._check_unused(name)
        if not await self._blocks.delete(name):
            raise no_block(name)
        detail = f"with its {record.latest} versions" if record.latest else "a draft"
        await self._write("block.delete", name, detail, by)

    async def keep(self, name: str, document: str, detail: str, *, by: str) -> None:
        """Make a draft and write down what of; raises Conflict when there is such a block."""
        if not await self._blocks.create(name, document):
            raise _taken(name)
        await self._write("block.create", name, detail, by)

    async def check_free(self, name: str) -> None:
        """Refuse a name that no block can have, or that one has."""
        if BLOCK_NAME_SHAPE.match(name) is None:
            raise Unacceptable(
                f"{name[:80]!r} cannot be the name of a block.",
                remedy="Use up to 63 small letters, digits and hyphens, "
                "beginning with a letter or digit.",
                field="name",
                value=name[:80],
            )
        if await self._blocks.get(name) is not None:
            raise _taken(name)

    async def suggested(self, name: str) -> str:
        """Return a name for a block that none has: that one, or with a number."""
        short = name[: _LONGEST - 4]
        for number in range(1, _MOST_TRIED):
            tried = name if number == 1 else f"{short}-{number}"
            if await self._blocks.get(tried) is None:
                return tried
        return ""

    async def _check_unused(self, name: str) -> None:
        users = await self._users(name)
        if users:
            more = f" and {len(users) - _SHOWN} more" if len(users) > _SHOWN else ""
            raise Conflict(
                f"{name!r} stands in {', '.join(users[:_SHOWN])}{more}.",
                remedy="Take it out of these messages first.",
                field="name",
                value=name,
            )

    async def _users(self, name: str) -> list[str]:
        found: list[str] = []
        cursor = ""
        while True:
            page = await self._messages.page(cursor=cursor, limit=_PAGE)
            found += [f"“{each.title or each.name}”" for each in page.items if name in each.blocks]
            cursor = page.cursor
            if not cursor:
                return found

    async def _record(self, name: str) -> BlockRecord:
        record = await self._blocks.get(name) if BLOCK_NAME_SHAPE.match(name) else None
        if record is None:
            raise no_block(name)
        return record

    async def _write(self, action: str, subject: str, detail: str, by: str) -> None:
        await self._audit.write(Deed(actor=by, action=action, subject=subject, detail=detail))


def _taken(name: str) -> Taken:
    return Taken(
        f"There is a block {name!r} already.",
        there=name,
        remedy="Choose another name.",
        field="name",
        value=name,
    )

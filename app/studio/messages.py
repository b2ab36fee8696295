"""Messages as the studio changes them: made, changed, deleted, each written to the audit log."""

from dataclasses import dataclass, replace

from app.errors import NotFound, Taken, Unacceptable
from app.model.account import AuditLog, Deed
from app.model.keys import MessageKey
from app.model.message import Message
from app.model.ports import Brands, Messages, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageService:
    """Knows the emails that are sent. `by` is the address of whoever does something."""

    messages: Messages
    brands: Brands
    audit: AuditLog

    async def page(self, *, wanted: str, cursor: str, limit: int) -> Page[Message]:
        """Return messages by name, those whose name or title holds a text in small letters."""
        found: list[Message] = []
        while len(found) < limit:
            page = await self.messages.page(cursor=cursor, limit=limit)
            found += [each for each in page.items if wanted in f"{each.name}\n{each.title}".lower()]
            cursor = page.cursor
            if not cursor:
                break
        return Page(items=tuple(found), cursor=cursor)

    async def get(self, key: str) -> Message:
        """Return a message by key; raises NotFound."""
        message = await self.messages.get(key)
        if message is None or message.key != key:
            raise NotFound(
                f"There is no message {key[:60]!r}.", remedy="Look in the list of messages.",
                field="message", value=key,
            )  # fmt: skip
        return message

    async def create(self, message: Message, *, by: str) -> Message:
        """Create a message; raises Taken when one has its name, Unacceptable."""
        if (former := await self.messages.get(message.name)) is not None:
            raise _taken(former, message)
        self._check_brand(message)
        is_new = await self.messages.add(replace(message, key=MessageKey("")))
        made = await self.messages.get(message.name)
        if not is_new:
            raise _taken(made or message, message)
        assert made is not None
        await self.audit.write(Deed(actor=by, action="message.create", subject=made.name))
        return made

    async def change(self, key: str, message: Message, *, by: str) -> None:
        """Change a message, which keeps its name and key; raises NotFound, Unacceptable."""
        former = await self.get(key)
        self._check_brand(message)
        kept = replace(message, key=former.key, name=former.name, html=former.html)
        if kept == former:
            return
        await self.messages.put([kept])
        await self.audit.write(Deed(actor=by, action="message.change", subject=former.name))

    async def delete(self, key: str, *, by: str) -> None:
        """Delete a message; its addresses show the brand's placeholder from then on."""
        message = await self.get(key)
        await self.messages.delete(message.key)
        await self.audit.write(Deed(actor=by, action="message.delete", subject=message.name))

    def _check_brand(self, message: Message) -> None:
        if message.brand and self.brands.read(message.brand).name != message.brand:
            raise Unacceptable(
                f"There is no brand {message.brand[:60]!r}.",
                remedy="Choose one of the list.",
                field="brand",
                value=message.brand,
            )


def _taken(former: Message, message: Message) -> Taken:
    return Taken(
        f"There is a message {former.name!r} already.",
        there=former.key,
        remedy="Choose another name, or change that one.",
        field="name",
        value=message.name,
    )

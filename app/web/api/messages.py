"""Messages: emails as sent, whose keys stand in the URLs."""

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from app.delivery.embed import DEFAULT_FIELD, find_esp, merge_tag
from app.errors import Refused
from app.model.keys import BLOCK_NAME_SHAPE, MessageKey
from app.model.message import Message
from app.web.api.calls import Call
from app.web.api.checks import Faults
from app.web.api.collection import Collection, Table
from app.web.api.subscribers import Instant, Scalar

_MOST_BLOCKS = 200
_LONGEST_HTML = 1_000_000


class MessageDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A message. `key` is made by the server: what is sent is ignored.

    `html` is the email as sent, with {base}, {message} and {subscriber} for its keys. With
    `redirect` opens are answered by a 302 to the picture's own address, which a CDN keeps; not
    every mail client follows, so test it with yours. `esp` and `esp_field` say whose
    merge tags its snippets hold.
    """

    name: str = ""
    key: str = ""
    title: str = ""
    brand: str = ""
    sent_at: Instant | None = None
    params: dict[str, Scalar] = {}
    blocks: list[str] = []
    redirect: bool = False
    esp: str = ""
    esp_field: str = ""
    html: str = ""


class MessageCollection(Collection[MessageDocument, Message]):
    """`/messages`."""

    plural: ClassVar[str] = "messages"
    singular: ClassVar[str] = "message"
    named_by: ClassVar[str] = "name"
    has_keys: ClassVar[bool] = True
    document = MessageDocument

    def table(self, call: Call) -> Table[Message]:
        """Return the port."""
        return call.services.messages

    def parse(self, document: MessageDocument, faults: Faults, _call: Call) -> Message:
        """Return the message that a document describes."""
        if len(document.blocks) > _MOST_BLOCKS:
            count = len(document.blocks)
            faults.add("blocks", count, f"{count} blocks are named.", f"Keep to {_MOST_BLOCKS}.")
        for place, name in enumerate(document.blocks):
            if not BLOCK_NAME_SHAPE.match(name):
                detail = f"{name!r} cannot be the name of a block."
                faults.add(f"blocks[{place}]", name, detail, "Use a-z, 0-9 and '-'.")
        return Message(
            key=MessageKey(""),
            name=faults.name("name", document.name),
            title=faults.text("title", document.title),
            brand=faults.text("brand", document.brand),
            sent_at=faults.instant("sent_at", document.sent_at),
            params=faults.attributes("params", document.params),
            blocks=tuple(document.blocks),
            redirect=document.redirect,
            esp=_provider(document, faults),
            esp_field=document.esp_field,
            html=faults.text("html", document.html, _LONGEST_HTML),
        )

    def complete(
        self,
        call: Call,
        _document: MessageDocument,
        noun: Message,
        faults: Faults,
        _stored: Mapping[str, Message],
    ) -> Message:
        """Refuse a brand that does not exist."""
        if noun.brand and call.services.brands.read(noun.brand).name != noun.brand:
            detail = f"There is no brand {noun.brand!r}."
            faults.add("brand", noun.brand, detail, "Create it, or leave brand out.")
        return noun

    def represent(self, noun: Message) -> MessageDocument:
        """Return the message as it is shown."""
        return MessageDocument(
            name=noun.name,
            key=noun.key,
            title=noun.title,
            brand=noun.brand,
            sent_at=noun.sent_at,
            params=dict(noun.params),
            blocks=list(noun.blocks),
            redirect=noun.redirect,
            esp=noun.esp,
            esp_field=noun.esp_field,
            html=noun.html,
        )

    async def remove(self, call: Call, ident: str) -> bool:
        """Delete the message; its URLs show the brand's placeholder from then on."""
        return await call.services.messages.delete(ident)


def _provider(document: MessageDocument, faults: Faults) -> str:
    """Return the provider's own name; empty: none is named."""
    try:
        merge_tag(document.esp or "raw", field=document.esp_field or DEFAULT_FIELD)
        return find_esp(document.esp).name if document.esp else ""
    except Refused as error:
        faults.add(error.field.replace("field", "esp_field"), error.value, str(error), error.remedy)
        return ""

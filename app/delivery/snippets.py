"""What a marketer pastes for a whole message: each block's HTML with the tags of who sends it."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from html import escape

from app.decide.binding import fixed_text
from app.delivery.embed import DEFAULT_FIELD, advice, find_esp, merge_tag, snippet
from app.delivery.esps import Esp
from app.delivery.plans import Plans
from app.errors import AppError
from app.model.message import Message
from app.model.plan import Plan
from app.model.rendering import Format

_log = logging.getLogger("opentime.snippets")
_NOBODY_NAMED = "raw"
_WHOLE = """<table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0">
{rows}
</table>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockSnippet:
    """One block of a message; without `html` it cannot be embedded, and `why` says it.

    Width and height are CSS pixels.
    """

    block: str
    html: str = ""
    width: int = 0
    height: int = 0
    alt: str = ""
    extension: str = ""
    is_personal: bool = False
    calendar: str = ""  # the address of its event, if it has one
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSnippets:
    """Everything to paste. `tag` inserts our key, `advice` is what to do before sending."""

    esp: Esp
    field: str
    tag: str
    advice: str
    blocks: tuple[BlockSnippet, ...]
    whole: str  # every block, one below the other
    view: str  # the link to the message in a browser


class Snippets:
    """Writes snippets for the blocks as they are published now."""

    def __init__(self, *, plans: Plans, base_url: str, extra: Collection[Format]) -> None:
        self._plans = plans
        self._base_url = base_url.rstrip("/")
        self._extra = extra

    async def of(self, message: Message, *, esp: str = "", field: str = "") -> MessageSnippets:
        """Return a message's snippets, by default for the provider it names; raises Refused."""
        found = find_esp(esp or message.esp or _NOBODY_NAMED)
        is_own = found.name == message.esp
        field = field or (message.esp_field if is_own else "") or DEFAULT_FIELD
        tag = merge_tag(found.name, field=field)
        blocks = [await self._block(message, each, found.name, field) for each in message.blocks]
        rows = "\n".join(f"<tr><td>{each.html}</td></tr>" for each in blocks if each.html)
        view = f"{escape(self._base_url)}/v/{message.key}/{tag}"
        return MessageSnippets(
            esp=found,
            field=field,
            tag=tag,
            advice=advice(found.name, field=field),
            blocks=tuple(blocks),
            whole=_WHOLE.format(rows=rows) if rows else "",
            view=f'<a href="{view}">View in browser</a>',
        )

    async def _block(self, message: Message, block: str, esp: str, field: str) -> BlockSnippet:
        try:
            plan = await self._plans.get(block)
        except AppError as error:
            _log.warning("Block %s has no snippet: %s", block, error)
            return BlockSnippet(block=block, why="Its published version has errors.")
        if plan is None:
            return BlockSnippet(block=block, why="It is not published.")
        return self._written(message, plan, esp, field)

    def _written(self, message: Message, plan: Plan, esp: str, field: str) -> BlockSnippet:
        alt = fixed_text(plan.alt) or message.title or plan.block
        tag = merge_tag(esp, field=field)
        return BlockSnippet(
            block=plan.block,
            html=snippet(
                esp,
                base_url=self._base_url,
                message_key=message.key,
                block=plan.block,
                width=plan.width,
                height=plan.height,
                alt=alt,
                extension=plan.format.value,
                extra=self._extra,
                field=field,
            ),
            width=plan.width,
            height=plan.height,
            alt=alt,
            extension=plan.format.value,
            is_personal=plan.personal,
            calendar=f"{self._base_url}/k/{message.key}/{tag}/{plan.block}.ics"
            if plan.event
            else "",
        )

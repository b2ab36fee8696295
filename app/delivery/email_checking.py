"""An email that somebody pasted: what is wrong with it, and a copy in which that is mended."""

import asyncio
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.authoring.email_files import Mail, check_parts, read_mail, with_html
from app.authoring.email_fixing import BlockLook, fixed_email
from app.authoring.email_html import check_email
from app.authoring.email_sending import Sending
from app.authoring.email_urls import live_blocks
from app.decide.binding import fixed_text
from app.delivery.embed import DEFAULT_FIELD, find_esp, merge_tag
from app.delivery.plans import Plans
from app.errors import AppError
from app.model.problem import Problem
from app.model.rendering import Format

_HEADER: Final = re.compile(
    r"\s*(?:received|return-path|delivered-to|mime-version|from|to|subject|date|message-id"
    r"|content-type|x-[a-z-]+)\s*:",
    re.IGNORECASE,
)
_SHOWN: Final = 160  # characters of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A problem, and the line of the email where it stands (empty: of the whole email)."""

    problem: Problem
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailCheck:
    """What is wrong, which blocks the email shows, and what a mended copy would change."""

    found: tuple[Found, ...]
    blocks: tuple[str, ...]
    mendable: tuple[tuple[int, str], ...]  # line, what would be done
    is_file: bool  # with headers, not HTML alone


@dataclass(frozen=True, slots=True, kw_only=True)
class MendedEmail:
    """A mended copy: its bytes and what a file of them ends in."""

    body: bytes
    ending: str


def sending_by(esp: str, field: str = DEFAULT_FIELD) -> Sending:
    """Return how an ESP writes our key; any ESP's way when none is named. Raises Refused."""
    if not esp:
        return Sending()
    return Sending(tag=merge_tag(esp, field=field), esp=find_esp(esp).title)


class EmailChecks:
    """Checks emails against the blocks as they are published now, off the loop."""

    def __init__(self, *, plans: Plans, extra: Collection[Format]) -> None:
        self._plans = plans
        self._extra = extra

    async def check(self, text: str, esp: str = "", field: str = DEFAULT_FIELD) -> EmailCheck:
        """Return what there is to say about HTML, or about a whole email with its headers.

        Raises Unacceptable for an email without HTML, Refused for an unknown provider.
        """
        sending = sending_by(esp, field)
        mail, html = await asyncio.to_thread(_read, text)
        looks = await self._looks(live_blocks(html))
        return await asyncio.to_thread(self._checked, mail, html, sending, looks)

    async def mended(self, text: str, esp: str = "", field: str = DEFAULT_FIELD) -> MendedEmail:
        """Return a copy in which everything is mended that can be; raises as `check`."""
        return await self._copied(text, sending_by(esp, field))

    async def merged(self, text: str, key: str) -> MendedEmail:
        """Return a mended copy for one subscriber, whose key stands where tags stood."""
        return await self._copied(text, Sending(tag=key))

    async def _copied(self, text: str, sending: Sending) -> MendedEmail:
        mail, html = await asyncio.to_thread(_read, text)
        looks = await self._looks(live_blocks(html))
        fixed = await asyncio.to_thread(fixed_email, html, sending=sending, looks=looks)
        if mail is None:
            return MendedEmail(body=fixed.html.encode(), ending="html")
        return MendedEmail(body=with_html(mail, fixed.html), ending="eml")

    def _checked(
        self, mail: Mail | None, html: str, sending: Sending, looks: Mapping[str, BlockLook]
    ) -> EmailCheck:
        sent = Sending(tag=sending.tag, esp=sending.esp, is_sent=mail is not None and mail.is_sent)
        problems = check_email(html, extra=self._extra, sending=sent)
        lines = html.splitlines()
        found = [Found(problem=each, excerpt=_line(lines, each.line)) for each in problems]
        if mail is not None:
            found = [*(Found(problem=each, excerpt="") for each in check_parts(mail)), *found]
        fixed = fixed_email(html, sending=sending, looks=looks)
        return EmailCheck(
            found=tuple(found),
            blocks=live_blocks(html),
            mendable=fixed.done,
            is_file=mail is not None,
        )

    async def _looks(self, names: Iterable[str]) -> dict[str, BlockLook]:
        looks = {}
        for name in names:
            try:
                plan = await self._plans.get(name)
            except AppError:  # its image keeps the size it has
                continue
            if plan is not None:
                alt = fixed_text(plan.alt) or name
                looks[name] = BlockLook(width=plan.width, height=plan.height, alt=alt)
        return looks


def _read(text: str) -> tuple[Mail | None, str]:
    """Return the email, if there is more than HTML, and its HTML."""
    if _HEADER.match(text) is None:
        return None, text
    mail = read_mail(text.lstrip().encode(), file="The email")
    return mail, mail.html


def _line(lines: list[str], number: int) -> str:
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"

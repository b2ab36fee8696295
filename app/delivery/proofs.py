"""Proofs: a message as one person would get it, as a whole email.

Its pictures are live (the addresses of that person's opens, which are counted as such) or still:
drawn now, by the code of an open, and carried along, so that nobody is counted and no address of
ours need be reached.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from enum import StrEnum
from html import escape
from typing import Final

from app.delivery.plans import Plans
from app.delivery.previewing import Preview, PreviewRequest, PreviewService
from app.delivery.viewing import ViewService
from app.errors import AppError, TooLarge
from app.model.keys import ANONYMOUS
from app.model.message import Message
from app.model.plan import Plan
from app.model.ports import Now
from app.model.subscriber import Subscriber

MOST_BYTES: Final = 32 << 20
"""What the pictures of one email may come to; mail servers take less."""
_PAGE: Final = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"></head>
<body style="margin:0;padding:0;background:#f2f2f0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" width="600" cellpadding="0" cellspacing="0"
 style="width:100%;max-width:600px;background:#ffffff">
{rows}
</table></td></tr></table></body></html>
"""
_IMAGE: Final = (
    '<img src="cid:{cid}" width="{width}" height="{height}" alt="{alt}" border="0" '
    'style="display:block;max-width:100%;height:auto">'
)


class Pictures(StrEnum):
    """How a proof carries its pictures."""

    LIVE = "live"
    STILL = "still"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Who gets a proof, as whom. `profile` None: somebody unknown.

    Addresses as in `Shop <hello@shop.example>`.
    """

    profile: Subscriber | None
    pictures: Pictures
    sender: str
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """One block as that person would see it."""

    plan: Plan
    preview: Preview

    def said(self, name: str) -> str:
        """Return one of the texts of the decision."""
        return str(self.preview.document[name] or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """Writes proofs as emails (RFC 5322)."""

    previewing: PreviewService
    viewing: ViewService
    plans: Plans
    now: Now
    most_bytes: int = MOST_BYTES

    async def email(self, message: Message, letter: Letter) -> bytes:
        """Return the email; a block that cannot be drawn is left out. Raises TooLarge."""
        shown: list[_Shown] = []
        size = 0
        for name in message.blocks:
            each = await self._shown(message, name, letter)
            if each is None:
                continue
            size += len(each.preview.body)
            if size > self.most_bytes:
                raise TooLarge(
                    f"The pictures come to more than {self.most_bytes >> 20} MiB.",
                    remedy="Choose live pictures, or show fewer blocks.",
                    field="pictures",
                )
            shown.append(each)
        live = ""
        if letter.pictures is Pictures.LIVE:
            key = letter.profile.key if letter.profile else ANONYMOUS
            live = await self.viewing.page(message, key)
        return await asyncio.to_thread(_written, message, letter, self.now(), shown, live)

    async def _shown(self, message: Message, block: str, letter: Letter) -> _Shown | None:
        try:
            plan = await self.plans.get(block)
            if plan is None:
                return None
            request = PreviewRequest(block=block, profile=letter.profile, message=message.key)
            preview = await self.previewing.preview(request)
        except AppError:  # as at a view: the rest of the email stands
            return None
        is_carried = letter.pictures is Pictures.STILL
        return _Shown(plan=plan, preview=preview if is_carried else replace(preview, body=b""))


def _written(
    message: Message, letter: Letter, now: datetime, shown: Sequence[_Shown], live: str
) -> bytes:
    """Return the email with a page of live pictures, or its own pictures where there is none."""
    mail = _headed(message, letter, now)
    mail.set_content(_plain(message, shown))
    if letter.pictures is Pictures.LIVE:
        mail.add_alternative(live, subtype="html", cte="quoted-printable")
    else:
        _add_stills(mail, message, shown)
    return mail.as_bytes(policy=policy.SMTP)


def _headed(message: Message, letter: Letter, now: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = letter.sender
    mail["To"] = letter.to or letter.sender
    mail["Subject"] = f"[Proof] {' '.join((message.title or message.name).split())[:200]}"
    mail["Date"] = format_datetime(now)
    domain = parseaddr(letter.sender)[1].rpartition("@")[2]
    mail["Message-ID"] = make_msgid(domain=domain or "localhost")
    # Nobody's automatic reply, nobody's list.
    mail["Auto-Submitted"] = "auto-generated"
    return mail


def _plain(message: Message, shown: Sequence[_Shown]) -> str:
    parts = [message.title or message.name]
    for each in shown:
        lines = (each.said("text") or each.said("alt"), each.said("link"))
        parts.append("\n".join(line for line in lines if line))
    return "\n\n".join(parts) + "\n"


def _add_stills(mail: EmailMessage, message: Message, shown: Sequence[_Shown]) -> None:
    """Add an HTML part whose pictures are parts of the email too."""
    ids = [f"{at}.{each.plan.block}@proof.opentime" for at, each in enumerate(shown)]
    rows = "\n".join(_row(each, cid) for each, cid in zip(shown, ids, strict=True))
    title = escape(message.title or message.name)
    page = _PAGE.format(language="en", title=title, rows=rows)
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    html = mail.get_body(("html",))
    assert isinstance(html, EmailMessage)
    for each, cid in zip(shown, ids, strict=True):
        form = each.plan.format
        html.add_related(
            each.preview.body,
            maintype="image",
            subtype=form.media_type.partition("/")[2],
            cid=f"<{cid}>",
            filename=f"{each.plan.block}.{form.value}",
            disposition="inline",
        )


def _row(shown: _Shown, cid: str) -> str:
    plan, link = shown.plan, shown.said("link")
    alt = escape(shown.said("alt") or shown.said("text"))
    image = _IMAGE.format(cid=cid, width=plan.width, height=plan.height, alt=alt)
    return (
        f'<tr><td><a href="{escape(link)}">{image}</a></td></tr>'
        if link
        else f"<tr><td>{image}</td></tr>"
    )

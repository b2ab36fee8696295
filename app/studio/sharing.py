"""Links that show a preview to people without an account: signed, expiring, withdrawn at will.

A token is an id, the second at which it expires, and a MAC of both under the home's secret; what
it shows is kept here, so nothing of it stands in the address.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from app.errors import Conflict, NotFound
from app.model.account import AuditLog, Deed
from app.model.ports import Now
from app.model.sharing import SharedLink, SharedLinks

SHORTEST: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=30)
MOST: Final = 500
"""Links that are kept at once."""
_REMEMBERED: Final = timedelta(days=7)  # after its end, to say that it expired
_ID_BYTES: Final = 12
_MAC_LETTERS: Final = 32
_TOKEN: Final = re.compile(r"([A-Za-z0-9_-]{16})\.([0-9]{1,12})\.([0-9a-f]{32})\Z")
_PURPOSE: Final = b"opentime shared preview 1"


class SharingService:
    """Makes, opens and withdraws shared previews."""

    def __init__(
        self, *, links: SharedLinks, audit: AuditLog, secret: bytes, now: Now, most: int = MOST
    ) -> None:
        self._links = links
        self._audit = audit
        self._key = hmac.new(secret, _PURPOSE, hashlib.sha256).digest()
        self._now = now
        self._most = most

    async def share(
        self,
        *,
        block: str,
        query: str,
        is_personal: bool,
        by: str,
        lasts: timedelta,
        document: str = "",
    ) -> SharedLink:
        """Keep a preview for an hour to thirty days; raises Conflict when there are too many.

        `document`: the draft that is shared; empty: what is published is shown.
        """
        now = self._now()
        await self._sweep(now)
        link = SharedLink(
            id=secrets.token_urlsafe(_ID_BYTES),
            block=block,
            query=query,
            is_personal=is_personal,
            made_by=by,
            made_at=now,
            expires_at=now + max(SHORTEST, min(LONGEST, lasts)),
            document=document,
        )
        await self._links.put(link)
        detail = f"until {link.expires_at:%Y-%m-%d %H:%M} UTC"
        await self._audit.write(
            Deed(actor=by, action="preview.share", subject=block, detail=detail)
        )
        return link

    async def open(self, token: str) -> SharedLink | None:
        """Return what a token shows; None once it expired or was withdrawn.

        Raises NotFound for a token that we did not make.
        """
        match = _TOKEN.match(token)
        if match is None or not hmac.compare_digest(self._mac(match[1], int(match[2])), match[3]):
            raise NotFound(
                "This link is not complete, or was changed on its way.",
                remedy="Ask whoever sent it to send it again.",
            )
        link = await self._links.get(match[1])
        if link is None or link.withdrawn_at is not None or self._now() >= link.expires_at:
            return None
        return link

    async def of_block(self, block: str) -> tuple[SharedLink, ...]:
        """Return a block's links that still show something, the newest first."""
        now = self._now()
        return tuple(
            link
            for link in await self._links.all()
            if link.block == block and link.withdrawn_at is None and now < link.expires_at
        )

    async def withdraw(self, block: str, ident: str, *, by: str) -> None:
        """Let a link show nothing from now on; raises NotFound when the block has none such."""
        link = await self._links.get(ident)
        if link is None or link.block != block:
            raise NotFound("There is no such link.", remedy="Load the page again.", field="id")
        if link.withdrawn_at is None:
            await self._links.put(replace(link, withdrawn_at=self._now(), document=""))
            await self._audit.write(Deed(actor=by, action="preview.withdraw", subject=block))

    def token(self, link: SharedLink) -> str:
        """Return the token of a link."""
        expires = int(link.expires_at.timestamp())
        return f"{link.id}.{expires}.{self._mac(link.id, expires)}"

    def _mac(self, ident: str, expires: int) -> str:
        signed = f"{ident}.{expires}".encode()
        return hmac.new(self._key, signed, hashlib.sha256).hexdigest()[:_MAC_LETTERS]

    async def _sweep(self, now: datetime) -> None:
        links = await self._links.all()
        old = [link for link in links if link.expires_at + _REMEMBERED < now]
        for link in old:
            await self._links.forget(link.id)
        if len(links) - len(old) >= self._most:
            raise Conflict(
                f"{self._most} previews are shared at present.",
                remedy="Withdraw some first, or wait until they expire.",
            )

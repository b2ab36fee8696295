"""The whole message in a browser: the email as sent if we have it, else its blocks one by one."""

import logging
from collections.abc import Mapping
from html import escape

from app.delivery.exchange import OpenRequest, Served
from app.delivery.plans import Plans
from app.delivery.policy import page_headers, refusal_headers
from app.errors import AppError
from app.model.keys import ANONYMOUS, MessageKey, SubscriberKey, is_key
from app.model.message import Message
from app.model.plan import Plan
from app.model.ports import Brands, Messages, Profiles

_log = logging.getLogger("opentime.viewing")
_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title></head>
<body style="margin:0;background:#f2f2f0"><table role="presentation" width="600" align="center"
 cellpadding="0" cellspacing="0" style="margin:0 auto;background:#ffffff">{rows}</table>
</body></html>
"""
_ROW = """<tr><td><a href="{base}/c/{message}/{subscriber}/{block}"><img
 src="{base}/o/{message}/{subscriber}/{block}.{extension}" width="{width}" height="{height}"
 alt="{alt}" border="0" style="display:block;max-width:100%;height:auto"></a></td></tr>"""


class ViewService:
    """Serves `/v/`."""

    def __init__(
        self,
        *,
        messages: Messages,
        brands: Brands,
        profiles: Profiles,
        plans: Plans,
        base_url: str,
    ) -> None:
        self._messages = messages
        self._brands = brands
        self._profiles = profiles
        self._plans = plans
        self._base_url = base_url

    async def view(self, request: OpenRequest) -> Served:
        """Answer `/v/{message}/{subscriber}`; a stranger's view is the anonymous one."""
        parts = request.raw_path.decode("ascii", errors="replace").split("/")[2:]
        key = parts[0] if parts and is_key(parts[0]) else ""
        message = self._messages.read(MessageKey(key)) if key else None
        if message is None:
            body = b"There is no such message.\n"
            return Served(404, refusal_headers(len(body)), body)
        subscriber = await self._known(parts[1] if len(parts) > 1 else "")
        page = await self.page(message, subscriber)
        body = page.encode()
        return Served(200, page_headers(len(body)), body)

    async def page(self, message: Message, subscriber: str) -> str:
        """Return the message's HTML for a subscriber's key."""
        base = escape(self._base_url, quote=True)
        fields = {"base": base, "message": message.key, "subscriber": subscriber}
        if message.html:
            return filled(message.html, fields)
        rows = []
        for block in message.blocks:
            plan = await self._plan(block)
            if plan is not None:
                alt = message.title or message.name
                rows.append(
                    _ROW.format(
                        **fields,
                        block=block,
                        extension=plan.format.value,
                        width=plan.width,
                        height=plan.height,
                        alt=escape(alt, quote=True),
                    )
                )
        brand = self._brands.read(message.brand)
        title = escape(message.title or message.name)
        return _PAGE.format(language=escape(brand.locale), title=title, rows="".join(rows))

    async def _plan(self, block: str) -> Plan | None:
        try:
            return await self._plans.get(block)
        except AppError:
            _log.exception("Block %s is left out of a view", block)
            return None

    async def _known(self, subscriber: str) -> str:
        if not is_key(subscriber):
            return ANONYMOUS
        return subscriber if await self._profiles.read(SubscriberKey(subscriber)) else ANONYMOUS


def filled(html: str, fields: Mapping[str, str]) -> str:
    """Return a message's HTML with `{base}`, `{message}` and `{subscriber}` filled in."""
    for name, value in fields.items():
        html = html.replace("{" + name + "}", value)
    return html

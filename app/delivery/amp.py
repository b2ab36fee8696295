"""AMP for Email: the JSON of a block for the emails of senders that are allowed to read it.

What an email asks with names its sender: `AMP-Email-Sender` (CORS in email, version 2), or else
`Origin` and `__amp_source_origin` (version 1). Whatever names none is answered as ever.
"""

import re
from collections.abc import Collection
from urllib.parse import parse_qs

from app.delivery.channels import Channel
from app.delivery.exchange import OpenRequest, Served
from app.delivery.observing import Opening
from app.delivery.policy import Headers, refusal_headers
from app.delivery.policy_others import origin_permission, permitted_headers, sender_permission

_SENDER = b"amp-email-sender"
_ORIGIN = b"origin"
_SOURCE = "__amp_source_origin"
_LEGIBLE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}")
_HTTPS = re.compile(rb"https://[a-z0-9.-]{1,255}(:[0-9]{1,5})?")
_MOST_FIELDS = 128
_JSON = b"." + Channel.JSON.encode()
_FOREIGN = b"This sender may not read it: see OPENTIME_AMP_SENDERS.\n"


class AmpOpening:
    """Opens, with permission for the emails of some senders.

    `senders`: addresses and `@domains`, in small letters.
    """

    def __init__(self, opening: Opening, *, senders: Collection[str]) -> None:
        self._opening = opening
        self._senders = frozenset(senders)

    def asks(self, request: OpenRequest) -> bool:
        """Tell whether an AMP email asks for the JSON of a block."""
        headers = request.headers
        named = _SENDER in headers or (_ORIGIN in headers and _SOURCE.encode() in request.query)
        return named and request.raw_path.startswith((b"/o/", b"/s/")) and _is_json(request)

    def open_now(self, request: OpenRequest) -> Served | None:
        """Answer at once, or not at all."""
        if not self.asks(request):
            return self._opening.open_now(request)
        permission = self._permission(request)
        if permission is None:
            return _refused()
        served = self._opening.open_now(request)
        return None if served is None else _permitted(served, permission)

    async def open(self, request: OpenRequest) -> Served:
        """Answer; 403 to senders that are not allowed."""
        if not self.asks(request):
            return await self._opening.open(request)
        permission = self._permission(request)
        if permission is None:
            return _refused()
        return _permitted(await self._opening.open(request), permission)

    def _permission(self, request: OpenRequest) -> Headers | None:
        """Return what lets the asking email read the answer; None: nothing does."""
        headers = request.headers
        if _SENDER in headers:  # with both, version 2 alone counts
            sender = headers[_SENDER].decode("latin-1")
            return sender_permission(sender.encode("ascii")) if self._is_ours(sender) else None
        sender, origin = _source(request.query), headers[_ORIGIN]
        if not self._is_ours(sender) or _HTTPS.fullmatch(origin) is None:
            return None
        return origin_permission(origin, sender.encode("ascii"))

    def _is_ours(self, sender: str) -> bool:
        if _LEGIBLE.fullmatch(sender) is None:
            return False
        small = sender.lower()
        return small in self._senders or small[small.index("@") :] in self._senders


def _source(query: bytes) -> str:
    """Return the sender that a query names; empty for none, or for a query that is not read."""
    try:
        named = parse_qs(query.decode("latin-1"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ""
    return named.get(_SOURCE, [""])[-1]


def _is_json(request: OpenRequest) -> bool:
    return request.raw_path.rstrip(b"/").lower().endswith(_JSON)


def _permitted(served: Served, permission: Headers) -> Served:
    return Served(served.status, permitted_headers(served.headers, permission), served.body)


def _refused() -> Served:
    return Served(403, refusal_headers(len(_FOREIGN)), _FOREIGN)

"""Bodies of forms, for the few addresses that take one."""

from collections.abc import Mapping

from starlette.types import Receive

from app.delivery.exchange import Served
from app.delivery.policy import refusal_headers

MOST_BYTES = 2048
"""Of a form; as much as of a query is looked at."""

_TYPE = b"application/x-www-form-urlencoded"
_OTHER = b"Send application/x-www-form-urlencoded.\n"
_LONG = b"The form is longer than 2048 bytes.\n"


async def read_form(receive: Receive, headers: Mapping[bytes, bytes]) -> bytes | Served:
    """Return the body of a form as it came, or why it is not taken."""
    media_type = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if media_type != _TYPE:
        return Served(415, refusal_headers(len(_OTHER)), _OTHER)
    body = b""
    while True:
        event = await receive()
        body += bytes(event.get("body", b""))
        if len(body) > MOST_BYTES:
            return Served(413, refusal_headers(len(_LONG)), _LONG)
        if not event.get("more_body"):
            return body

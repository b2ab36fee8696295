"""Bodies that the studio takes: forms and the objects of its scripts, both bounded."""

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request

from app.errors import TooLarge, Unacceptable

_MOST_FIELDS = 500
_LONG = 32 * 1024  # bytes: what is longer is taken apart beside the loop
_DATA = msgspec.json.Decoder(dict[str, object])


async def form_of(request: Request, most_bytes: int) -> Mapping[str, str]:
    """Return the fields of a form; of several by one name the last."""
    body = await body_of(request, most_bytes)
    return _fields(body) if len(body) <= _LONG else await asyncio.to_thread(_fields, body)


async def data_of(request: Request, most_bytes: int) -> Mapping[str, object]:
    """Return the JSON object that a script sent."""
    body = await body_of(request, most_bytes)
    try:
        return _DATA.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unacceptable(
            "What was sent is no JSON object.", remedy="Load the page again.", field="body"
        ) from error


async def body_of(request: Request, most_bytes: int) -> bytes:
    """Return the whole body; raises TooLarge as soon as it is longer."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most_bytes:
            raise TooLarge(
                f"What was sent has more than {most_bytes // 1024} KiB.",
                remedy="Shorten it.",
                field="body",
            )
    return bytes(body)


def _fields(body: bytes) -> Mapping[str, str]:
    try:
        fields = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise TooLarge(
            f"The form has more than {_MOST_FIELDS} fields.", remedy="Send less."
        ) from error
    return dict(fields)

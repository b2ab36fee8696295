"""Answers for the studio's scripts."""

import msgspec
from starlette.datastructures import Headers
from starlette.responses import Response

from app.web.packing import packed, takes_packed

_JSON = "application/json"


def json_response(answer: object) -> Response:
    """Return an answer for scripts."""
    return Response(msgspec.json.encode(answer), media_type=_JSON)


def packed_json(answer: object, asked: Headers) -> Response:
    """Return a long answer, packed for whoever takes it: only what holds no secret may be so."""
    body, headers = msgspec.json.encode(answer), {"vary": "accept-encoding"}
    if takes_packed(asked):
        body, headers["content-encoding"] = packed(body), "gzip"
    return Response(body, media_type=_JSON, headers=headers)

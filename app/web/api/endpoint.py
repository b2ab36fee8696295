"""The edge of the REST API as plain ASGI: find, authorize, read, perform, answer.

Every answer carries `no-store`; every refusal is a problem document; a failure of ours is
logged and shows nothing of the inside.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

import msgspec
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from app.errors import (
    AppError,
    Forbidden,
    Overloaded,
    Unacceptable,
    Unauthorized,
    storage_failure,
)
from app.model.ports import ApiKey
from app.web.api.bodies import read_body
from app.web.api.calls import JSON, Answer, Body, Call, Operation
from app.web.api.keeping import answered_once
from app.web.api.matching import RouteTable
from app.web.api.problems import (
    MEDIA_TYPE,
    Malformed,
    MethodNotAllowed,
    UnsupportedMediaType,
    problem_document,
)
from app.web.api.services import ApiServices

_REALM = 'Bearer realm="opentime"'
_MOST_PARAMS = 20
_log = logging.getLogger("opentime.api")


class ApiEndpoint:
    """Answers everything under `/api/v1`."""

    def __init__(self, services: ApiServices, operations: Iterable[Operation]) -> None:
        self._services = services
        self._table = RouteTable(operations)
        self._writing = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
        try:
            answer = await self._answer(scope, raw_path, receive)
        except ClientDisconnect:
            return
        except AppError as error:
            if error.report:
                _log.exception("The API failed at %s", scope["method"])
            answer = refusal(error, raw_path.decode("ascii", "replace"))
        except OSError as error:
            _log.exception("A file failed the API at %s", scope["method"])
            answer = refusal(storage_failure(error), raw_path.decode("ascii", "replace"))
        except Exception:  # noqa: BLE001  # an edge: whatever it is, the caller gets a problem document
            _log.exception("The API failed at %s", scope["method"])
            failure = AppError("The request could not be carried out.", remedy="Try again later.")
            answer = refusal(failure, raw_path.decode("ascii", "replace"))
        await _send(answer, send, is_head=scope["method"] == "HEAD")

    async def _answer(self, scope: Scope, raw_path: bytes, receive: Receive) -> Answer:
        operation, path = self._table.find(scope["method"], raw_path)
        headers = Headers(scope=scope)
        key = self._authorized(headers.get("authorization", ""), operation.scope)
        query = _query(scope["query_string"], operation)
        media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        body = b""
        if operation.body is not None:
            _check_media(media_type, operation.body)
            body = await read_body(headers, receive, operation.body.limit)
        call = Call(
            services=self._services,
            key=key,
            path=path,
            query=query,
            headers=headers,
            media_type=media_type,
            body=body,
            writing=self._writing,
        )
        target = raw_path.decode("latin-1") + "?" + scope["query_string"].decode("latin-1")
        return await answered_once(call, operation, target, lambda: operation.handle(call))

    def _authorized(self, authorization: str, scope: str) -> ApiKey:
        scheme, _, secret = authorization.partition(" ")
        key = self._services.api_keys.check(secret.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            raise Unauthorized(
                "No API key, or one that is unknown, revoked or expired, was sent.",
                remedy="Send `Authorization: Bearer ot_...`.",
                field="Authorization",
            )
        if scope not in key.scopes:
            raise Forbidden(
                f"The key {key.prefix} has the scopes {', '.join(key.scopes) or 'none'}.",
                remedy=f"Use a key with the scope {scope}.",
                field="Authorization",
                value=key.prefix,
            )
        return key


def refusal(error: AppError, instance: str) -> Answer:
    """Return an error as the answer to whoever asked."""
    headers: dict[str, str] = {}
    match error:
        case Unauthorized():
            headers["www-authenticate"] = _REALM
        case Forbidden():
            headers["www-authenticate"] = f'{_REALM}, error="insufficient_scope"'
        case MethodNotAllowed():
            headers["allow"] = error.allow
        case Overloaded():
            headers["retry-after"] = "1"
        case _:
            pass
    body = msgspec.json.encode(problem_document(error, instance))
    return Answer(status=error.status, body=body, media_type=MEDIA_TYPE, headers=headers)


def _query(raw: bytes, operation: Operation) -> Mapping[str, str]:
    try:
        text = raw.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_PARAMS)
    except ValueError as error:
        raise Malformed(
            f"The query cannot be read: {error}.",
            remedy=f"Escape it, and send at most {_MOST_PARAMS} parameters.",
            field="query",
        ) from None
    known = [param.name for param in operation.query]
    for name, value in pairs:
        if name not in known:
            raise Unacceptable(
                f"There is no query parameter {name!r} here.",
                remedy=f"Allowed: {', '.join(known) or 'none'}.",
                field=name,
                value=value,
            )
    return dict(pairs)


def _check_media(media_type: str, body: Body) -> None:
    # A body without a type is taken for JSON where JSON is taken.
    if media_type in body.media or "*/*" in body.media or (not media_type and JSON in body.media):
        return
    raise UnsupportedMediaType(
        f"A body of type {media_type or 'none'!r} is not taken here.",
        remedy=f"Send Content-Type: {' or '.join(body.media)}.",
        field="Content-Type",
        value=media_type,
    )


async def _send(answer: Answer, send: Send, *, is_head: bool) -> None:
    headers = {
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        **(answer.headers or {}),
    }
    if answer.status != 204:  # noqa: PLR2004  # it has no body
        headers["content-type"] = answer.media_type
        headers["content-length"] = str(len(answer.body))
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if is_head else answer.body})

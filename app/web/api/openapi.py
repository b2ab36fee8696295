"""The description of the API (OpenAPI 3.1), generated from the route table."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.web.api.calls import Operation
from app.web.api.matching import PREFIX
from app.web.api.problems import MEDIA_TYPE, ProblemDocument

_REFERENCE = "#/components/schemas/{name}"
_PARAM = re.compile(r"\{(\w+)\}")
_ALWAYS = (401, 403, 500, 503)
_TEXT = {"type": "string"}


def openapi_route(operations: tuple[Operation, ...]) -> Route:
    """Return the route of `/openapi.json`."""

    @lru_cache(maxsize=1)
    def body() -> bytes:
        return msgspec.json.encode(openapi_document(operations))

    async def answer(_request: Request) -> Response:
        return Response(
            body(), media_type="application/json", headers={"cache-control": "no-store"}
        )

    return Route("/openapi.json", answer)


def openapi_document(operations: Iterable[Operation]) -> dict[str, Any]:
    """Return the description of the operations."""
    operations = tuple(operations)
    kinds = [kind for each in operations for kind in _kinds(each)]
    schemas, components = msgspec.json.schema_components(
        [*kinds, ProblemDocument], ref_template=_REFERENCE
    )
    known = dict(zip(map(id, kinds), schemas, strict=False))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(PREFIX + operation.path, {})[operation.method.lower()] = _described(
            operation, known
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Opentime",
            "version": "1",
            "description": "Live email content: what readers see is decided when they open.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(map(_tag, operations))],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An API key `ot_...` with the scope read or write.",
                }
            },
            "responses": {"Problem": _problem()},
        },
    }


def _kinds(operation: Operation) -> list[Any]:
    taken = operation.body.media.values() if operation.body else ()
    each = [kind for some in taken for kind in (some if isinstance(some, tuple) else (some,))]
    return [kind for kind in (*each, operation.answers) if kind is not None]


def _described(operation: Operation, schemas: Mapping[int, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": f"Needs the scope `{operation.scope}`.",
        "tags": [_tag(operation)],
        "parameters": _parameters(operation),
        "responses": _responses(operation, schemas),
    }
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "description": f"At most {operation.body.limit:,} bytes.",
            "content": {
                media: {"schema": _taken(kind, schemas)}
                for media, kind in operation.body.media.items()
            },
        }
    return described


def _taken(kind: Any, schemas: Mapping[int, Any]) -> Any:
    if kind is None:
        return {"type": "string", "contentMediaType": "application/octet-stream"}
    if isinstance(kind, tuple):
        return {"anyOf": [schemas[id(each)] for each in kind]}
    return schemas[id(kind)]


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {**_TEXT, "minLength": 1}}
        for name in _PARAM.findall(operation.path)
    ]
    found += [
        {"name": each.name, "in": "query", "description": each.says, "schema": dict(each.schema)}
        for each in operation.query
    ]
    if operation.keeps_answer:
        says = "A repeated request with the same key is answered, not repeated."
        schema = {**_TEXT, "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
        found.append(
            {"name": "Idempotency-Key", "in": "header", "description": says, "schema": schema}
        )
    return found


def _responses(operation: Operation, schemas: Mapping[int, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for status in (operation.status, *operation.also):
        answer: dict[str, Any] = {"description": HTTPStatus(status).phrase}
        if operation.answers is not None:
            schema = schemas[id(operation.answers)]
            answer["content"] = {operation.answer_media: {"schema": schema}}
        elif operation.answer_media != "application/json":
            answer["content"] = {operation.answer_media: {}}
        answers[str(status)] = answer
    for status in sorted(_problems(operation)):
        answers[str(status)] = {"$ref": "#/components/responses/Problem"}
    return answers


def _problems(operation: Operation) -> set[int]:
    found = {*_ALWAYS, 422}
    if "{" in operation.path or operation.name == "preview":
        found.add(404)
    if operation.query:
        found.add(400)
    if operation.body is not None:
        found |= {400, 409, 413, 415, 507}
    if operation.name == "revoke_key":
        found.add(409)
    return found


def _problem() -> dict[str, Any]:
    reference = {"$ref": _REFERENCE.format(name=ProblemDocument.__name__)}
    return {
        "description": "Why it was refused: every field with its value and the remedy.",
        "content": {MEDIA_TYPE: {"schema": reference}},
    }


def _tag(operation: Operation) -> str:
    return operation.path.split("/")[1]

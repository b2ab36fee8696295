"""One call of the API, its answer, and the operations of which the route table is made."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.datastructures import Headers

from app.errors import NotFound
from app.model.ports import ApiKey
from app.web.api.services import ApiServices

KIB = 1024
MIB = 1024 * KIB
SINGLE = 1 * MIB
BULK = 16 * MIB
JSON = "application/json"
READ = "read"
WRITE = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request whose caller has the right, with its whole body, within the limit.

    `writing` is held by whoever reads a record in order to write it changed.
    """

    services: ApiServices
    key: ApiKey
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Headers
    media_type: str
    body: bytes
    writing: asyncio.Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent back; `no-store` is added to every answer."""

    status: int = 200
    body: bytes = b""
    media_type: str = JSON
    headers: Mapping[str, str] | None = None


Handle = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryParam:
    """A query parameter that an operation knows; others are refused."""

    name: str
    says: str
    schema: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What an operation takes, and the limit in bytes.

    `media`: type by media type; None: raw bytes; a tuple: any of these types.
    """

    media: Mapping[str, Any]
    limit: int = SINGLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One line of the route table. `answers` is the type of the answer, by media type.

    `keeps_answer`: an Idempotency-Key makes a repeated request be answered, not repeated.
    """

    method: str
    path: str
    name: str
    summary: str
    scope: str
    handle: Handle
    status: int = 200
    also: tuple[int, ...] = ()  # other statuses of success, with the same answer
    body: Body | None = None
    query: tuple[QueryParam, ...] = ()
    answers: Any = None
    answer_media: str = JSON
    keeps_answer: bool = False


class Counts(msgspec.Struct, kw_only=True):
    """What a bulk write did: rows that did not exist, that changed, that were as they are."""

    created: int
    updated: int
    unchanged: int


def json_answer(document: object, status: int = 200) -> Answer:
    """Return a document as JSON."""
    return Answer(status=status, body=msgspec.json.encode(document))


def gone() -> Answer:
    """Return the answer of a deletion."""
    return Answer(status=204)


def unknown(noun: str, ident: str, remedy: str = "List what there is.") -> NotFound:
    """Return the error for something that does not exist."""
    return NotFound(f"There is no {noun} {ident!r}.", remedy=remedy, field="id", value=ident)

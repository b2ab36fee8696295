"""Sources: other people's data that blocks read as `source.NAME.*`."""

from collections.abc import Sequence
from typing import Any

import msgspec

from app.model.facts import Missing, Value
from app.model.money import Money
from app.model.problem import Problem
from app.model.source import Harvest, SourceHealth, SourceSpec, SourceStatus
from app.web.api.calls import (
    JSON,
    KIB,
    READ,
    WRITE,
    Answer,
    Body,
    Call,
    Operation,
    QueryParam,
    gone,
    json_answer,
    unknown,
)
from app.web.api.listing import listed
from app.web.api.problems import Malformed, ProblemEntry, finding
from app.web.api.subscribers import Instant

_YAML = ("application/yaml", "text/yaml", "application/x-yaml")
_BRAND = QueryParam(
    name="brand", says="Its brand; otherwise the default", schema={"type": "string"}
)
_LIMIT = QueryParam(
    name="limit",
    says="How many rows at most",
    schema={"type": "integer", "minimum": 1, "maximum": 1_000, "default": 100},
)


class StatusDocument(msgspec.Struct, kw_only=True):
    """How a source is doing. Instants are null when it never came to that."""

    health: SourceHealth
    rows: int
    bad_rows: int
    last_good: Instant | None
    last_tried: Instant | None
    last_error: str
    failures: int
    next_run: Instant | None
    took_ms: int
    size_bytes: int


class SourceEntry(msgspec.Struct, kw_only=True):
    """A source in a list."""

    name: str
    brand: str
    url: str
    every: str
    feeds: str
    status: StatusDocument


class SourceAnswer(msgspec.Struct, kw_only=True):
    """A source: its document, how it is doing, and what is to be said about the document."""

    name: str
    brand: str
    document: dict[str, Any]
    status: StatusDocument
    problems: list[ProblemEntry]


class SourceList(msgspec.Struct):
    """Every source, by brand and name."""

    items: list[SourceEntry]
    cursor: str = ""


class RowList(msgspec.Struct, kw_only=True):
    """The first of the last good rows; a field that a row lacks is null."""

    fetched_at: Instant | None
    changed_at: Instant | None
    items: list[dict[str, Any]]


async def list_sources(call: Call) -> Answer:
    """Answer every source with how it is doing."""
    desk = call.services.sources
    items = [
        SourceEntry(
            name=spec.name,
            brand=spec.brand,
            url=spec.url,
            every=desk.document(spec)["every"],
            feeds=spec.feeds.value,
            status=_status(await desk.status(spec)),
        )
        for spec in await desk.all(call.query.get("brand", ""))
    ]
    return json_answer(SourceList(items))


async def get_source(call: Call) -> Answer:
    """Answer one source."""
    return json_answer(await _shown(await _known(call), call, ()))


async def put_source(call: Call) -> Answer:
    """Configure a source; raises AuthoringError with every problem of the document."""
    spec, written, warnings = await call.services.sources.put(
        _text(call), name=call.path["name"], brand=call.query.get("brand", "")
    )
    return json_answer(await _shown(spec, call, warnings), 201 if written.created else 200)


async def delete_source(call: Call) -> Answer:
    """Delete a source; blocks that read it go on to what needs it not."""
    name = call.path["name"]
    if not await call.services.sources.delete(name, call.query.get("brand", "")):
        raise unknown("source", name)
    return gone()


async def source_status(call: Call) -> Answer:
    """Answer how a source is doing."""
    return json_answer(_status(await call.services.sources.status(await _known(call))))


async def fetch_source(call: Call) -> Answer:
    """Fetch a source now; the next open is decided on what it brings."""
    return json_answer(_status(await call.services.sources.fetch(await _known(call))))


async def source_rows(call: Call) -> Answer:
    """Answer the first of the last good rows."""
    _, limit = listed(call)
    spec = await _known(call)
    held = await call.services.sources.held(spec)
    if not isinstance(held, Harvest):
        return json_answer(RowList(fetched_at=None, changed_at=None, items=[]))
    names = [field.name for field in spec.shape.fields]
    items = [{name: _plain(row.get(name)) for name in names} for row in held.rows[:limit]]
    return json_answer(RowList(fetched_at=held.fetched_at, changed_at=held.changed_at, items=items))


OPERATIONS = (
    Operation(method="GET", path="/sources", name="list_sources", summary="List sources",
              scope=READ, handle=list_sources, query=(_BRAND,), answers=SourceList),
    Operation(method="GET", path="/sources/{name}", name="get_source", summary="Show a source",
              scope=READ, handle=get_source, query=(_BRAND,), answers=SourceAnswer),
    Operation(method="PUT", path="/sources/{name}", name="put_source", scope=WRITE,
              summary="Create or replace a source", handle=put_source, also=(201,),
              query=(_BRAND,), answers=SourceAnswer, keeps_answer=True,
              body=Body(media={JSON: dict[str, Any]} | dict.fromkeys(_YAML, str),
                        limit=256 * KIB)),
    Operation(method="DELETE", path="/sources/{name}", name="delete_source", scope=WRITE,
              summary="Delete a source", handle=delete_source, query=(_BRAND,), status=204),
    Operation(method="GET", path="/sources/{name}/status", name="source_status", scope=READ,
              summary="Tell how a source is doing", handle=source_status, query=(_BRAND,),
              answers=StatusDocument),
    Operation(method="POST", path="/sources/{name}/fetch", name="fetch_source", scope=WRITE,
              summary="Fetch a source now", handle=fetch_source, query=(_BRAND,),
              answers=StatusDocument),
    Operation(method="GET", path="/sources/{name}/rows", name="source_rows", scope=READ,
              summary="Show the rows that a source last brought", handle=source_rows,
              query=(_BRAND, _LIMIT), answers=RowList),
)  # fmt: skip


async def _known(call: Call) -> SourceSpec:
    return await call.services.sources.get(call.path["name"], call.query.get("brand", ""))


async def _shown(spec: SourceSpec, call: Call, problems: Sequence[Problem]) -> SourceAnswer:
    desk = call.services.sources
    return SourceAnswer(
        name=spec.name,
        brand=spec.brand,
        document=desk.document(spec),
        status=_status(await desk.status(spec)),
        problems=[finding(problem) for problem in problems],
    )


def _status(status: SourceStatus) -> StatusDocument:
    return StatusDocument(**{n: getattr(status, n) for n in StatusDocument.__struct_fields__})


def _text(call: Call) -> str:
    try:
        return call.body.decode()
    except UnicodeError:
        raise Malformed(
            "The document is not UTF-8.", remedy="Save it as UTF-8.", field="body"
        ) from None


def _plain(value: Value | Missing) -> Any:
    if isinstance(value, Missing):
        return None
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    return value

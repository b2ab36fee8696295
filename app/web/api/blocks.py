"""Blocks: one draft and any number of published versions each; a draft may have errors."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import asdict

from app.errors import Unacceptable
from app.model.ports import BlockRecord, BlockVersion
from app.model.problem import AuthoringError, Problem, Severity, measured
from app.web.api.bodies import decoded
from app.web.api.calls import (
    JSON,
    KIB,
    READ,
    WRITE,
    Answer,
    Body,
    Call,
    Operation,
    gone,
    json_answer,
    unknown,
)
from app.web.api.drafting import DraftBody, document_of
from app.web.api.listing import LISTING, listed, page_answer, page_type
from app.web.api.preview import DOCUMENT_BYTES
from app.web.api.problems import ProblemEntry, finding

_NOTE = 500  # characters
_YAML = ("application/yaml", "text/yaml", "application/x-yaml")
_ESCAPED = 2 * DOCUMENT_BYTES  # a document inside a JSON text


class BlockEntry(msgspec.Struct, kw_only=True):
    """A block in a list. `published` 0: nothing is published yet."""

    name: str
    published: int
    latest: int
    updated_at: datetime


class BlockDocument(BlockEntry, kw_only=True):
    """A block with its draft and what is to be said about it, errors and warnings.

    `format` is the kind of picture that the draft would be embedded in; empty: it has errors.
    """

    document: str
    format: str
    format_why: str
    problems: list[ProblemEntry]


class PublishBody(msgspec.Struct, forbid_unknown_fields=True):
    """What to remember about a version."""

    note: str = ""


class RollBackBody(msgspec.Struct, forbid_unknown_fields=True):
    """The version to show again."""

    version: int


class VersionDocument(msgspec.Struct, kw_only=True):
    """A published version; it never changes."""

    name: str
    version: int
    published_at: datetime
    note: str
    document: str


class PublishedDocument(VersionDocument, kw_only=True):
    """A version as it was published, and the warnings about it."""

    problems: list[ProblemEntry]


class VersionList(msgspec.Struct):
    """All versions, newest first."""

    items: list[VersionDocument]


async def list_blocks(call: Call) -> Answer:
    """Answer a slice of the blocks, by name."""
    cursor, limit = listed(call)
    page = await call.services.blocks.page(cursor=cursor, limit=limit)
    items = [BlockEntry(**_entry(record)) for record in page.items]
    return page_answer(items, page.cursor)


async def get_block(call: Call) -> Answer:
    """Answer a block with its draft."""
    return json_answer(await _shown(await _known(call), call))


async def put_block(call: Call) -> Answer:
    """Save the draft; readers go on seeing what is published."""
    is_new = await call.services.blocks.get(call.path["name"]) is None
    record = await call.services.blocks.save_draft(call.path["name"], document_of(call))
    return json_answer(await _shown(record, call), 201 if is_new else 200)


async def publish(call: Call) -> Answer:
    """Publish the draft; raises AuthoringError with every problem when it has errors.

    Its variants are drawn and weighed once nothing else is wrong.
    """
    body = decoded(call.body or b"{}", PublishBody)
    if len(body.note) > _NOTE:
        raise Unacceptable(
            f"The note has {len(body.note):,} characters.",
            remedy=f"Keep it to {_NOTE}.",
            field="note",
            value=body.note,
        )
    record = await _known(call)
    problems = await _problems(record, call)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise AuthoringError(problems)
    heavy = await call.services.weigher.weigh(record.draft, file=record.name)
    problems = measured(problems, heavy)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise AuthoringError(problems)
    version = await call.services.blocks.publish(record.name, record.draft, body.note)
    fields = asdict(_version(version))
    return json_answer(PublishedDocument(**fields, problems=[finding(each) for each in problems]))


async def list_versions(call: Call) -> Answer:
    """Answer every version, newest first."""
    record = await _known(call)
    versions = await call.services.blocks.versions(record.name)
    return json_answer(VersionList([_version(version) for version in versions]))


async def roll_back(call: Call) -> Answer:
    """Publish an older version again; the draft stays as it is."""
    body = decoded(call.body, RollBackBody)
    record = await _known(call)
    if not 1 <= body.version <= record.latest:
        raise Unacceptable(
            f"Block {record.name!r} has no version {body.version}.",
            remedy=f"Give 1 to {record.latest}." if record.latest else "Publish it first.",
            field="version",
            value=str(body.version),
        )
    return json_answer(_version(await call.services.blocks.roll_back(record.name, body.version)))


async def delete_block(call: Call) -> Answer:
    """Delete a block with its versions; its URLs show the brand's placeholder from then on."""
    if not await call.services.blocks.delete(call.path["name"]):
        raise unknown("block", call.path["name"])
    return gone()


async def block_schema(call: Call) -> Answer:
    """Answer the JSON Schema of block documents."""
    return json_answer(call.services.block_schema)


_DRAFT = Body(media={JSON: (DraftBody, dict), **dict.fromkeys(_YAML, str)}, limit=_ESCAPED)
_NOTED = Body(media={JSON: PublishBody}, limit=64 * KIB)
_NUMBERED = Body(media={JSON: RollBackBody}, limit=64 * KIB)

OPERATIONS = (
    Operation(method="GET", path="/blocks", name="list_blocks", summary="List blocks",
              scope=READ, handle=list_blocks, query=LISTING,
              answers=page_type("BlocksPage", BlockEntry)),
    Operation(method="GET", path="/blocks/schema", name="block_schema", scope=READ,
              summary="Show the JSON Schema of block documents", handle=block_schema,
              answers=dict),
    Operation(method="GET", path="/blocks/{name}", name="get_block", scope=READ,
              summary="Show a block, its draft and its problems", handle=get_block,
              answers=BlockDocument),
    Operation(method="PUT", path="/blocks/{name}", name="put_block", scope=WRITE,
              summary="Save the draft of a block", handle=put_block, also=(201,), body=_DRAFT,
              answers=BlockDocument, keeps_answer=True),
    Operation(method="DELETE", path="/blocks/{name}", name="delete_block", scope=WRITE,
              summary="Delete a block and its versions", handle=delete_block, status=204),
    Operation(method="POST", path="/blocks/{name}/publish", name="publish_block", scope=WRITE,
              summary="Publish the draft", handle=publish, body=_NOTED,
              answers=PublishedDocument, keeps_answer=True),
    Operation(method="GET", path="/blocks/{name}/versions", name="list_versions", scope=READ,
              summary="List versions, newest first", handle=list_versions, answers=VersionList),
    Operation(method="POST", path="/blocks/{name}/rollback", name="roll_back_block", scope=WRITE,
              summary="Show an older version again", handle=roll_back, body=_NUMBERED,
              answers=VersionDocument, keeps_answer=True),
)  # fmt: skip


async def _known(call: Call) -> BlockRecord:
    record = await call.services.blocks.get(call.path["name"])
    if record is None:
        raise unknown("block", call.path["name"], "Create it with PUT.")
    return record


async def _problems(record: BlockRecord, call: Call) -> tuple[Problem, ...]:
    return await call.services.authoring.check_apart(record.draft, record.name)


async def _shown(record: BlockRecord, call: Call) -> BlockDocument:
    found: Sequence[Problem] = await _problems(record, call)
    embedded, why = await call.services.authoring.embedded_in(record.draft)
    return BlockDocument(
        **_entry(record),
        document=record.draft,
        format=embedded,
        format_why=why,
        problems=[finding(problem) for problem in found],
    )


def _entry(record: BlockRecord) -> dict[str, Any]:
    """Return the fields of a BlockEntry."""
    names = ("name", "published", "latest", "updated_at")
    return {name: getattr(record, name) for name in names}


def _version(version: BlockVersion) -> VersionDocument:
    return VersionDocument(
        name=version.name,
        version=version.version,
        published_at=version.published_at,
        note=version.note,
        document=version.document,
    )

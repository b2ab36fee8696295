"""Starters: documents to begin a block with, as the studio's gallery shows them."""

import asyncio

import msgspec

from app.studio.starters import Starter
from app.web.api.calls import READ, Answer, Call, Operation, json_answer, unknown


class NeedEntry(msgspec.Struct):
    """One kind of data that a starter reads; `names` are the single ones of it."""

    what: str
    names: list[str]


class StarterEntry(msgspec.Struct, kw_only=True):
    """A starter in the list. `personal`: each reader sees their own."""

    name: str
    title: str
    about: str
    tags: list[str]
    size: str
    format: str
    personal: bool
    variants: list[str]
    needs: list[NeedEntry]


class StarterDocument(StarterEntry, kw_only=True):
    """A starter with its document; `block:` in it is the starter's name."""

    document: str


class StarterList(msgspec.Struct):
    """All starters, by title."""

    items: list[StarterEntry]


async def list_starters(call: Call) -> Answer:
    """Answer every starter, by title."""
    starters = await asyncio.to_thread(call.services.starters)
    return json_answer(StarterList([_entry(each) for each in starters.values()]))


async def get_starter(call: Call) -> Answer:
    """Answer one starter with its document."""
    starters = await asyncio.to_thread(call.services.starters)
    starter = starters.get(call.path["name"])
    if starter is None:
        raise unknown("starter", call.path["name"])
    fields = msgspec.structs.asdict(_entry(starter))
    return json_answer(StarterDocument(**fields, document=starter.document))


OPERATIONS = (
    Operation(method="GET", path="/gallery", name="list_starters", scope=READ,
              summary="List starters", handle=list_starters, answers=StarterList),
    Operation(method="GET", path="/gallery/{name}", name="get_starter", scope=READ,
              summary="Show a starter and its document", handle=get_starter,
              answers=StarterDocument),
)  # fmt: skip


def _entry(starter: Starter) -> StarterEntry:
    plan = starter.plan
    return StarterEntry(
        name=starter.name,
        title=starter.title,
        about=starter.about,
        tags=list(starter.tags),
        size=f"{plan.width}x{plan.height}",
        format=plan.format.value,
        personal=plan.personal,
        variants=[look.variant for look in starter.looks],
        needs=[NeedEntry(need.what, list(need.names)) for need in starter.needs],
    )

"""What looks through the documents of all blocks does so beside the loop, a few at a time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from gc import collect
from threading import get_ident
from types import SimpleNamespace
from weakref import ref

import pytest

import app.studio.library
from app.authoring.heading import heading
from app.model.ports import BlockRecord, BlockVersion, Page
from app.studio.assets import AssetService, Use, UserKind
from app.studio.figures import FigureService
from app.studio.library import LibraryService, Wish
from app.studio.sources import SourceService

AT = datetime(2026, 11, 27, tzinfo=UTC)
MOST = 50  # blocks at once


class Draft(str):
    """A document that notes which threads look through it."""

    __slots__ = ("__weakref__", "looked")

    def __contains__(self, part: object) -> bool:
        """Return whether a text stands in it."""
        self.looked.add(get_ident())
        return super().__contains__(part)


class Shelf:
    """Blocks, a page at a time."""

    def __init__(self, drafts: Iterable[str], live: Iterable[str] = (), most: int = MOST) -> None:
        """Take drafts, the documents of the first blocks that are live, the longest page."""
        self.most = most
        self.records = [
            BlockRecord(name=f"b{n:03}", draft=draft, published=0, latest=0, updated_at=AT)
            for n, draft in enumerate(drafts)
        ]
        self.live = {f"b{n:03}": document for n, document in enumerate(live)}

    async def page(self, *, cursor: str, limit: int) -> Page[BlockRecord]:
        """Return a page of them."""
        assert limit <= self.most
        start = int(cursor or 0)
        end = start + limit
        return Page(
            items=tuple(self.records[start:end]),
            cursor=str(end) if end < len(self.records) else "",
        )

    def published(self, name: str) -> BlockVersion | None:
        """Return what is live."""
        text = self.live.get(name)
        if text is None:
            return None
        return BlockVersion(name=name, version=1, document=text, published_at=AT)


class Nothing:
    """Neither brands nor products."""

    async def all(self) -> tuple[()]:
        """Return no brand."""
        return ()

    async def page(self, **_: object) -> Page[object]:
        """Return no product."""
        return Page(items=(), cursor="")


def assets_of(blocks):
    """Return a service of assets that only blocks can name."""
    nothing = Nothing()
    return AssetService(
        assets=nothing, blocks=blocks, brands=nothing, products=nothing, audit=nothing
    )


def sources_of(blocks):
    """Return a service of sources that only knows blocks."""
    nothing = SimpleNamespace()
    return SourceService(desk=nothing, trials=nothing, blocks=blocks, audit=nothing)


class Uncounted:
    """Totals in which nothing stands."""

    async def totals(self, *_: object) -> dict[str, object]:
        """Return none."""
        return {}

    async def summed(self, *_: object) -> dict[str, object]:
        """Return none."""
        return {}


async def no_fault(_: BlockRecord) -> str:
    """Return that nothing is wrong."""
    return ""


LOOKS = {
    "assets": lambda blocks: assets_of(blocks).uses("hero.jpg"),
    "sources": lambda blocks: sources_of(blocks).readers(),
}


@pytest.mark.parametrize("look", LOOKS)
async def test_documents_are_looked_through_beside_the_loop(look):
    """However many there are; opens go on meanwhile."""
    drafts = [Draft("block: x") for _ in range(3)]
    for draft in drafts:
        draft.looked = set()
    await LOOKS[look](Shelf(drafts))
    for draft in drafts:
        assert draft.looked
        assert get_ident() not in draft.looked


async def test_every_page_is_looked_through_for_an_asset():
    """Drafts and what is live alike."""
    drafts = ["nothing"] * MOST + ["{asset: hero.jpg}", "{asset: big-hero.jpg}"]
    uses = await assets_of(Shelf(drafts, ["{asset: hero.jpg}"])).uses("hero.jpg")
    assert uses == tuple(Use(kind=UserKind.BLOCK, name=name) for name in ("b000", f"b0{MOST}"))


async def test_every_page_is_looked_through_for_sources():
    """Each block once, however often it reads a source; drafts and what is live alike."""
    drafts = ["source.a.x and source.b.y"] + ["nothing"] * MOST + ["source.b.x source.b.y"]
    found = await sources_of(Shelf(drafts, ["source.a.z source.c.z"])).readers()
    assert found == {"a": ["b000"], "b": ["b000", f"b0{MOST + 1}"], "c": ["b000"]}


async def test_the_library_reads_what_changed_and_holds_no_document(monkeypatch):
    """Of what it found it knows the headings: neither documents nor what stands no more."""
    read = []
    monkeypatch.setattr(
        app.studio.library, "heading", lambda document: read.append(0) or heading(document)
    )
    blocks = Shelf((Draft(f"title: T{n}") for n in range(3)), most=500)
    library = LibraryService(
        blocks=blocks, figures=FigureService(totals=Uncounted(), now=lambda: AT), fault=no_fault
    )
    reads = []
    for former in ("T0", "T0", "T7", "T0"):
        draft = Draft(f"title: {former}")
        blocks.records[0] = replace(blocks.records[0], draft=draft)
        read.clear()
        shelf = await library.find(Wish())
        reads.append(len(read))
        assert [entry.says.title for entry in shelf.entries] == [former, "T1", "T2"]
    assert reads == [3, 0, 1, 1]
    gone = ref(draft)
    blocks.records.clear()
    del draft, shelf
    collect()
    assert gone() is None

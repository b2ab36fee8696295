"""The library: all blocks with how each stands, found by words, tags and state, in an order."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from itertools import islice
from typing import Final

from app.authoring.heading import Heading, heading
from app.model.ports import BlockRecord, Blocks
from app.studio.figures import FigureService

_PAGE: Final = 500
_MOST_KEPT: Final = 5_000  # headings of documents
SHOWN: Final = 24  # blocks on a page


class State(StrEnum):
    """How a block stands."""

    DRAFT = "draft"  # never published
    LIVE = "live"
    CHANGED = "changed"  # live, and the draft is another


class Order(StrEnum):
    """What comes first."""

    NAME = "name"
    CHANGED = "changed"  # the latest
    OPENS = "opens"  # the most in 30 days


FAILING: Final = "failing"
"""Blocks that fell back, do not compile or cannot be drawn; of any state."""

Fault = Callable[[BlockRecord], Awaitable[str]]
"""Returns why a block fails now, in words; empty: it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is looked for. `state` is a State, FAILING or empty."""

    words: str = ""
    tag: str = ""
    state: str = ""
    order: Order = Order.NAME
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One block of the library."""

    record: BlockRecord
    state: State
    says: Heading
    fault: str = ""
    opens: int = 0  # in 30 days
    sparkline: tuple[int, ...] = ()  # opens by the hour

    @property
    def name(self) -> str:
        """Its name."""
        return self.record.name

    @property
    def changed_at(self) -> datetime:
        """When it last was."""
        return self.record.updated_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A page of what was found, among all."""

    entries: tuple[Entry, ...]
    found: int
    page: int
    pages: int
    total: int
    tags: tuple[str, ...]
    states: Mapping[str, int]


class LibraryService:
    """Finds blocks."""

    def __init__(self, *, blocks: Blocks, figures: FigureService, fault: Fault) -> None:
        self._blocks = blocks
        self._figures = figures
        self._fault = fault
        self._headings: dict[bytes, Heading] = {}  # by the digests of the present documents

    async def find(self, wish: Wish) -> Shelf:
        """Return the page of blocks that is wished for."""
        records = await self._all()
        says = await self._says([each.draft for each in records])
        entries = [self._entry(each, words) for each, words in zip(records, says, strict=True)]
        found = [entry for entry in entries if _is_meant(entry, wish)]
        if wish.state == FAILING:
            found = [entry for entry in await self._examined(found) if entry.fault]
        found = await self._ordered(found, wish.order)
        pages = max(1, -(-len(found) // SHOWN))
        page = min(max(1, wish.page), pages)
        shown = await self._examined(found[(page - 1) * SHOWN : page * SHOWN])
        return Shelf(
            entries=await self._counted(shown),
            found=len(found),
            page=page,
            pages=pages,
            total=len(entries),
            tags=tuple(sorted({tag for entry in entries for tag in entry.says.tags})),
            states=Counter(entry.state.value for entry in entries),
        )

    async def _all(self) -> list[BlockRecord]:
        records: list[BlockRecord] = []
        cursor = ""
        while True:
            page = await self._blocks.page(cursor=cursor, limit=_PAGE)
            records += page.items
            cursor = page.cursor
            if not cursor:
                return records

    def _entry(self, record: BlockRecord, says: Heading) -> Entry:
        live = self._blocks.published(record.name)
        state = State.DRAFT
        if live is not None:
            state = State.LIVE if live.document == record.draft else State.CHANGED
        return Entry(record=record, state=state, says=says)

    async def _says(self, documents: Sequence[str]) -> list[Heading]:
        says = await asyncio.to_thread(_headings, documents, self._headings)
        self._headings = dict(islice(says, _MOST_KEPT))
        return [each for _, each in says]

    async def _examined(self, entries: Sequence[Entry]) -> list[Entry]:
        faults = await asyncio.gather(*(self._fault(entry.record) for entry in entries))
        return [replace(e, fault=fault) for e, fault in zip(entries, faults, strict=True)]

    async def _ordered(self, entries: list[Entry], order: Order) -> list[Entry]:
        if order is Order.CHANGED:
            return sorted(entries, key=lambda entry: entry.changed_at, reverse=True)
        if order is Order.OPENS:
            totals = await self._figures.of_blocks([entry.name for entry in entries])
            return sorted(entries, key=lambda entry: -totals[entry.name].opens)
        return entries

    async def _counted(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        names = [entry.name for entry in entries]
        totals = await self._figures.of_blocks(names)
        lines = await self._figures.sparklines(names)
        return tuple(
            replace(each, opens=totals[each.name].opens, sparkline=tuple(lines[each.name]))
            for each in entries
        )


def _headings(
    documents: Sequence[str], kept: Mapping[bytes, Heading]
) -> list[tuple[bytes, Heading]]:
    """Return the heading of each document with its digest, kept or read; takes a while."""
    found = []
    for document in documents:
        digest = sha256(document.encode(errors="surrogatepass")).digest()
        found.append((digest, kept.get(digest) or heading(document)))
    return found


def _is_meant(entry: Entry, wish: Wish) -> bool:
    says = entry.says
    if wish.tag and wish.tag not in says.tags:
        return False
    if wish.state not in ("", FAILING, entry.state.value):
        return False
    words = " ".join((entry.name, says.title, says.about, *says.tags, says.texts)).lower()
    return all(word in words for word in wish.words.lower().split())

"""Sources as the studio shows and changes them."""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol
from urllib.parse import urlsplit

from app.authoring.sources import source_text
from app.feeds.prices import decimals_of
from app.model.account import Account, AuditLog, Deed
from app.model.facts import Missing
from app.model.money import Money
from app.model.ports import Blocks, Written
from app.model.problem import Problem
from app.model.source import Harvest, Row, SourceSpec, SourceStatus
from app.studio.source_secrets import check_secrets, sent_by

SAMPLE: Final = 10
"""Rows that are shown of a source."""

_LONGEST_VALUE: Final = 160
_MOST_BLOCKS: Final = 2_000
_BLOCKS_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What asking a source once brought: rows, or an error with its remedy."""

    rows: Sequence[Row] = ()  # the first ones
    count: int = 0
    bad: int = 0
    filled: Sequence[str] = ()  # fields that any row has
    size_bytes: int = 0
    media_type: str = ""
    took_ms: int = 0
    error: str = ""
    remedy: str = ""

    def after(self, took_ms: int) -> "Tried":
        """Return the same with how long it took."""
        return replace(self, took_ms=took_ms)


class Trying(Protocol):
    """Asks sources once."""

    async def run(self, spec: SourceSpec, tokens: Mapping[str, str]) -> Tried:
        """Ask with chosen values for its tokens; raises Overloaded."""
        ...


class Desk(Protocol):
    """What can be done with sources; an empty brand is the default one."""

    async def all(self, brand: str = "") -> tuple[SourceSpec, ...]:
        """Return the sources of a brand, those of every brand without one."""
        ...

    async def get(self, name: str, brand: str = "") -> SourceSpec:
        """Return a source; raises NotFound."""
        ...

    async def read(
        self, document: str, *, name: str = "", brand: str = ""
    ) -> tuple[SourceSpec, tuple[Problem, ...]]:
        """Return the source that a document says, with warnings; raises AuthoringError."""
        ...

    async def put(
        self, document: str, *, name: str = "", brand: str = ""
    ) -> tuple[SourceSpec, Written, tuple[Problem, ...]]:
        """Configure a source; raises AuthoringError, NotFound."""
        ...

    async def add(self, document: str) -> SourceSpec:
        """Configure a new source; raises AuthoringError, NotFound, Taken."""
        ...

    async def delete(self, name: str, brand: str = "") -> bool:
        """Delete a source; False when there was none."""
        ...

    async def status(self, spec: SourceSpec) -> SourceStatus:
        """Return how a source does."""
        ...

    async def fetch(self, spec: SourceSpec) -> SourceStatus:
        """Fetch now; raises Unacceptable for a source that is asked on demand."""
        ...

    async def held(self, spec: SourceSpec) -> Harvest | Missing:
        """Return the last good rows."""
        ...

    async def keep_secret(self, name: str, value: str) -> None:
        """Set a secret; raises Unacceptable."""
        ...

    async def secret_names(self) -> Sequence[tuple[str, datetime]]:
        """Return the names of secrets, and when each was set."""
        ...

    async def brand_names(self) -> Sequence[str]:
        """Return the names of brands."""
        ...


class SourceService:
    """Shows, tries and changes sources; every change is written down."""

    def __init__(self, *, desk: Desk, trials: Trying, blocks: Blocks, audit: AuditLog) -> None:
        self.desk = desk
        self._trials = trials
        self._blocks = blocks
        self._audit = audit

    async def of(self, brand: str) -> Sequence[SourceSpec]:
        """Return the sources of a brand; of a name that is none's those of the default one."""
        names = await self.desk.brand_names()
        if len(names) < 2:  # noqa: PLR2004  # then whose they are says nothing
            return await self.desk.all()
        return await self.desk.all(brand if brand in names else names[0])

    async def readers(self) -> Mapping[str, Sequence[str]]:
        """Return the blocks that read each source, by its name: as drafted or as published."""
        found: dict[str, list[str]] = {}
        cursor, looked = "", 0
        while looked < _MOST_BLOCKS:
            page = await self._blocks.page(cursor=cursor, limit=_BLOCKS_AT_ONCE)
            texts = []
            for record in page.items:
                live = self._blocks.published(record.name)
                texts.append((record.name, (record.draft, live.document if live else "")))
            for block, names in await asyncio.to_thread(_reading, texts):
                for name in names:
                    found.setdefault(name, []).append(block)
            looked, cursor = looked + len(page.items), page.cursor
            if not cursor:
                break
        return found

    async def add(self, document: str, *, by: str) -> SourceSpec:
        """Configure a new source; raises AuthoringError, NotFound, Taken."""
        spec = await self.desk.add(document)
        await self._wrote(by, "source.put", spec, sent_by(spec))
        return spec

    async def put(self, document: str, *, name: str, brand: str, by: str) -> SourceSpec:
        """Configure a source that is there; raises AuthoringError, NotFound."""
        spec, kept, _ = await self.desk.put(document, name=name, brand=brand)
        if not kept.unchanged:
            await self._wrote(by, "source.put", spec, sent_by(spec))
        return spec

    async def ask_once(self, spec: SourceSpec, tokens: Mapping[str, str], *, by: Account) -> Tried:
        """Try a source before it is kept; raises Overloaded, and Forbidden for a secret's sake."""
        check_secrets(spec, await self.desk.all(), by)
        await self._wrote(by.email, "source.try", spec, sent_by(spec))
        return await self._trials.run(spec, tokens)

    async def pause(self, spec: SourceSpec, *, by: str, paused: bool) -> None:
        """Stop asking a source, or go on; what is held is shown meanwhile."""
        changed = replace(spec, paused=paused)
        await self.desk.put(source_text(changed), name=spec.name, brand=spec.brand)
        await self._wrote(by, "source.pause" if paused else "source.resume", spec)

    async def fetch(self, spec: SourceSpec, *, by: str) -> SourceStatus:
        """Fetch now and say how it went; raises Unacceptable for one on demand."""
        status = await self.desk.fetch(spec)
        await self._wrote(by, "source.fetch", spec)
        return status

    async def delete(self, spec: SourceSpec, *, by: str) -> None:
        """Delete a source; blocks that read it do without."""
        if await self.desk.delete(spec.name, spec.brand):
            await self._wrote(by, "source.delete", spec)

    async def keep_secret(self, name: str, value: str, *, by: str) -> None:
        """Set a secret; it is never shown again. Raises Unacceptable."""
        await self.desk.keep_secret(name, value)
        await self._audit.write(Deed(actor=by, action="secret.put", subject=name))

    async def sample(self, spec: SourceSpec) -> Sequence[Row]:
        """Return the first rows that a pulled source last brought."""
        if spec.every is None:
            return ()  # what one reader was answered is nobody else's
        held = await self.desk.held(spec)
        return () if isinstance(held, Missing) else held.rows[:SAMPLE]

    async def _wrote(self, by: str, action: str, spec: SourceSpec, detail: str = "") -> None:
        subject = f"{spec.brand}/{spec.name}"
        await self._audit.write(Deed(actor=by, action=action, subject=subject, detail=detail))


_READS: Final = re.compile(r"\bsource\.([a-z][a-z0-9_]{0,39})\b")


def _reading(texts: Sequence[tuple[str, Sequence[str]]]) -> list[tuple[str, Sequence[str]]]:
    """Return blocks with the sources that their texts read, each once; takes a while."""
    return [(block, tuple(dict.fromkeys(_sources(said)))) for block, said in texts]


def _sources(said: Sequence[str]) -> Iterator[str]:
    for text in said:
        if "source." in text:
            yield from _READS.findall(text)


def text_of(spec: SourceSpec) -> str:
    """Return the document of a source, as people write it."""
    return source_text(spec)


def hidden(url: str) -> str:
    """Return an address without what may be a credential: who asks, and what the query says."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "(an address that cannot be read)"
    names = [part.partition("=")[0] for part in parts.query.split("&") if part]
    query = "&".join(f"{name}=…" for name in names)
    return f"{parts.scheme}://{host}{parts.path}" + (f"?{query}" if query else "")


def written(value: object) -> str:
    """Return a value of a row as a text of bounded length; empty for a missing one."""
    if value is None or isinstance(value, Missing):
        return ""
    if isinstance(value, Money):
        decimals = decimals_of(value.currency)
        return f"{value.minor / 10**decimals:,.{decimals}f} {value.currency}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M UTC")
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"

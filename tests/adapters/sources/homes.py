"""A home with sources, run by hand against a server on loopback."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.adapters.outbound.client import Outbound
from app.adapters.outbound.guarding import PORTS, Guard
from app.adapters.outbound.privates import PrivateHosts
from app.adapters.outbound.resolving import Resolver
from app.adapters.sources.asked_rows import AskedReader
from app.adapters.sources.ondemand import OnDemand
from app.adapters.sources.pulling import Puller, limits_of
from app.adapters.sources.requesting import Requests
from app.adapters.sources.running import HomeRunner
from app.adapters.sources.shared_answers import SharedAnswers
from app.adapters.sources.shelf import HomeShelf
from app.adapters.sources.taking import Sink
from app.model.facts import Missing
from app.model.source import (
    FeedKind,
    Feeds,
    FeedShape,
    FieldSpec,
    FieldType,
    Harvest,
    SourceSpec,
)
from tests.adapters.sources.stubs import NAME, Sources, serving_sources
from tests.adapters.sources.worlds import Clocks

PRODUCTS = FeedShape(
    kind=FeedKind.JSON,
    rows="$[*]",
    fields=(
        FieldSpec(name="sku", path="sku"),
        FieldSpec(name="title", path="title"),
        FieldSpec(name="price", path="price", type=FieldType.NUMBER),
    ),
    key="sku",
)
Lookup = Callable[[str, int], Sequence[str]]


def a_source(sources: Sources, path: str = "/products", **said: Any) -> SourceSpec:
    """Return a source that is pulled every ten minutes and kept for an hour."""
    usual = {
        "name": path.strip("/").partition("?")[0].replace("/", "_"),
        "brand": "demo",
        "url": sources.url(path),
        "shape": PRODUCTS,
        "every": timedelta(minutes=10),
        "fresh_for": timedelta(minutes=5),
        "stale_for": timedelta(hours=1),
    }
    return SourceSpec(**usual | said)


@dataclass
class Table:
    """Implements what a shelf needs of SourceTable."""

    known: list[SourceSpec] = field(default_factory=list)

    def specs(self, brand: str) -> Mapping[str, SourceSpec]:
        """Return the sources of a brand."""
        return {spec.name: spec for spec in self.known if spec.brand == brand}

    async def all(self) -> tuple[SourceSpec, ...]:
        """Return every source."""
        return tuple(self.known)


@dataclass
class Home:
    """Everything that runs the sources of one home, on clocks that are set by hand."""

    root: Path
    sources: Sources
    clocks: Clocks
    server: Outbound
    puller: Puller
    ondemand: OnDemand
    shelf: HomeShelf
    runner: HomeRunner
    table: Table
    changes: list[None]
    secrets: dict[str, str]

    def shown(self, spec: SourceSpec) -> Harvest | Missing:
        """Return what an open sees of a pulled source now."""
        known = self.shelf.ready(spec, {}, self.clocks.now())
        assert known is not None
        return known

    def titles(self, spec: SourceSpec) -> list[object]:
        """Return the titles that an open sees."""
        shown = self.shown(spec)
        assert isinstance(shown, Harvest), shown
        return [row["title"] for row in shown.rows]

    def another_process(self) -> HomeShelf:
        """Return a shelf that shares nothing with ours but the disk and the notices."""
        return HomeShelf(
            self.root, table=self.table, ondemand=self.ondemand, now=self.clocks.now,
            monotonic=self.clocks.monotonic, number=lambda: len(self.changes),
        )  # fmt: skip


def an_ondemand(folder: Path, server: Outbound, requests: Requests, clocks: Clocks) -> OnDemand:
    """Return the on-demand sources of one process of a home."""
    return OnDemand(
        server=server,
        requests=requests,
        now=clocks.now,
        monotonic=clocks.monotonic,
        reader=AskedReader(folder / "sources"),
        shared=SharedAnswers(folder / "answers", secret=b"s" * 32),
    )


@asynccontextmanager
async def a_home(
    folder: Path,
    bodies: Mapping[str, bytes] | None = None,
    *,
    lookup: Lookup = lambda _host, _port: ["127.0.0.1"],
    sinks: Mapping[Feeds, Sink] | None = None,
    names: Sequence[str] = (NAME,),
    seconds: float = 20,
) -> AsyncIterator[Home]:
    """Open a home over sources on loopback until the end of the block."""
    clocks, table, secrets = Clocks(), Table(), {"key": "s3cret"}
    changes: list[None] = []
    root = folder / "sources"

    async def value(name: str) -> str | None:
        return secrets.get(name)

    async def published() -> None:
        changes.append(None)

    async with serving_sources(bodies) as sources:
        guard = Guard(private=PrivateHosts.parse(names), ports=(*PORTS, sources.port))
        server = Outbound(guard=guard, resolver=Resolver(lookup))
        requests = Requests(secret=value, now=clocks.now)
        ondemand = an_ondemand(folder, server, requests, clocks)
        puller = Puller(
            root, server=server, requests=requests, now=clocks.now, monotonic=clocks.monotonic,
            random=lambda: 0.5, sinks=sinks or {}, published=published,
            limits=lambda spec: replace(limits_of(spec), total=timedelta(seconds=seconds)),
        )  # fmt: skip
        shelf = HomeShelf(
            root, table=table, ondemand=ondemand, now=clocks.now, monotonic=clocks.monotonic,
            number=lambda: len(changes),
        )  # fmt: skip
        runner = HomeRunner(puller=puller, ondemand=ondemand, shelf=shelf, now=clocks.now)
        home = Home(
            root, sources, clocks, server, puller, ondemand, shelf, runner, table, changes, secrets
        )
        try:
            yield home
        finally:
            await ondemand.close()
            await server.close()

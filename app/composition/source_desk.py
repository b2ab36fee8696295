"""Sources as people handle them: configured, looked at and fetched, by API and command line."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.adapters.picture_process import PictureProcess
from app.adapters.sqlite.brands import SqliteBrands
from app.authoring.sources import read_source, source_document
from app.composition.outbound import open_outbound
from app.composition.sources import Sources, open_sources
from app.composition.storage import ensure_brand, home_secret, open_storage, system_now
from app.errors import NotFound, Taken, Unacceptable
from app.model.facts import Missing
from app.model.ports import Written
from app.model.problem import Problem
from app.model.source import Harvest, SourceSpec, SourceStatus
from app.model.source_tokens import SECRET_NAME, SECRET_VALUE
from app.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDesk:
    """What can be done with sources. An empty brand is the default one."""

    brands: SqliteBrands
    sources: Sources

    async def all(self, brand: str = "") -> tuple[SourceSpec, ...]:
        """Return the sources of a brand by name, those of every brand without one."""
        return tuple(
            spec for spec in await self.sources.table.all() if not brand or spec.brand == brand
        )

    async def get(self, name: str, brand: str = "") -> SourceSpec:
        """Return a source; raises NotFound."""
        named = await self.brand(brand)
        for spec in await self.all(named):
            if spec.name == name:
                return spec
        raise NotFound(
            f"The brand {named!r} has no source {name!r}.",
            remedy="List what there is, or configure it first.",
            field="name",
            value=name,
        )

    async def read(
        self, document: str, *, name: str = "", brand: str = ""
    ) -> tuple[SourceSpec, tuple[Problem, ...]]:
        """Return the source that a document says, with the warnings; raises AuthoringError."""
        spec, warnings = read_source(document, name=name, brand=brand, secrets=await self._known())
        return replace(spec, brand=await self.brand(spec.brand)), warnings

    async def put(
        self, document: str, *, name: str = "", brand: str = "", file: str = ""
    ) -> tuple[SourceSpec, Written, tuple[Problem, ...]]:
        """Configure a source; return it with the warnings. Raises AuthoringError, NotFound."""
        settled = await self.brand(brand) if brand else ""
        spec, warnings = read_source(
            document, file=file, name=name, brand=settled, secrets=await self._known()
        )
        if not settled:
            spec = replace(spec, brand=await self.brand(spec.brand))
        return spec, await self.sources.table.put(spec), warnings

    async def add(self, document: str) -> SourceSpec:
        """Configure a new source; raises AuthoringError, NotFound, Taken."""
        spec, _ = await self.read(document)
        if not await self.sources.table.add(spec):
            raise Taken(
                f"The brand {spec.brand!r} has a source {spec.name!r} already.",
                there=spec.brand,
                remedy="Choose another name, or change the one that is there.",
                field="source",
                value=spec.name,
            )
        return spec

    async def delete(self, name: str, brand: str = "") -> bool:
        """Delete a source; False when there was none."""
        return await self.sources.table.delete(await self.brand(brand), name)

    async def status(self, spec: SourceSpec) -> SourceStatus:
        """Return how a source is doing."""
        return await self.sources.runner.status(spec)

    async def fetch(self, spec: SourceSpec) -> SourceStatus:
        """Fetch now; raises Unacceptable for a source that is asked on demand."""
        return await self.sources.runner.fetch(spec)

    async def held(self, spec: SourceSpec) -> Harvest | Missing:
        """Return the last good rows, however old."""
        return await self.sources.runner.held(spec)

    async def keep_secret(self, name: str, value: str) -> None:
        """Set a secret; raises Unacceptable for one that no header could carry."""
        if not SECRET_NAME.match(name) or not SECRET_VALUE.match(value):
            raise Unacceptable(
                f"{name[:100]!r} cannot be set to that.",
                remedy="Names have up to 63 letters, digits, `_`, `.` and `-`; values 1 to 4,000 "
                "printable ASCII characters.",
                field="secret",
                value=name[:100],
            )
        await self.sources.secrets.put(name, value)

    async def secret_names(self) -> tuple[tuple[str, datetime], ...]:
        """Return the names of secrets, and when each was set."""
        return tuple((each.name, each.set_at) for each in await self.sources.secrets.names())

    async def brand_names(self) -> tuple[str, ...]:
        """Return the names of brands, the default one first."""
        return tuple(brand.name for brand in await self.brands.all())

    async def _known(self) -> set[str]:
        return {name for name, _ in await self.secret_names()}

    def document(self, spec: SourceSpec) -> dict[str, Any]:
        """Return the document that says a source."""
        return source_document(spec)

    async def brand(self, name: str) -> str:
        """Return the name of a brand, of the default one without a name; raises NotFound."""
        brands = [brand.name for brand in await self.brands.all()]
        if name in brands or (not name and brands):
            return name or brands[0]
        raise NotFound(
            f"There is no brand {name!r}.",
            remedy=f"There are: {', '.join(brands) or 'none yet'}.",
            field="brand",
            value=name,
        )


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[SourceDesk]:
    """Lend the sources of a home to the command line, without the rest of a server."""
    storage = open_storage(settings, system_now)
    server, pictures = open_outbound(settings), PictureProcess()
    try:
        await ensure_brand(storage)
        secret = home_secret(settings.home)
        sources = open_sources(settings, storage, secret, server, pictures, system_now)
        yield SourceDesk(brands=storage.brands, sources=sources)
    finally:
        await server.close()
        pictures.close()
        storage.database.close()

"""Authoring as the services use it: documents against what the brand and the assets are now."""

import asyncio
from collections.abc import Collection, Mapping

from app.adapters.sqlite.assets import SqliteAssets
from app.adapters.sqlite.brands import SqliteBrands
from app.adapters.sqlite.sources import SqliteSources
from app.authoring import check_block, compile_block
from app.authoring.block import Examined, examine_block
from app.authoring.remembering import Remembered
from app.authoring.source_names import KnownSource, known_sources
from app.context.gathering import brand_fact
from app.decide.binding import bind
from app.model.brand import Brand
from app.model.facts import Known
from app.model.palette import palette
from app.model.plan import Plan
from app.model.ports import BlockVersion
from app.model.problem import AuthoringError, Problem
from app.model.rendering import SAFE, Format
from app.model.typefaces import fonts_of


class Authoring:
    """Compiles and checks documents against what the brand and the assets are now."""

    def __init__(
        self,
        brands: SqliteBrands,
        assets: SqliteAssets,
        sources: SqliteSources,
        extra: Collection[Format] = (),
    ) -> None:
        self._brands = brands
        self._assets = assets
        self._sources = sources
        self._formats = SAFE | frozenset(extra)
        self._remembered = Remembered()

    def compile_version(self, version: BlockVersion) -> Plan:
        """Compile a published version."""
        return compile_block(
            version.document,
            file=version.name,
            name=version.name,
            version=version.version,
            formats=self._formats,
            sources=self._known(),
        )

    async def compile_draft(self, document: str) -> Plan:
        """Compile a document that is not published, off the loop; raises AuthoringError."""
        colors = self._colors()
        return await asyncio.to_thread(
            lambda: compile_block(
                document,
                file="draft",
                brand_colors=colors,
                formats=self._formats,
                sources=self._known(),
            )
        )

    def check(self, document: str, name: str = "", *, file: str = "") -> tuple[Problem, ...]:
        """Return every finding about a document."""
        return check_block(
            document,
            file=file or name or "draft",
            name=name,
            assets=self,
            brand_colors=self._colors(),
            formats=self._formats,
            sources=self._known(),
        )

    async def check_apart(self, document: str, name: str = "") -> tuple[Problem, ...]:
        """Return every finding about a document, looked for off the loop."""
        return (await self.examine(document, name)).problems

    async def examine(self, document: str, name: str = "") -> Examined:
        """Return a document as far as it compiles, with every finding, off the loop."""
        return await asyncio.to_thread(self._examined, document, name, self._colors())

    async def embedded_in(self, document: str) -> tuple[str, str]:
        """Return the format a document's block is embedded in, and why; empty: it has errors."""
        try:
            plan = await self.compile_draft(document)
        except AuthoringError:
            return "", ""
        return plan.format.value, plan.format_why

    def bind(self, plan: Plan, brand: Brand) -> Plan:
        """Compute what is the same at every open of a brand's messages."""

        def fixed(name: str) -> Known | None:
            return brand_fact(brand, name[6:]) if name.startswith("brand.") else None

        return bind(plan, fixed, self._assets.digest, fonts_of(brand, self._assets.digest))

    def __contains__(self, name: object) -> bool:
        """Tell whether an asset of that name exists."""
        return isinstance(name, str) and self._assets.digest(name) is not None

    def _examined(self, document: str, name: str, colors: Mapping[str, str]) -> Examined:
        with self._assets.names() as names:
            return examine_block(
                document,
                file=name or "draft",
                name=name,
                assets=names,
                brand_colors=colors,
                formats=self._formats,
                sources=self._known(),
                remembered=self._remembered,
            )

    def _known(self) -> Mapping[str, KnownSource]:
        """Return what blocks can read of the sources, in any thread."""
        return known_sources(self._sources.each())

    def _colors(self) -> dict[str, str]:
        return dict(palette(self._brands.read("").colors))

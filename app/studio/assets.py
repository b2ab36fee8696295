"""Assets as the studio handles them: where each is used, kept, deleted when nothing names it."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.errors import Conflict, NotFound
from app.model.account import AuditLog, Deed
from app.model.ports import Asset, Assets, Blocks, Brands, Page, Products

_PAGE = 500
_BLOCKS_AT_ONCE = 50
_TOLD = 50


class UserKind(StrEnum):
    """What may name an asset."""

    BLOCK = "block"
    BRAND = "brand"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One thing that names an asset."""

    kind: UserKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetService:
    """Knows the pictures and typefaces. `by` is the address of whoever does something."""

    assets: Assets
    blocks: Blocks
    brands: Brands
    products: Products
    audit: AuditLog

    async def page(self, *, wanted: str, cursor: str, limit: int) -> Page[Asset]:
        """Return assets by name, those whose name holds a text in small letters."""
        found: list[Asset] = []
        while len(found) < limit:
            page = await self.assets.page(cursor=cursor, limit=limit)
            found += [each for each in page.items if wanted in each.name.lower()]
            cursor = page.cursor
            if not cursor:
                break
        return Page(items=tuple(found), cursor=cursor)

    async def get(self, name: str) -> Asset:
        """Return an asset; raises NotFound."""
        asset = await self.assets.get(name)
        if asset is None:
            raise NotFound(
                f"There is no asset {name[:60]!r}.", remedy="Look in the list, or upload it.",
                field="name", value=name[:200],
            )  # fmt: skip
        return asset

    async def keep(self, asset: Asset, body: bytes, *, by: str) -> bool:
        """Keep an asset; open pictures follow. True if its name is new."""
        written = await self.assets.put(asset, body)
        if written.created or written.updated:
            action = "asset.create" if written.created else "asset.replace"
            detail = f"{asset.media_type}, {asset.size:,} bytes"
            await self.audit.write(Deed(actor=by, action=action, subject=asset.name, detail=detail))
        return bool(written.created)

    async def delete(self, name: str, *, by: str) -> None:
        """Delete an asset that nothing names; raises NotFound, Conflict."""
        await self.get(name)
        uses = await self.uses(name)
        if uses:
            first = uses[0]
            rest = f" and {len(uses) - 1} more" if len(uses) > 1 else ""
            raise Conflict(
                f"{name} is in use: by the {first.kind} {first.name}{rest}.",
                remedy="Replace it there, or upload another picture under this name.",
                field="name",
                value=name,
            )
        await self.assets.delete(name)
        await self.audit.write(Deed(actor=by, action="asset.delete", subject=name))

    async def uses(self, name: str) -> tuple[Use, ...]:
        """Return what names an asset, at most fifty: brands, blocks (draft or live), products.

        Names that come from outside, such as a feed's, cannot be told.
        """
        found: list[Use] = []
        async for use in self._uses(name):
            found.append(use)
            if len(found) == _TOLD:
                break
        return tuple(found)

    async def _uses(self, name: str) -> AsyncIterator[Use]:
        for brand in await self.brands.all():
            if name == brand.logo or any(name == face.asset for face in brand.faces):
                yield Use(kind=UserKind.BRAND, name=brand.name)
        async for block in self._blocks(name):
            yield Use(kind=UserKind.BLOCK, name=block)
        cursor = ""
        while True:
            products = await self.products.page(cursor=cursor, limit=_PAGE)
            for product in products.items:
                if product.image == name:
                    yield Use(kind=UserKind.PRODUCT, name=product.sku)
            cursor = products.cursor
            if not cursor:
                return

    async def _blocks(self, name: str) -> AsyncIterator[str]:
        cursor = ""
        while True:
            blocks = await self.blocks.page(cursor=cursor, limit=_BLOCKS_AT_ONCE)
            texts = []
            for block in blocks.items:
                live = self.blocks.published(block.name)
                texts.append((block.name, (block.draft, live.document if live else "")))
            for block_name in await asyncio.to_thread(_naming, name, texts):
                yield block_name
            cursor = blocks.cursor
            if not cursor:
                return


def _naming(name: str, texts: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Return the blocks whose texts name an asset; takes a while."""
    # As a word: `hero.jpg` does not stand in `big-hero.jpg`.
    named = re.compile(rf"(?<![\w.+-]){re.escape(name)}(?![\w.+-])")
    return [
        block for block, said in texts if any(name in text and named.search(text) for text in said)
    ]

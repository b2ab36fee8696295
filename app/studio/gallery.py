"""The gallery: starters as they look with the brand's colours, and blocks made from them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from app.errors import NotFound
from app.model.brand import Brand
from app.model.keeping import KeptBytes
from app.model.ports import Asset, Assets, Brands
from app.studio.shelving import ShelvingService
from app.studio.starters import Look, Starter

_MOST_KEPT: Final = 24 * 1024 * 1024  # bytes of pictures

Draw = Callable[[Starter, Look, Brand, bool], bytes]
"""Draws a look for a brand; True: half as fine, for a card. Takes tens of milliseconds."""
Bundled = Callable[[str], tuple[Asset, bytes]]
"""Returns a bundled picture by name."""
Words = Callable[[str], str]
"""Returns a condition in words, what has none in backticks; empty: it cannot be said."""
Has = Callable[[], Awaitable[bool]]


class GalleryService:
    """Shows starters, and makes blocks of them."""

    def __init__(
        self,
        *,
        read: Callable[[], Mapping[str, Starter]],
        draw: Draw,
        bundled: Bundled,
        words: Words,
        there: Mapping[str, Has],
        shelving: ShelvingService,
        assets: Assets,
        brands: Brands,
    ) -> None:
        self._read = read
        self._draw = draw
        self._bundled = bundled
        self._words = words
        self._there = there
        self._shelving = shelving
        self._assets = assets
        self._brands = brands
        self._starters: Mapping[str, Starter] = {}
        self._drawn: KeptBytes[tuple[str, str, bool, str]] = KeptBytes(_MOST_KEPT)
        # One at a time: a page of pictures must not take the processors from opens.
        self._turn = asyncio.Semaphore(1)

    async def all(self) -> Mapping[str, Starter]:
        """Return every starter by name, in the order of their titles."""
        if not self._starters:
            self._starters = await asyncio.to_thread(self._read)
        return self._starters

    async def get(self, name: str) -> Starter:
        """Return one starter; raises NotFound."""
        starter = (await self.all()).get(name)
        if starter is None:
            raise NotFound(
                f"There is no starter {name!r}.",
                remedy="Look in the gallery.",
                field="starter",
                value=name,
            )
        return starter

    async def picture(
        self, name: str, variant: str, *, brand: str = "", small: bool = False
    ) -> bytes:
        """Return a variant of a starter in a brand's colours; raises NotFound."""
        starter = await self.get(name)
        look = starter.look(variant)
        if look is None:
            raise NotFound(
                f"{starter.title!r} has no variant {variant!r}.",
                remedy="Look at its page.",
                field="variant",
                value=variant,
            )
        sender = self._brands.read(brand)
        key = (name, variant, small, repr(sender))
        body = self._drawn.get(key)
        if body is None:
            async with self._turn:
                body = await asyncio.to_thread(self._draw, starter, look, sender, small)
            self._drawn.put(key, body)
        return body

    def conditions(self, starter: Starter) -> Mapping[str, str]:
        """Return by variant when it is shown, in words; what has none stands in backticks."""
        return {
            each.name: each.when_text and (self._words(each.when_text) or f"`{each.when_text}`")
            for each in starter.plan.variants
        }

    async def there(self) -> Mapping[str, bool]:
        """Tell by kind of data whether the home has any."""
        return {what: await has() for what, has in self._there.items()}

    async def suggested(self, starter: Starter) -> str:
        """Return a name for a block of a starter that none has."""
        return await self._shelving.suggested(starter.name)

    async def use(self, name: str, block: str, *, by: str) -> str:
        """Make a draft of a starter; raises NotFound, Unacceptable, Conflict."""
        starter = await self.get(name)
        await self._shelving.check_free(block)
        copied = [asset for asset in starter.assets if await self._assets.get(asset) is None]
        for asset in copied:
            await self._assets.put(*await asyncio.to_thread(self._bundled, asset))
        pictures = f" with {', '.join(copied)}" if copied else ""
        detail = f"from the starter {name}{pictures}"
        await self._shelving.keep(block, starter.copied(block), detail, by=by)
        return block

"""The personas of a home, and its stores: read seldom, as they change seldom."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from app.context.person import allows
from app.errors import NotFound
from app.model.brand import Brand
from app.model.ports import Brands, Now, Subscribers
from app.model.store import Store
from app.model.subscriber import Consent, Subscriber
from app.studio.finding import Finder
from app.studio.personas import Persona, personas
from app.studio.usual import Usual, usual

_FRESH: Final = timedelta(minutes=5)
_SAMPLE: Final = 400  # subscribers whose attributes tell what is usual
_MOST_STORES: Final = 5000  # that are looked through by name


class Casting:
    """Makes people up from what a home has."""

    def __init__(
        self, *, brands: Brands, finder: Finder, subscribers: Subscribers, now: Now
    ) -> None:
        self._brands = brands
        self._finder = finder
        self._subscribers = subscribers
        self._now = now
        self._read_at: datetime | None = None
        self._shops: Sequence[Store] = ()
        self._usual = Usual()

    def brand(self, name: str) -> Brand:
        """Return a brand by name, or the default one."""
        return self._brands.read(name)

    def may_place(self, profile: Subscriber | None, brand: str) -> bool:
        """Tell whether an open may look where somebody is: what they agreed to decides."""
        consent = profile.consent if profile is not None else Consent()
        return allows(consent, "location", explicit=self.brand(brand).privacy.explicit)

    async def may_place_one(self, ident: str, brand: str) -> bool:
        """Tell so of a subscriber by key or external id, of nobody for one who is unknown."""
        return self.may_place(await self._subscribers.get(ident), brand)

    async def personas(self, brand: str) -> tuple[Persona, ...]:
        """Return who may be previewed as, for a brand by name."""
        await self._refresh()
        return personas(self.brand(brand), self._shops, self._usual)

    async def persona(self, slug: str, brand: str, *, field: str = "as") -> Persona:
        """Return one of them by its slug; raises NotFound, which names the field that says it."""
        for persona in await self.personas(brand):
            if persona.slug == slug:
                return persona
        raise NotFound(
            f"There is no persona {slug[:60]!r}.", remedy="Choose one of the list.", field=field,
            value=slug[:60],
        )  # fmt: skip

    async def stores(self) -> Sequence[Store]:
        """Return the stores, the first 5,000 by external id."""
        await self._refresh()
        return self._shops

    async def _refresh(self) -> None:
        now = self._now()
        if self._read_at is not None and now - self._read_at < _FRESH:
            return
        sample = await self._subscribers.page(cursor="", limit=_SAMPLE)
        self._shops, self._usual = await self._finder.all_stores(_MOST_STORES), usual(sample.items)
        self._read_at = now

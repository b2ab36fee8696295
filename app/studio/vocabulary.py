"""What a block may be made of, for the designer's menus: facts, filters, elements, the brand's."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from app.authoring.naming import named_facts, named_filters
from app.authoring.options import described_kinds
from app.authoring.source_names import KnownSource
from app.model.icons import ICONS
from app.model.palette import palette
from app.model.ports import Assets, Brands, Products, Subscribers

_SAMPLE: Final = 100  # subscribers whose attributes are named
_MOST_ASSETS: Final = 500
_MOST_PRODUCTS: Final = 100


class VocabularyService:
    """Gathers the vocabulary; of subscribers it tells which attributes there are, never values."""

    def __init__(
        self,
        *,
        brands: Brands,
        assets: Assets,
        products: Products,
        subscribers: Subscribers,
        sources: Callable[[], Mapping[str, KnownSource]],
        fonts: Callable[[], Sequence[str]],
    ) -> None:
        self._brands = brands
        self._assets = assets
        self._products = products
        self._subscribers = subscribers
        self._sources = sources
        self._fonts = fonts

    async def read(self, brand: str = "") -> Mapping[str, object]:
        """Return the vocabulary as plain values, with what a brand has."""
        whose = self._brands.read(brand)
        assets = await self._assets.page(cursor="", limit=_MOST_ASSETS)
        products = await self._products.page(cursor="", limit=_MOST_PRODUCTS)
        return {
            "facts": await self._facts(),
            "filters": [
                {"name": name, "says": says, "example": example}
                for name, says, example in named_filters()
            ],
            "elements": {kind["name"]: kind for kind in _elements()},
            "icons": list(ICONS),
            "assets": [asset.name for asset in assets.items if asset.width],
            "fonts": ["heading", "body", *self._fonts()],
            "colors": {f"brand.{name}": color for name, color in palette(whose.colors).items()},
            "products": [product.sku for product in products.items],
        }

    async def _facts(self) -> list[Mapping[str, object]]:
        some = await self._subscribers.page(cursor="", limit=_SAMPLE)
        attributes: dict[str, str] = {}
        for subscriber in some.items:
            for name, value in subscriber.attributes.items():
                attributes.setdefault(name, _kind(value))
        return [
            {
                "name": fact.name,
                "words": fact.words,
                "type": fact.type,
                "says": fact.says,
                "example": fact.example,
                "token": fact.token,
                "choices": fact.choices,
                "unit": fact.unit,
            }
            for fact in named_facts(attributes, self._sources())
        ]


def _elements() -> list[dict[str, object]]:
    return [
        {
            "name": kind.name,
            "says": kind.says,
            "options": [
                {
                    "name": option.name,
                    "type": option.kind,
                    "takes": option.takes,
                    "required": option.is_needed,
                    "default": option.default,
                    "choices": option.choices,
                    "least": option.least,
                    "most": option.most,
                    "example": option.example,
                    "says": option.says,
                }
                for option in kind.options
            ],
        }
        for kind in described_kinds()
    ]


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "flag"
    return "number" if isinstance(value, int | float) else "text"

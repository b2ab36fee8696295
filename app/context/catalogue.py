"""`product.*` of one open: the block's SKU as stored, and what stands in for it."""

from collections.abc import Callable
from datetime import datetime

from app.context.asking import AssetDigests, ProductShelf
from app.context.standins import Group, Substitutes
from app.context.stock import StockBook
from app.model.facts import Fact, Known, Missing, Why
from app.model.product import Product

_FIELDS = frozenset({"sku", "name", "price", "was", "category", "group", "image", "url"})
_NO_PRODUCT = Missing(Why.ABSENT, "products")


class Catalogue:
    """The product of one SKU, read when it is first asked for; an empty SKU is no product."""

    __slots__ = ("_assets", "_product", "_products", "_sku", "substitutes")

    def __init__(
        self, sku: str, at: datetime, *, products: ProductShelf, group: Group,
        assets: AssetDigests, book: Callable[[], StockBook],
    ) -> None:  # fmt: skip
        self._sku = sku
        self._products = products
        self._assets = assets
        self._product: Product | Missing | None = None
        self.substitutes = Substitutes(self.product, group, book, at)

    def product(self) -> Product | Missing:
        """Return the product."""
        if self._product is None:
            found = self._products(self._sku) if self._sku else None
            self._product = found or _NO_PRODUCT
        return self._product

    def online(self) -> int | None:
        """Return the units that the warehouse has, None when unknown."""
        product = self.product()
        return product.online if isinstance(product, Product) else None

    def fact(self, field: str) -> Known:
        """Return `product.FIELD`."""
        if field.startswith("substitute"):
            return self.substitutes.fact(field)
        product = self.product()
        if field == "known":
            return Fact(isinstance(product, Product), "products")
        if isinstance(product, Missing):
            return product
        value = getattr(product, field) if field in _FIELDS else None
        if field == "image" and product.picture and self._assets(product.image) is None:
            return _NO_PRODUCT  # not fetched yet
        return Fact(value, "products") if value not in (None, "") else _NO_PRODUCT

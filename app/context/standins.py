"""What stands in for a SKU that is not here: another store, the warehouse, or another product.

A substitute is a product of the same group of which there is some anywhere, the one with the
nearest price. It does not depend on who reads, so that shared blocks may show it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from app.context.skuunits import SkuUnits
from app.context.stock import StockBook
from app.context.storefacts import StoreFacts
from app.context.storerow import held_for, sooner
from app.model.facts import Fact, Known, Missing, Value, Why
from app.model.product import Product

NO_SUBSTITUTE = Missing(Why.ABSENT, "products")
ALTERNATIVES = frozenset(("alternative", "alternative_kind", "alternative_distance"))
_FIELDS = {"substitute": "name"} | {
    f"substitute_{name}": name for name in ("sku", "price", "was", "image", "url")
}

Group = Callable[[str], Sequence[Product]]
"""The products of a group, for the open path."""


class Substitutes:
    """The substitute of one product at one instant, looked for when first read."""

    __slots__ = ("_at", "_book", "_found", "_group", "_product")

    def __init__(
        self,
        product: Callable[[], Product | Missing],
        group: Group,
        book: Callable[[], StockBook],
        at: datetime,
    ) -> None:
        self._product = product
        self._group = group
        self._book = book
        self._at = at
        self._found: tuple[Product | None, datetime | None] | None = None

    def fact(self, field: str) -> Known:
        """Return `product.substitute` or `product.substitute_FIELD`."""
        if self._found is None:
            self._found = self._search()
        product, until = self._found
        name = _FIELDS.get(field)
        value: Value = getattr(product, name) if product is not None and name else None
        known = Fact(value, "products") if value not in (None, "") else NO_SUBSTITUTE
        return held_for(known, until)

    def _search(self) -> tuple[Product | None, datetime | None]:
        product, book = self._product(), self._book()
        until: datetime | None = None
        if isinstance(product, Missing) or not product.group:
            return None, None
        others = [one for one in self._group(product.group) if one.sku != product.sku]
        for other in sorted(others, key=lambda one: (_far(one, product), one.sku)):
            units = SkuUnits(other.sku, book, self._at).total(other.online)
            ends = units.valid_until if isinstance(units, Fact) else units.retry_at
            until = sooner(until, ends)
            if isinstance(units, Fact) and isinstance(units.value, int) and units.value > 0:
                return other, until
        return None, until


def alternative(
    field: str, stores: StoreFacts, online: Callable[[], int | None], substitutes: Substitutes
) -> Known:
    """Return `stock.alternative`, `_kind` or `_distance`: a store, else online, else a product."""
    store = stores.stock("alternative", online)
    if isinstance(store, Fact):
        if field == "alternative_kind":
            return Fact("store", "stock", store.valid_until, store.trust)
        return store if field == "alternative" else stores.stock(field, online)
    if field == "alternative_distance":
        return store
    sent = stores.stock("online", online)
    if isinstance(sent, Fact) and isinstance(sent.value, int) and sent.value > 0:
        return held_for(held_for(Fact("online", "stock"), sent.valid_until), store.retry_at)
    other = substitutes.fact("substitute")
    if isinstance(other, Missing):
        return held_for(store, other.retry_at)
    name = "substitute" if field == "alternative_kind" else other.value
    known = held_for(Fact(name, "stock", other.valid_until), store.retry_at)
    return held_for(known, sent.valid_until if isinstance(sent, Fact) else None)


def _far(one: Product, other: Product) -> float:
    """Return how far two prices are apart, infinite when that cannot be said."""
    if one.price is None or other.price is None or one.price.currency != other.price.currency:
        return float("inf")
    return abs(one.price.minor - other.price.minor)

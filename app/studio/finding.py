"""What the studio's lists are asked: some rows that hold a text, and where to look on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from app.model.event import Event
from app.model.product import Product
from app.model.store import StockLevel, Store
from app.model.subscriber import Subscriber

T = TypeVar("T")
PAGE = 50
"""Rows that a list shows at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """What was found, in the order of the list, among `looked` rows that were looked through.

    `cursor` looks on from there, empty at the end. `looked` is 0 when an index answered.
    """

    items: tuple[T, ...]
    cursor: str = ""
    looked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Units of a SKU in a store, and how many of them are held at present."""

    level: StockLevel
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What stores and products are called, looked up in the process."""

    store_of: Callable[[str], Store | None]
    product_of: Callable[[str], Product | None]

    def store(self, external_id: str) -> str:
        """Return a store's name, its id when it is not known."""
        found = self.store_of(external_id)
        return found.name if found else external_id

    def product(self, sku: str) -> str:
        """Return a product's name, its SKU when it is not known."""
        found = self.product_of(sku)
        return found.name if found else sku


class Finder(Protocol):
    """Looks for records, so many rows at a time: no question reads a whole large table."""

    async def stores(self, wanted: str, *, cursor: str, limit: int) -> Found[Store]:
        """Return stores whose id, name, city, street or postcode holds a text, by id."""
        ...

    async def all_stores(self, limit: int) -> Sequence[Store]:
        """Return the first stores, by id."""
        ...

    async def products(self, wanted: str, *, cursor: str, limit: int) -> Found[Product]:
        """Return products whose SKU, name, category or group holds a text, by SKU."""
        ...

    async def group(self, name: str, limit: int) -> Sequence[Product]:
        """Return the first products of a group."""
        ...

    async def subscribers(self, wanted: str, *, cursor: str, limit: int) -> Found[Subscriber]:
        """Return profiles with this key or id, whose id begins so, or of which a text holds it."""
        ...

    async def levels(
        self, *, sku: str, store: str, most: int | None, cursor: str, limit: int, at: datetime
    ) -> Found[Level]:
        """Return levels of at most so many units, by SKU, then store, with what is held."""
        ...

    async def events(self, key: str, limit: int) -> Sequence[Event]:
        """Return what somebody opened and clicked, the latest first."""
        ...

"""Changing stores, products and stock: seen by the next open, and told to the audit log."""

from collections.abc import Awaitable, Callable

from app.errors import NotFound, Taken
from app.model.account import AuditLog, Deed
from app.model.ports import Now, Products, StockTable, Stores
from app.model.product import Product
from app.model.store import StockLevel, Store

Refresh = Callable[[], Awaitable[None]]
"""Returns once this process opens with everything committed before the call."""


class RecordService:
    """The verbs of records. `by` is the email of whoever does it."""

    def __init__(
        self,
        *,
        stores: Stores,
        products: Products,
        stock: StockTable,
        audit: AuditLog,
        refresh: Refresh,
        now: Now,
    ) -> None:
        self._stores = stores
        self._products = products
        self._stock = stock
        self._audit = audit
        self._refresh = refresh
        self._now = now

    async def store(self, external_id: str) -> Store:
        """Return a store; raises NotFound."""
        store = await self._stores.get(external_id) if _is_text(external_id) else None
        if store is None:
            raise _none("store", external_id)
        return store

    async def product(self, sku: str) -> Product:
        """Return a product; raises NotFound."""
        product = await self._products.get(sku) if _is_text(sku) else None
        if product is None:
            raise _none("product", sku)
        return product

    async def add_store(self, store: Store, *, by: str) -> None:
        """Create a store; raises Taken when there is one of its id."""
        if not await self._stores.add(store):
            raise _taken("store", "external_id", store.external_id)
        await self._done(by, "store.add", store.external_id)

    async def change_store(self, store: Store, *, by: str) -> None:
        """Replace a store."""
        await self._stores.put([store])
        await self._done(by, "store.change", store.external_id)

    async def delete_store(self, external_id: str, *, by: str) -> None:
        """Delete a store and its stock; raises NotFound."""
        await self.store(external_id)
        if not await self._stores.delete(external_id):
            raise _none("store", external_id)
        await self._done(by, "store.delete", external_id)

    async def add_product(self, product: Product, *, by: str) -> None:
        """Create a product; raises Taken when there is one of its SKU."""
        if not await self._products.add(product):
            raise _taken("product", "sku", product.sku)
        await self._done(by, "product.add", product.sku)

    async def change_product(self, product: Product, *, by: str) -> None:
        """Replace a product."""
        await self._products.put([product])
        await self._done(by, "product.change", product.sku)

    async def delete_product(self, sku: str, *, by: str) -> None:
        """Delete a product and its stock; raises NotFound."""
        await self.product(sku)
        if not await self._products.delete(sku):
            raise _none("product", sku)
        await self._done(by, "product.delete", sku)

    async def set_stock(self, store: str, sku: str, quantity: int, *, by: str) -> StockLevel:
        """Set the units of a SKU in a store, counted now; raises Unacceptable."""
        level = StockLevel(store=store, sku=sku, quantity=quantity, as_of=self._now())
        await self._stock.put([level], by=by)
        await self._done(by, "stock.set", f"{store}/{sku}", f"{quantity} units")
        return level

    async def forget_stock(self, store: str, sku: str, *, by: str) -> None:
        """Forget a level; raises NotFound."""
        if not await self._stock.delete(store=store, sku=sku, by=by):
            raise _none("stock level", f"{store}/{sku}")
        await self._done(by, "stock.forget", f"{store}/{sku}")

    async def _done(self, by: str, action: str, subject: str, detail: str = "") -> None:
        await self._refresh()
        await self._audit.write(Deed(actor=by, action=action, subject=subject, detail=detail))


def _is_text(ident: str) -> bool:
    return bool(ident) and ident.isprintable()


def _none(noun: str, ident: str) -> NotFound:
    return NotFound(
        f"There is no {noun} {ident[:80]!a}.",
        remedy="Look for it in the list.",
        field="id",
        value=ident[:80],
    )


def _taken(noun: str, field: str, ident: str) -> Taken:
    return Taken(
        f"There is a {noun} {ident[:80]!r} already.",
        there=ident,
        remedy="Choose another id, or change the one that is there.",
        field=field,
        value=ident[:80],
    )

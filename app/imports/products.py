"""Rows to products, with prices as people write them."""

from app.feeds.cells import BadValue, whole
from app.feeds.prices import currency_of, money
from app.imports.mapping import Fields
from app.imports.nouns import Row
from app.model.money import Money
from app.model.product import Product

FIELDS = Fields(
    kind="products",
    required=("sku", "name"),
    aliases={
        "sku": ("id", "product id", "item id", "article number", "artikelnummer", "item number"),
        "name": ("title", "product name", "product", "bezeichnung", "nom"),
        "price": ("current price", "sale price", "preis", "prix"),
        "price_minor": ("price cents", "price in cents", "minor price"),
        "was": ("was price", "old price", "regular price", "list price", "rrp", "msrp", "uvp"),
        "was_minor": ("was cents", "old price cents"),
        "currency": ("currency code", "währung", "devise"),
        "category": ("product type", "google product category", "kategorie"),
        "group": ("item group id", "group id", "parent", "parent sku", "variant group"),
        "image": ("picture", "image name"),
        "url": ("link", "product url", "product link"),
        "online": ("online stock", "online quantity", "warehouse", "warehouse stock"),
    },
)


def product_of(row: Row, _typed: bool) -> Product:  # noqa: FBT001  # a trait of the file
    """Make a product of a row."""
    online = row.parsed("online", whole)
    if online is not None and online < 0:
        raise BadValue(f'Column "online": "{online}" is below nothing: write 0 or more.')
    currency = row.parsed("currency", currency_of)
    return Product(
        sku=row.required("sku"),
        name=row.required("name"),
        price=_money(row, "price", currency),
        was=_money(row, "was", currency),
        category=row.text("category"),
        group=row.text("group"),
        image=row.text("image"),
        url=row.text("url"),
        online=online,
    )


def _money(row: Row, field: str, currency: str) -> Money | None:
    minor = row.parsed(f"{field}_minor", whole)
    if minor is None:
        return row.parsed(field, lambda cell: money(cell, currency))
    if not currency:
        raise BadValue("The price has no currency: add a column currency, e.g. EUR.")
    return Money(minor, currency)

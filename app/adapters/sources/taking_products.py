"""Feeds of products.

Fields: `sku`, `name`, and optionally `price`, `sale_price`, `was`, `category`, `group`, `image`,
`url`, `online`. What a source has no field for stays as it is stored. An `image` that is an
address becomes the asset that `picture_name` names; anything else is the name of an asset.
"""

import asyncio
from datetime import datetime
from functools import partial
from hashlib import sha256

from app.adapters.memory import let_go
from app.adapters.sources.taking import (
    LeftOut,
    Rows,
    Sorted,
    TakenReport,
    check_fields,
    check_found,
    gone_since,
    names_of,
    said,
    sort_rows,
    tell,
    text,
    units,
)
from app.model.money import Money
from app.model.ports import Products
from app.model.product import Product
from app.model.source import Row, SourceSpec

_LONGEST = 500  # characters of a name, a category or a group
_SPEAKS_OF = {"sale_price": ("price", "was"), "image": ("image", "picture")}


def picture_name(url: str) -> str:
    """Return the name of the asset that holds the picture at an address."""
    return f"feed-{sha256(url.encode()).hexdigest()[:20]}"


class ProductTaking:
    """Implements Sink for products."""

    def __init__(self, products: Products) -> None:
        self._products = products

    async def take(
        self, spec: SourceSpec, rows: Rows, *, former: Rows | None, at: datetime, trusted: bool
    ) -> TakenReport:
        """Create or replace products; of a snapshot, delete those that it no longer has."""
        del at  # products have no time of their own
        check_fields(spec, ("sku", "name"))
        found, gone = await asyncio.to_thread(partial(_sorted, spec, rows, former, trusted=trusted))
        names = [field.name for field in spec.shape.fields]
        spoken = frozenset(part for name in names for part in _SPEAKS_OF.get(name, (name,)))
        forgotten = len(gone)
        try:
            written = await self._products.exchange(found.nouns.values(), gone, said=spoken)
        finally:
            await asyncio.to_thread(let_go, found.nouns, gone)
        return tell(
            spec,
            TakenReport(
                written=written,
                forgotten=forgotten,
                left_out=found.left_out,
                reasons=found.reasons,
            ),
        )


def _sorted(
    spec: SourceSpec, rows: Rows, former: Rows | None, *, trusted: bool
) -> tuple[Sorted[str, Product], set[str]]:
    """Return the products, and the SKUs that are gone; blocks."""
    found = sort_rows(rows, _product)
    check_found(spec, found)
    had = names_of(former, _product)
    return found, gone_since(spec, had, found.nouns.keys(), trusted=trusted)


def _product(row: Row) -> tuple[str, Product]:
    sku, name = text(row, "sku"), text(row, "name")[:_LONGEST]
    if not sku or not name:
        raise LeftOut(f'"{sku[:60]}" has no name.' if sku else "A row has no SKU.")
    price, sale, was = (_money(row, field) for field in ("price", "sale_price", "was"))
    if sale is not None:
        price, was = sale, was or price
    online, image = units(row, "online"), text(row, "image")
    is_address = image.startswith(("https://", "http://"))
    url = text(row, "url")
    return sku, Product(
        sku=sku,
        name=name,
        price=price,
        was=was if price is None or was is None or _is_more(was, price) else None,
        category=text(row, "category")[:_LONGEST],
        group=text(row, "group")[:_LONGEST],
        image=picture_name(image) if is_address else image,
        picture=image if is_address else "",
        url=url if url.startswith(("https://", "http://")) else "",
        online=None if online is None else max(online, 0),
    )


def _money(row: Row, name: str) -> Money | None:
    value = said(row, name)
    if value is None or isinstance(value, Money):
        return value
    raise LeftOut(f'The field "{name}" is not of type money.')


def _is_more(was: Money, price: Money) -> bool:
    return was.currency == price.currency and was.minor > price.minor

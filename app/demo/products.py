"""What Northbeam sells, and how many of each stand in which shop."""

import random
from collections.abc import Iterable
from datetime import datetime

from app.demo.tables import rows
from app.model.money import Money
from app.model.product import Product
from app.model.store import StockLevel, Store

HERO = "NB-1042"  # the boot that the messages are about
SEED = 1042
_RANGES = ((0, 0), (1, 3), (4, 12), (13, 40))  # none, low, some, plenty
_SHARES = (22, 23, 40, 15)


def products() -> tuple[Product, ...]:
    """Return all products; an image is the name of a file in static/demo/products."""
    return tuple(_product(row) for row in rows("products"))


def stock(
    stores: Iterable[Store], products: Iterable[Product], as_of: datetime
) -> tuple[StockLevel, ...]:
    """Return a level for every product in every store, as reported at `as_of` (aware UTC).

    The hero's levels are written by hand in stores.csv, so that every city tells its own story;
    the others are drawn from a fixed seed per store and product.
    """
    boots = {row["external_id"]: int(row["boots"]) for row in rows("stores")}
    articles = tuple(products)
    return tuple(
        StockLevel(
            store=store.external_id,
            sku=article.sku,
            quantity=boots.get(store.external_id, 0)
            if article.sku == HERO
            else _quantity(store.external_id, article.sku),
            as_of=as_of,
        )
        for store in stores
        for article in articles
    )


def _product(row: dict[str, str]) -> Product:
    return Product(
        sku=row["sku"],
        name=row["name"],
        category=row["category"],
        price=Money(int(row["price_minor"]), "EUR"),
        was=Money(int(row["was_minor"]), "EUR") if row["was_minor"] else None,
        image=row["image"],
        url=f"https://northbeam.example/p/{row['sku']}",
        online=int(row["online"]),
    )


def _quantity(store: str, sku: str) -> int:
    chance = random.Random(f"{SEED}:{store}:{sku}")  # noqa: S311 - shelves, not secrets
    least, most = chance.choices(_RANGES, _SHARES)[0]
    return chance.randint(least, most)

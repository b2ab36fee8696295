"""What a store sells."""

from dataclasses import dataclass

from app.model.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One article. `online` is the quantity that can be sent from the warehouse (None: unknown)."""

    sku: str
    name: str
    price: Money | None = None
    was: Money | None = None
    category: str = ""
    image: str = ""  # an asset's name
    url: str = ""
    online: int | None = None

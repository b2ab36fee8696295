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
    group: str = ""  # of variants that can stand in for one another
    image: str = ""  # an asset's name
    picture: str = ""  # the address from which that asset is filled, ahead of opens
    url: str = ""
    online: int | None = None

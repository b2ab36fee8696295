"""A shop: where it is, when it is open, what stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.model.hours import Hours
from app.model.subscriber import Attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One store as stored. `hours` None: not known (then neither open nor closed)."""

    external_id: str
    name: str
    lat: float
    lon: float
    tz: str
    hours: Hours | None = None
    slug: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""
    url: str = ""
    attributes: Mapping[str, Attribute] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Units of a SKU set aside until an instant (aware UTC), in a store or online (empty)."""

    id: str
    store: str  # external id
    sku: str
    units: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLevel:
    """Units of a SKU in a store, as reported at `as_of` (aware UTC)."""

    store: str  # external id
    sku: str
    quantity: int
    as_of: datetime

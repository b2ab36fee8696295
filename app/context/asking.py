"""What one open asks of the world, and the sources that answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.context.edges import Sighting
from app.model.brand import Brand
from app.model.facts import Known
from app.model.message import Message
from app.model.place import Place
from app.model.plan import Plan
from app.model.product import Product
from app.model.reader import Reader
from app.model.store import Store
from app.model.subscriber import Attribute, Subscriber


# Not frozen: one is made at every open, and freezing would treble its cost.
@dataclass(slots=True, kw_only=True)
class Ask:
    """One open, as the facts need it. `place` overrides the ladder (previews).

    `moves`: the answer is a GIF. `kept`: it will be shown for long, whoever the reader is.
    """

    plan: Plan
    brand: Brand
    reader: Reader
    at: datetime  # aware UTC
    message: Message | None = None
    subscriber: Subscriber | None = None
    ip: str = ""
    seen: Sighting | None = None  # where a CDN sees the reader's own address
    place: Place | None = None
    params: Mapping[str, Attribute] = field(default_factory=dict)  # declared ones, typed
    moves: bool = False
    kept: bool = False
    supposed: Mapping[str, Known] | None = None  # facts that a preview takes for granted


class StoreDetails(Protocol):
    """The full record behind a store found by the book."""

    def __call__(self, external_id: str) -> Store | None:
        """Return the store; None once it was deleted."""
        ...


class ProductShelf(Protocol):
    """Products by SKU, for the open path."""

    def __call__(self, sku: str) -> Product | None:
        """Return the product."""
        ...


class AssetDigests(Protocol):
    """Content digests by asset name, for the open path."""

    def __call__(self, name: str) -> str | None:
        """Return the digest behind a name."""
        ...


class Source(Protocol):
    """A source of facts that takes time: it crosses a network or a disk."""

    @property
    def name(self) -> str:
        """The namespace it fills, e.g. `weather`."""
        ...

    async def fetch(self, ask: Ask) -> Mapping[str, Known]:
        """Return facts by dotted name; raises SourceError."""
        ...

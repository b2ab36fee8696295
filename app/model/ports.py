"""What the services need from the outside; adapters implement it, contract suites prove it.

Reads on the open path are synchronous where the embedded adapter can answer from the process
(snapshots) and asynchronous where another adapter must cross a network (profiles).
Every write method is asynchronous: the embedded adapter runs it on its one writer thread.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar, runtime_checkable

from app.model.brand import Brand
from app.model.event import Event
from app.model.keys import MessageKey, SubscriberKey
from app.model.message import Message
from app.model.place import Place
from app.model.product import Product
from app.model.store import Hold, StockLevel, Store
from app.model.subscriber import Subscriber

T = TypeVar("T")


class Now(Protocol):
    """Time is asked of a clock: returns the present instant, aware UTC."""

    def __call__(self) -> datetime:
        """Return the present instant."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """A slice of a list in a stable order; `cursor` continues it, empty at the end."""

    items: tuple[T, ...]
    cursor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a bulk write did: rows that did not exist, that changed, that were as they are."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


class Profiles(Protocol):
    """Subscriber profiles by key, one read per open."""

    async def read(self, key: SubscriberKey) -> Subscriber | None:
        """Return the profile behind a key; None for unknown and erased alike."""
        ...


@runtime_checkable
class ImmediateProfiles(Protocol):
    """Profiles that need not be waited for, because they lie on this machine."""

    def row_now(self, key: SubscriberKey) -> object | None:
        """Return the row behind a key: equal rows are equal profiles. Raises SourceUnavailable.

        What was written before somebody last asked what has changed is in it.
        """
        ...

    def of_row(self, key: SubscriberKey, row: object) -> Subscriber:
        """Return the profile that a row stands for."""
        ...


class Subscribers(Protocol):
    """Administration of profiles. `ident` is an external id or a key."""

    async def get(self, ident: str) -> Subscriber | None:
        """Return one profile."""
        ...

    async def known(self, external_ids: Sequence[str]) -> Mapping[str, Subscriber]:
        """Return the profiles that exist among many, by external id."""
        ...

    async def page(self, *, cursor: str, limit: int) -> Page[Subscriber]:
        """Return profiles in the order of creation."""
        ...

    async def add(self, subscriber: Subscriber) -> bool:
        """Create; False: there is one of the external id."""
        ...

    async def put(self, subscribers: Sequence[Subscriber]) -> Written:
        """Create or replace by external id. An existing row keeps its key."""
        ...

    async def erase(self, ident: str) -> bool:
        """Delete the profile and every event of the person; True if there was one."""
        ...

    async def count(self) -> int:
        """Return how many there are."""
        ...


class Stores(Protocol):
    """Administration of stores, by external id."""

    async def get(self, external_id: str) -> Store | None:
        """Return one store."""
        ...

    async def page(self, *, cursor: str, limit: int) -> Page[Store]:
        """Return stores ordered by external id."""
        ...

    async def add(self, store: Store) -> bool:
        """Create; False: there is one of its external id."""
        ...

    async def put(self, stores: Sequence[Store]) -> Written:
        """Create or replace by external id."""
        ...

    async def names(self) -> frozenset[str]:
        """Return every external id."""
        ...

    async def delete(self, external_id: str) -> bool:
        """Delete a store and its stock."""
        ...


class Products(Protocol):
    """Administration of products, by SKU."""

    async def get(self, sku: str) -> Product | None:
        """Return one product."""
        ...

    async def page(self, *, cursor: str, limit: int) -> Page[Product]:
        """Return products ordered by SKU."""
        ...

    async def add(self, product: Product) -> bool:
        """Create; False: there is one of its SKU."""
        ...

    async def put(self, products: Sequence[Product]) -> Written:
        """Create or replace by SKU."""
        ...

    async def names(self) -> frozenset[str]:
        """Return every SKU."""
        ...

    async def unfilled(self, limit: int) -> tuple[tuple[str, str], ...]:
        """Return pictures that are not there yet: the asset's name, and where to fetch it."""
        ...

    async def exchange(
        self, products: Iterable[Product], gone: Iterable[str], *, said: frozenset[str]
    ) -> Written:
        """Create or replace by SKU, and delete others with their stock: all of it or nothing.

        Of a product that exists, fields that are not `said` stay as they are.
        """
        ...

    async def delete(self, sku: str) -> bool:
        """Delete a product and its stock."""
        ...


class StockTable(Protocol):
    """Administration of stock levels."""

    async def page(
        self, *, cursor: str, limit: int, store: str = "", sku: str = ""
    ) -> Page[StockLevel]:
        """Return levels ordered by SKU, then store, optionally of one store or SKU."""
        ...

    async def put(self, levels: Sequence[StockLevel], *, by: str = "") -> Written:
        """Set levels; raises Unacceptable naming the first unknown store or SKU. All or none.

        `by` is who says so, for the history.
        """
        ...

    async def exchange(
        self,
        levels: Iterable[StockLevel],
        gone: Iterable[tuple[str, str]],
        online: Mapping[str, int | None],
    ) -> Written:
        """Set levels, forget those of other (store, SKU) pairs, set what SKUs have online.

        All of it or nothing; raises Unacceptable as `put`. An unknown SKU online is passed over.
        """
        ...

    async def delete(self, *, store: str, sku: str, by: str = "") -> bool:
        """Forget one level."""
        ...


class Holds(Protocol):
    """Units set aside for a while: nobody is told of them until the hold ends."""

    async def put(self, hold: Hold) -> None:
        """Hold units; raises Unacceptable without such stock, Conflict when fewer are left."""
        ...

    async def active(self) -> tuple[Hold, ...]:
        """Return the holds that have not ended, the next to end first."""
        ...

    async def end(self, ident: str) -> bool:
        """End a hold now; True if it had not ended."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRecord:
    """A block as stored: its draft, and which version is published (0: none)."""

    name: str
    draft: str  # YAML or JSON text
    published: int
    latest: int  # highest version number ever published
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockVersion:
    """A published version; never changes."""

    name: str
    version: int
    document: str
    published_at: datetime
    note: str = ""


class Blocks(Protocol):
    """Block documents: one draft and any number of immutable versions each."""

    async def get(self, name: str) -> BlockRecord | None:
        """Return a block's record."""
        ...

    async def page(self, *, cursor: str, limit: int) -> Page[BlockRecord]:
        """Return blocks ordered by name."""
        ...

    async def save_draft(self, name: str, document: str) -> BlockRecord:
        """Create the block or replace its draft."""
        ...

    async def create(self, name: str, document: str) -> bool:
        """Make a draft; False: there is such a block."""
        ...

    async def rename(self, former: BlockRecord, name: str, document: str) -> bool:
        """Give a draft another name and document; False: it is another one, or the name is taken.

        Raises Conflict while its publication waits.
        """
        ...

    async def publish(
        self, name: str, document: str, note: str, *, only_news: bool = False
    ) -> BlockVersion:
        """Append a version (number = latest + 1) and make it the published one.

        Raises Conflict, where only news are to be published, when the published one says the same.
        """
        ...

    async def roll_back(self, name: str, version: int) -> BlockVersion:
        """Make an older version the published one; raises NotFound."""
        ...

    async def versions(self, name: str) -> tuple[BlockVersion, ...]:
        """Return all versions, newest first."""
        ...

    async def delete(self, name: str) -> bool:
        """Delete a block with its versions; what waits to go live is cancelled."""
        ...

    def published(self, name: str) -> BlockVersion | None:
        """Return the published version now; for the open path, a point read."""
        ...


class Messages(Protocol):
    """Emails as sent."""

    def read(self, key: MessageKey) -> Message | None:
        """Return a message by key; for the open path, from the process."""
        ...

    async def get(self, ident: str) -> Message | None:
        """Return a message by name or key."""
        ...

    async def page(self, *, cursor: str, limit: int) -> Page[Message]:
        """Return messages ordered by name."""
        ...

    async def add(self, message: Message) -> bool:
        """Create a message; False: another has its name."""
        ...

    async def put(self, messages: Sequence[Message]) -> Written:
        """Create or replace by name. An existing row keeps its key."""
        ...

    async def delete(self, ident: str) -> bool:
        """Delete a message."""
        ...


class Brands(Protocol):
    """Senders. The first one created is the default."""

    def read(self, name: str) -> Brand:
        """Return a brand by name, or the default one; for the open path, from the process."""
        ...

    async def all(self) -> tuple[Brand, ...]:
        """Return every brand, the default first."""
        ...

    async def add(self, brand: Brand) -> bool:
        """Create a brand; False: another has its name."""
        ...

    async def put(self, brand: Brand) -> Written:
        """Create or replace by name."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """An uploaded picture. `digest` is the hex of its content and names it in scenes."""

    name: str
    digest: str
    media_type: str
    size: int  # bytes
    width: int
    height: int


class Assets(Protocol):
    """Pictures that blocks and products name."""

    def digest(self, name: str) -> str | None:
        """Return the content digest behind a name; for the open path, from the process."""
        ...

    def body(self, digest: str) -> bytes | None:
        """Return the bytes behind a digest."""
        ...

    async def get(self, name: str) -> Asset | None:
        """Return one asset."""
        ...

    async def page(self, *, cursor: str, limit: int) -> Page[Asset]:
        """Return assets ordered by name."""
        ...

    async def put(self, asset: Asset, body: bytes) -> Written:
        """Create or replace by name."""
        ...

    async def delete(self, name: str) -> bool:
        """Delete the name; the content stays while another name has it."""
        ...


class GeoDatabase(Protocol):
    """Places by IP address."""

    def locate(self, ip: str) -> Place | None:
        """Return the place of an address, None when unknown. Never raises, never blocks."""
        ...

    def edition(self) -> int:
        """Return a number that is another one once addresses may have other places."""
        ...


class Gazetteer(Protocol):
    """Places by name."""

    def city(self, name: str, country: str = "") -> Place | None:
        """Return the most populous city of that name."""
        ...

    def postcode(self, code: str, country: str) -> Place | None:
        """Return the place of a postcode."""
        ...

    def zone(self, lat: float, lon: float) -> str:
        """Return the IANA time zone of a coordinate."""
        ...


class Journal(Protocol):
    """Where accepted events go first."""

    def record(self, event: Event) -> bool:
        """Append one event; True once it survives the death of this process. Never raises."""
        ...

    async def settle(self) -> None:
        """Return once everything recorded before the call survives a power cut."""
        ...


class EventStore(Protocol):
    """Where the ingester puts events."""

    def ingest(self, segment: int, offset: int, events: Iterable[tuple[int, Event]]) -> int:
        """Store (id, event) pairs and the position reached, in one transaction; rows written."""
        ...

    def position(self, segment: int) -> int:
        """Return the offset up to which a segment is stored."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A credential. Only its SHA-256 is stored."""

    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None = None


class ApiKeys(Protocol):
    """Credentials of the REST API."""

    def check(self, secret: str) -> ApiKey | None:
        """Return the key behind a bearer secret; None for unknown, revoked, expired."""
        ...

    async def create(
        self, name: str, scopes: Sequence[str], *, expires_at: datetime | None = None
    ) -> tuple[ApiKey, str]:
        """Create a key; the secret is returned this once."""
        ...

    async def page(self) -> tuple[ApiKey, ...]:
        """Return all keys."""
        ...

    async def revoke(self, prefix: str) -> bool:
        """Revoke a key."""
        ...

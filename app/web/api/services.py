"""What the REST API runs on: ports and services, handed in by the composition root."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from app.delivery.erasing import ErasureService
from app.delivery.previewing import PreviewService
from app.model import ports
from app.model.facts import Missing
from app.model.problem import Problem
from app.model.rendering import Upload
from app.model.source import Harvest, SourceSpec, SourceStatus
from app.model.source_ports import Secrets
from app.studio.starters import Starter

Accept = Callable[[bytes, str], Upload]  # a body and the name it will have
"""Uploaded bytes to the picture as it is kept; raises Unacceptable. Runs in a thread."""

Zone = Callable[[float, float], str]
"""Coordinate (degrees north, east) to an IANA zone, empty when there is none. Any thread."""

Refresh = Callable[[], Awaitable[None]]
"""Returns once this process opens with everything committed before the call."""


class KeptAnswer(Protocol):
    """An answer kept under an idempotency key."""

    @property
    def status(self) -> int:
        """HTTP status."""
        ...

    @property
    def body(self) -> str:
        """JSON text."""
        ...


class Idempotency(Protocol):
    """Answers by idempotency key and scope (API key, method, path)."""

    async def claim(self, key: str, scope: str, request_sha256: str) -> KeptAnswer | None:
        """Return the answer already given; None: it is the caller's to give.

        Raises Unacceptable for a key of another request, Conflict while one is being answered.
        """
        ...

    async def keep(self, key: str, scope: str, status: int, body: str) -> None:
        """Keep the answer to a claimed request."""
        ...

    async def release(self, key: str, scope: str) -> None:
        """Give a claim up, so that the request can be tried again."""
        ...


class Authoring(Protocol):
    """What is known about a document before it is published."""

    async def check_apart(self, document: str, name: str = "") -> tuple[Problem, ...]:
        """Return every finding, errors and warnings; the loop goes on meanwhile."""
        ...

    async def embedded_in(self, document: str) -> tuple[str, str]:
        """Return the format a document's block is embedded in, and why; empty: it has errors."""
        ...


class Weigher(Protocol):
    """What drawing a document's variants tells about it."""

    async def weigh(self, document: str, *, file: str = "draft") -> tuple[Problem, ...]:
        """Return which variants are too heavy for mail."""
        ...


class SourceDesk(Protocol):
    """Sources as people handle them; an empty brand is the default one."""

    async def all(self, brand: str = "") -> tuple[SourceSpec, ...]:
        """Return the sources of a brand by name, those of every brand without one."""
        ...

    async def get(self, name: str, brand: str = "") -> SourceSpec:
        """Return a source; raises NotFound."""
        ...

    async def put(
        self, document: str, *, name: str = "", brand: str = ""
    ) -> tuple[SourceSpec, ports.Written, tuple[Problem, ...]]:
        """Configure a source; return it with the warnings. Raises AuthoringError, NotFound."""
        ...

    async def delete(self, name: str, brand: str = "") -> bool:
        """Delete a source; False when there was none."""
        ...

    async def status(self, spec: SourceSpec) -> SourceStatus:
        """Return how a source is doing."""
        ...

    async def fetch(self, spec: SourceSpec) -> SourceStatus:
        """Fetch now; raises Unacceptable for a source that is asked on demand."""
        ...

    async def held(self, spec: SourceSpec) -> Harvest | Missing:
        """Return the last good rows, however old."""
        ...

    def document(self, spec: SourceSpec) -> dict[str, Any]:
        """Return the document that says a source."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiServices:
    """Everything an operation may use."""

    now: ports.Now
    api_keys: ports.ApiKeys
    idempotency: Idempotency
    subscribers: ports.Subscribers
    stores: ports.Stores
    products: ports.Products
    stock: ports.StockTable
    holds: ports.Holds
    blocks: ports.Blocks
    messages: ports.Messages
    brands: ports.Brands
    assets: ports.Assets
    erasing: ErasureService
    previewing: PreviewService
    authoring: Authoring
    weigher: Weigher
    block_schema: Mapping[str, object]
    starters: Callable[[], Mapping[str, Starter]]
    sources: SourceDesk
    secrets: Secrets
    accept: Accept
    zone: Zone
    refresh: Refresh

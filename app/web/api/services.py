"""What the REST API runs on: ports and services, handed in by the composition root."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.delivery.erasing import ErasureService
from app.delivery.previewing import PreviewService
from app.model import ports
from app.model.problem import Problem
from app.model.rendering import Upload

Accept = Callable[[bytes], Upload]
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
    blocks: ports.Blocks
    messages: ports.Messages
    brands: ports.Brands
    assets: ports.Assets
    erasing: ErasureService
    previewing: PreviewService
    authoring: Authoring
    block_schema: Mapping[str, object]
    accept: Accept
    zone: Zone
    refresh: Refresh

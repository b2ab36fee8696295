"""Opens with what an operator who looks for a fault wants to know written on them."""

from collections.abc import Callable
from typing import Protocol

from app.delivery.exchange import OpenRequest, Served
from app.delivery.policy import debug_headers


class Opening(Protocol):
    """What answers opens."""

    def open_now(self, request: OpenRequest) -> Served | None:
        """Answer at once, or not at all."""
        ...

    async def open(self, request: OpenRequest) -> Served:
        """Answer."""
        ...


class ObservedOpening:
    """Adds how long each answer took and where it came from; `monotonic` counts seconds."""

    def __init__(self, opening: Opening, *, monotonic: Callable[[], float]) -> None:
        self._opening = opening
        self._monotonic = monotonic

    def open_now(self, request: OpenRequest) -> Served | None:
        """Answer at once, or not at all."""
        start = self._monotonic()
        served = self._opening.open_now(request)
        return None if served is None else self._observed(served, start, is_hit=True)

    async def open(self, request: OpenRequest) -> Served:
        """Answer."""
        start = self._monotonic()
        return self._observed(await self._opening.open(request), start, is_hit=False)

    def _observed(self, served: Served, start: float, *, is_hit: bool) -> Served:
        ms = (self._monotonic() - start) * 1000
        headers = debug_headers(served.headers, ms=ms, is_hit=is_hit)
        return Served(served.status, headers, served.body)

"""Renderings by content: digest known before drawing, kept in memory and on disk, drawn once.

One picture is drawn once however many ask for it (single flight), by a bounded pool of threads;
when its queue is full the answer is Overloaded at once, and the caller serves a fallback.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

from app.errors import Overloaded, RenderError
from app.model.keeping import KeptBytes
from app.model.rendering import Format
from app.model.scene import Scene

Draw = Callable[[Scene, Format], bytes]


class RenderingShelf(Protocol):
    """Renderings that outlive the process; bounded in bytes by its own means."""

    def get(self, digest: str, picture_format: Format) -> bytes | None:
        """Return a whole, verified rendering, or None. May block on a disk."""
        ...

    def put(self, digest: str, picture_format: Format, body: bytes) -> None:
        """Keep a rendering; losing it is not an error. May block on a disk."""
        ...


@dataclass(slots=True)
class RenderingStats:
    """What happened since the start."""

    memory_hits: int = 0
    disk_hits: int = 0
    drawn: int = 0
    shared_flights: int = 0
    refused: int = 0
    failed: int = 0


class Renderings:
    """The one owner of drawn pictures in a process."""

    def __init__(
        self,
        *,
        draw: Draw,
        fingerprint: str,
        secret: bytes,
        shelf: RenderingShelf,
        memory_bytes: int,
        workers: int,
        queue: int,
    ) -> None:
        self._draw = draw
        self._key = blake2b(fingerprint.encode(), key=secret[:64], digest_size=32).digest()
        self._shelf = shelf
        self._memory: KeptBytes[tuple[str, Format]] = KeptBytes(memory_bytes)
        self._flights: dict[tuple[str, Format], asyncio.Future[bytes]] = {}
        self._landing: dict[tuple[str, Format], bytes] = {}  # drawn, the loop not told yet
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="render")
        self._most_waiting = workers + queue
        self._waiting = 0
        self.stats = RenderingStats()

    def digest(self, scene_digest: bytes) -> str:
        """Return the keyed digest that names a scene's rendering; it cannot be guessed."""
        return blake2b(scene_digest, key=self._key, digest_size=16).hexdigest()

    def ready(self, digest: str, picture_format: Format) -> bytes | None:
        """Return a rendering that is in memory."""
        body = self._memory.get((digest, picture_format))
        if body is not None:
            self.stats.memory_hits += 1
        return body

    async def get(self, scene: Scene, digest: str, picture_format: Format) -> bytes:
        """Return a rendering, drawing it when nobody has; raises RenderError, Overloaded."""
        key = (digest, picture_format)
        flight = self._flights.get(key)
        if flight is None:
            flight = self._start(scene, key)
        else:
            self.stats.shared_flights += 1
        # A reader who gives up must not take the flight down for the others.
        return await asyncio.shield(flight)

    async def within(
        self, seconds: float, scene: Scene, digest: str, picture_format: Format
    ) -> bytes:
        """Return a rendering, or raise TimeoutError when it is not drawn by then.

        Under a stampede the loop may come to a waiter after its time although the picture has
        long been drawn: then it is late, but there.
        """
        drawing = self.get(scene, digest, picture_format)
        try:
            return await asyncio.wait_for(drawing, seconds)
        except TimeoutError:
            key = (digest, picture_format)
            landed = self._landing.get(key) or self._memory.get(key)
            if landed is None:
                raise
            return landed

    async def by_digest(self, digest: str, picture_format: Format) -> bytes | None:
        """Return a rendering by its name alone, if it is still kept."""
        ready = self.ready(digest, picture_format)
        if ready is not None:
            return ready
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._shelf.get, digest, picture_format)

    def close(self) -> None:
        """Stop the pool after what it is drawing."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self, scene: Scene, key: tuple[str, Format]) -> asyncio.Future[bytes]:
        if self._waiting >= self._most_waiting:
            self.stats.refused += 1
            raise Overloaded(
                f"{self._waiting} pictures are being drawn or wait for it",
                remedy="Raise OPENTIME_RENDER_WORKERS or add a machine.",
            )
        self._waiting += 1
        loop = asyncio.get_running_loop()
        flight = loop.run_in_executor(self._pool, self._made, scene, key)
        self._flights[key] = flight
        flight.add_done_callback(lambda done: self._landed(key, done))
        return flight

    def _landed(self, key: tuple[str, Format], flight: asyncio.Future[bytes]) -> None:
        self._waiting -= 1
        self._flights.pop(key, None)
        self._landing.pop(key, None)
        if flight.cancelled() or flight.exception() is not None:
            self.stats.failed += 1
            return
        self._memory.put(key, flight.result())

    def _made(self, scene: Scene, key: tuple[str, Format]) -> bytes:
        """Fetch from the shelf or draw; runs in the pool."""
        digest, picture_format = key
        kept = self._shelf.get(digest, picture_format)
        if kept is not None:
            self.stats.disk_hits += 1
            self._landing[key] = kept
            return kept
        try:
            body = self._draw(scene, picture_format)
        except RenderError:
            raise
        except Exception as error:  # an edge: any defect in drawing is a RenderError
            raise RenderError(f"Drawing failed: {error!r}") from error
        self.stats.drawn += 1
        self._landing[key] = body
        self._shelf.put(digest, picture_format, body)
        return body

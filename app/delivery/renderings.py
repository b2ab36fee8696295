"""Renderings by content: digest known before drawing, kept in memory and on disk, drawn once.

One picture is drawn once however many ask for it (single flight), by a bounded pool of threads;
when its queue is full the answer is Overloaded at once, and the caller serves a fallback.
"""

import asyncio
import logging
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

from app.errors import Overloaded, RenderError
from app.model.keeping import Kept, KeptBytes
from app.model.rendering import Format
from app.model.scene import Scene
from app.render import Drawing

_MOST_NAMES = 16_384
_INCOMPLETE_S = 10.0  # after which a picture that lacks something is tried again

Draw = Callable[[Scene, Format], Drawing]


_log = logging.getLogger("opentime.renderings")


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
    drawn: int = 0  # because somebody asked
    drawn_ahead: int = 0  # fallbacks, before they are needed
    shared_flights: int = 0
    refused: int = 0
    failed: int = 0
    incomplete: int = 0  # drawn without a picture that was missing or unreadable
    lightened: int = 0  # too heavy for mail as meant, so sent with less detail


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
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.draw = draw
        self._key = blake2b(fingerprint.encode(), key=secret[:64], digest_size=32).digest()
        self._shelf = shelf
        self._memory: KeptBytes[tuple[str, Format]] = KeptBytes(memory_bytes)
        self._flights: dict[tuple[str, Format], set[asyncio.Future[bytes]]] = {}  # who waits
        self._names: Kept[bytes, str] = Kept(_MOST_NAMES)
        self._ahead: set[tuple[str, Format]] = set()
        self._landing: dict[tuple[str, Format], bytes] = {}  # drawn, the loop not told yet
        self._monotonic = monotonic
        self._incomplete: Kept[tuple[str, Format], float] = Kept(_MOST_NAMES)  # until when it does
        self._has_incomplete = False  # nearly always: then nobody looks
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="render")
        self._most_waiting = workers + queue
        self._waiting = 0
        self.stats = RenderingStats()

    def digest(self, scene_digest: bytes) -> str:
        """Return the keyed digest that names a scene's rendering; it cannot be guessed."""
        name = self._names.get(scene_digest)
        if name is None:
            name = blake2b(scene_digest, key=self._key, digest_size=16).hexdigest()
            self._names.put(scene_digest, name)
        return name

    def ready(self, digest: str, picture_format: Format) -> bytes | None:
        """Return a rendering that is in memory; an incomplete one only for some seconds."""
        key = (digest, picture_format)
        body = self._memory.get(key)
        if body is None:
            return None
        if self._has_incomplete and self._monotonic() >= (self._incomplete.get(key) or math.inf):
            return None
        self.stats.memory_hits += 1
        return body

    def is_whole(self, digest: str, picture_format: Format) -> bool:
        """Tell that a rendering lacks nothing: only such a one may be kept by its name."""
        return not self._has_incomplete or self._incomplete.get((digest, picture_format)) is None

    async def get(self, scene: Scene, digest: str, picture_format: Format) -> bytes:
        """Return a rendering, drawing it when nobody has; raises RenderError, Overloaded."""
        return await self._boarded(scene, (digest, picture_format), None)

    async def ahead(self, scene: Scene, digest: str, picture_format: Format) -> bytes:
        """Return a rendering that nobody asked for yet: a fallback, drawn before it is needed."""
        key = (digest, picture_format)
        self._ahead.add(key)
        try:
            return await self._boarded(scene, key, None)
        finally:
            self._ahead.discard(key)

    async def within(
        self, seconds: float, scene: Scene, digest: str, picture_format: Format
    ) -> bytes:
        """Return a rendering, or raise TimeoutError when it is not drawn by then.

        Under a stampede the loop may come to a waiter after its time although the picture has
        long been drawn: then it is late, but there.
        """
        key = (digest, picture_format)
        try:
            return await self._boarded(scene, key, seconds)
        except TimeoutError:
            landed = self._landing.get(key) or self._memory.get(key)
            if landed is None:
                raise
            return landed

    async def by_digest(self, digest: str, picture_format: Format) -> bytes | None:
        """Return a rendering by its name alone, if it is still kept and whole.

        What is found here is kept by others for good: an incomplete picture never is.
        """
        if not self.is_whole(digest, picture_format):
            return None
        ready = self.ready(digest, picture_format)
        if ready is not None:
            return ready
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._shelf.get, digest, picture_format)

    def close(self) -> None:
        """Stop the pool after what it is drawing."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    async def _boarded(self, scene: Scene, key: tuple[str, Format], seconds: float | None) -> bytes:
        """Wait for a flight, starting it when there is none.

        Whoever waits has a future of their own: to give up, or to be one of ten thousand, costs
        the same, and takes the flight down for nobody else.
        """
        waiting = self._flights.get(key)
        if waiting is None:
            waiting = self._start(scene, key)
        else:
            self.stats.shared_flights += 1
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[bytes] = loop.create_future()
        waiting.add(waiter)
        timer = loop.call_later(seconds, _give_up, waiter) if seconds is not None else None
        try:
            return await waiter
        finally:
            waiting.discard(waiter)
            if timer is not None:
                timer.cancel()

    def _start(self, scene: Scene, key: tuple[str, Format]) -> "set[asyncio.Future[bytes]]":
        if self._waiting >= self._most_waiting:
            self.stats.refused += 1
            raise Overloaded(
                f"{self._waiting} pictures are being drawn or wait for it",
                remedy="Raise OPENTIME_RENDER_WORKERS or add a machine.",
            )
        self._waiting += 1
        waiting: set[asyncio.Future[bytes]] = set()
        self._flights[key] = waiting
        loop = asyncio.get_running_loop()
        flight = loop.run_in_executor(self._pool, self._made, scene, key)
        flight.add_done_callback(lambda done: self._landed(key, done))
        return waiting

    def _landed(self, key: tuple[str, Format], flight: asyncio.Future[bytes]) -> None:
        self._waiting -= 1
        waiting = [waiter for waiter in self._flights.pop(key, ()) if not waiter.done()]
        self._landing.pop(key, None)
        error = RenderError("Drawing was ended") if flight.cancelled() else flight.exception()
        if error is not None:
            self.stats.failed += 1
            for waiter in waiting:
                waiter.set_exception(error)
            return
        body = flight.result()
        self._memory.put(key, body)
        for waiter in waiting:
            waiter.set_result(body)

    def _made(self, scene: Scene, key: tuple[str, Format]) -> bytes:
        """Fetch from the shelf or draw; runs in the pool."""
        digest, picture_format = key
        kept = self._shelf.get(digest, picture_format)
        if kept is not None:
            self.stats.disk_hits += 1
            self._landing[key] = kept
            return kept
        try:
            drawing = self.draw(scene, picture_format)
        except RenderError:
            raise
        except Exception as error:  # an edge: any defect in drawing is a RenderError
            raise RenderError(f"Drawing failed: {error!r}") from error
        if key in self._ahead:
            self.stats.drawn_ahead += 1
        else:
            self.stats.drawn += 1
        self._landing[key] = drawing.body
        if drawing.reduced:
            self.stats.lightened += 1
            _log.warning("A heavy %s was reduced to %s", picture_format, drawing.reduced)
        if drawing.skipped:
            # Not for good: what was missing may soon be there again.
            self.stats.incomplete += 1
            self._incomplete.put(key, self._monotonic() + _INCOMPLETE_S)
            self._has_incomplete = True
            _log.warning("A picture was drawn without %s", ", ".join(drawing.skipped))
            return drawing.body
        self._incomplete.drop(key)
        if not drawing.is_fleeting:
            self._shelf.put(digest, picture_format, drawing.body)
        return drawing.body


def _give_up(waiter: asyncio.Future[bytes]) -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())

"""Tiles fetched behind the opens: what an open misses is there for the next one."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Protocol

from app.adapters.outbound.exchange import Answer, Limits
from app.adapters.tiles.files import Tile, TileFiles
from app.errors import Overloaded, SourceError, Unacceptable
from app.model.keeping import Kept
from app.model.rendering import Upload

_MOST_WANTED = 4096
_AT_ONCE = 2
_PAUSE_S = 0.1  # after each, for whoever serves the tiles
_QUIET_S = 60.0  # between lines of the log about tiles that could not be had
_FORGIVEN_S = 600.0  # until a tile that could not be had is asked for again
_LIMITS = Limits(total=timedelta(seconds=10), body=1024 * 1024)  # nobody waits for a tile
_SIDES = ((256, 256), (512, 512))
_log = logging.getLogger("opentime.tiles")


class Server(Protocol):
    """What answers addresses; see `app.adapters.outbound`."""

    async def get(self, url: str, *, limits: Limits) -> Answer:
        """Return what stands at an address; raises SourceError."""
        ...


class TileFetcher:
    """Fetches wanted tiles into files, two at a time; wishes beyond a bound are dropped.

    What opens missed comes before what stores may need one day.

    `accept` returns a picture as it may be kept; raises Unacceptable for everything else.
    """

    def __init__(
        self,
        template: str,
        *,
        server: Server,
        files: TileFiles,
        accept: Callable[[bytes], Upload],
        clock: Callable[[], float],
        pause_s: float = _PAUSE_S,
    ) -> None:
        self._template = template
        self._server = server
        self._files = files
        self._accept = accept
        self._clock = clock
        self._pause_s = pause_s
        self._wanted: dict[Tile, None] = {}  # in order
        self._later: dict[Tile, None] = {}
        self._coming: set[Tile] = set()
        self._failed: Kept[Tile, float] = Kept(_MOST_WANTED)  # until when it is not asked for
        self._more = asyncio.Event()
        self._quiet_until = 0.0
        self.fetched = 0
        self.failed = 0
        self.dropped = 0

    def want(self, tiles: Iterable[Tile]) -> None:
        """Fetch these next; to be called in the loop's thread."""
        self._note(tiles, self._wanted)

    def want_later(self, tiles: Iterable[Tile]) -> None:
        """Fetch these when nothing else is wanted; to be called in the loop's thread."""
        self._note(tiles, self._later)

    def room(self) -> int:
        """Return how many more tiles can be wanted for later."""
        return _MOST_WANTED - len(self._later)

    async def run(self) -> None:
        """Go on until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(self._fetch_all())

    def _note(self, tiles: Iterable[Tile], wishes: dict[Tile, None]) -> None:
        for tile in tiles:
            if (self._failed.get(tile) or 0.0) > self._clock():
                continue
            if len(wishes) >= _MOST_WANTED and tile not in wishes:
                self.dropped += 1
                continue
            wishes[tile] = None
        if wishes:
            self._more.set()

    async def _fetch_all(self) -> None:
        while True:
            while not (wanted := self._wanted or self._later):
                self._more.clear()
                await self._more.wait()
            tile = next(iter(wanted))
            del wanted[tile]
            if tile in self._coming:
                continue
            self._coming.add(tile)
            try:
                await self._fetch(tile)
            finally:
                self._coming.discard(tile)
            await asyncio.sleep(self._pause_s)

    async def _fetch(self, tile: Tile) -> None:
        if await asyncio.to_thread(self._files.has, tile):
            return
        zoom, column, row = tile
        url = self._template.format(z=zoom, x=column, y=row)
        try:
            answer = await self._server.get(url, limits=_LIMITS)
            picture = await asyncio.to_thread(self._accept, answer.body)
        except (SourceError, Unacceptable, Overloaded) as error:
            self._give_up(tile, str(error))
            return
        if (picture.width, picture.height) not in _SIDES:
            self._give_up(tile, f"{url} is no square of 256 or 512 pixels.")
            return
        await asyncio.to_thread(self._files.put, tile, picture.body)
        self.fetched += 1

    def _give_up(self, tile: Tile, why: str) -> None:
        self.failed += 1
        self._failed.put(tile, self._clock() + _FORGIVEN_S)
        if self._clock() >= self._quiet_until:  # one line speaks for a server that is down
            self._quiet_until = self._clock() + _QUIET_S
            _log.warning("Tile %d/%d/%d is missing, %d so far: %s", *tile, self.failed, why)

"""Pictures of products, fetched ahead of opens and kept as assets: no open ever fetches one.

A product's picture is fetched once it has an address and no asset of its name. One process of a
home fetches, a few at a time; a server that fails is asked again later and later. A picture that
changes must change its address.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from app.adapters.outbound.client import Outbound
from app.adapters.outbound.exchange import Limits
from app.adapters.segments import sole
from app.errors import AppError, Overloaded
from app.model.ports import Asset, Assets, Products
from app.model.rendering import Upload

MOST = 1_200  # pixels of the longer side: a block is 600 wide, at twice the density
AT_ONCE = 4
_LIMITS = Limits(total=timedelta(seconds=20), body=10 * 1024 * 1024)
_LOOKED_AT = 1_000  # pictures that are wanted at a time
_TICK_S = 2.0
_STAND_BY_S = 5.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 60.0, 6 * 3600.0
_REMEMBERED = 50_000  # addresses that failed
_log = logging.getLogger("opentime.pictures")


class ProductPictures:
    """Fills the assets of products. `number` is that of the last change of products."""

    def __init__(
        self,
        *,
        products: Products,
        assets: Assets,
        server: Outbound,
        shrink: Callable[[bytes, int], Upload],
        number: Callable[[], int],
        monotonic: Callable[[], float],
        lock: Path,
    ) -> None:
        """Take the tables, the way out, and what decodes pictures apart from this process."""
        self._products = products
        self._assets = assets
        self._server = server
        self._shrink = shrink
        self._number = number
        self._monotonic = monotonic
        self._lock = lock
        self._seen: int | None = None
        self._again_at = 0.0
        self._failed: dict[str, tuple[int, float]] = {}  # by address: how often, when again
        self.fetched = 0

    async def run(self) -> None:
        """Go on until cancelled; of several processes one works, the others stand by."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        while True:
            with sole(self._lock) as is_mine:
                while is_mine:
                    try:
                        await self.tick()
                    except (AppError, OSError) as error:
                        _log.warning("Pictures of products wait: %s", error)
                    await asyncio.sleep(_TICK_S)
            await asyncio.sleep(_STAND_BY_S)

    async def tick(self) -> None:
        """Fetch what is wanted and due, if there is reason to look; raises AppError, OSError."""
        number, now = self._number(), self._monotonic()
        if number == self._seen and now < self._again_at:
            return
        wanted = await self._products.unfilled(_LOOKED_AT + len(self._failed))
        due = [pair for pair in wanted if self._failed.get(pair[1], (0, 0.0))[1] <= now]
        places = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._fill(name, url, places) for name, url in due[:_LOOKED_AT]))
        self._seen = number
        self._again_at = min((at for _, at in self._failed.values()), default=float("inf"))
        if len(due) > _LOOKED_AT:
            self._again_at = now

    async def _fill(self, name: str, url: str, places: asyncio.Semaphore) -> None:
        async with places:
            try:
                body = (await self._server.get(url, limits=_LIMITS)).body
                upload = await asyncio.to_thread(self._shrink, body, MOST)
            except AppError as error:
                self._fail(url, error)
                return
            await self._assets.put(_asset(name, upload), upload.body)
        self._failed.pop(url, None)
        self.fetched += 1

    def _fail(self, url: str, error: AppError) -> None:
        tries = self._failed.get(url, (0, 0.0))[0] + (not isinstance(error, Overloaded))
        pause = min(_FIRST_PAUSE_S * 2 ** max(tries - 1, 0), _LONGEST_PAUSE_S)
        if len(self._failed) >= _REMEMBERED and url not in self._failed:
            del self._failed[next(iter(self._failed))]
        self._failed[url] = (tries, self._monotonic() + pause)
        if tries == 1:  # one line per picture, not per attempt
            _log.warning("A picture of a product cannot be kept: %s", error)


def _asset(name: str, upload: Upload) -> Asset:
    return Asset(
        name=name,
        digest=sha256(upload.body).hexdigest(),
        media_type=upload.media_type,
        size=len(upload.body),
        width=upload.width,
        height=upload.height,
    )

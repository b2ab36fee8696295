"""A source asked once, for whoever configures it: nothing is kept, and no open sees any of it.

The request goes through the same guard and the same reading as every other one.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from app.adapters.outbound.client import Outbound
from app.adapters.outbound.exchange import Limits
from app.adapters.sources.answering import refusal
from app.adapters.sources.reading import read, receive, room_for_body
from app.adapters.sources.requesting import Requests
from app.adapters.sources.rowfile import RowFile
from app.errors import AppError, Overloaded
from app.model.ports import Now
from app.model.source import SourceSpec
from app.studio.sources import SAMPLE, Tried

_LIMITS: Final = Limits(total=timedelta(seconds=15), body=16 * 1024 * 1024)
_AT_ONCE: Final = 4


class Trials:
    """Implements Trying. Loop thread only."""

    def __init__(
        self,
        root: Path,
        *,
        server: Outbound,
        requests: Requests,
        now: Now,
        monotonic: Callable[[], float],
    ) -> None:
        self._root = root
        self._server = server
        self._requests = requests
        self._now = now
        self._monotonic = monotonic
        self._running = 0

    async def run(self, spec: SourceSpec, tokens: Mapping[str, str]) -> Tried:
        """Ask once with chosen values for its tokens; raises Overloaded."""
        if self._running >= _AT_ONCE:
            raise Overloaded(f"{_AT_ONCE} sources are being tried.", remedy="Try again shortly.")
        self._running += 1
        began = self._monotonic()
        path = self._root / f"trial.{secrets.token_hex(8)}"
        try:
            tried = await self._asked(spec, tokens, path)
        except (AppError, OSError) as error:
            says = error.message if isinstance(error, AppError) else f"{error.strerror}."
            remedy = error.remedy if isinstance(error, AppError) else ""
            tried = Tried(error=says, remedy=remedy)
        finally:
            self._running -= 1
            await asyncio.to_thread(path.unlink, missing_ok=True)
        return tried.after(round(1000 * (self._monotonic() - began)))

    async def _asked(self, spec: SourceSpec, tokens: Mapping[str, str], path: Path) -> Tried:
        request = await self._requests.of(spec, tokens)
        host = urlsplit(request.url).hostname or "It"
        async with room_for_body(self._root) as file:
            async with self._server.opened(request, limits=_LIMITS) as opened:
                refused = refusal(opened, host=host, now=self._now)
                if refused is not None:
                    raise refused
                body = await receive(opened, file)
            reading = await read(body, spec.shape, path)
        rows = await asyncio.to_thread(RowFile(path, spec.shape.key).first, SAMPLE)
        return Tried(
            rows=rows,
            count=reading.count,
            bad=reading.bad,
            filled=reading.filled,
            size_bytes=body.size,
            media_type=body.media_type,
        )

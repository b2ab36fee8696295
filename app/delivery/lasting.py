"""The last good answer of every shared address, for when the next one cannot be had.

A source, the database or the renderer may fail for a while. Whoever asks for what is the same for
everybody is then shown what everybody was shown before, for as long as a CDN would go on with it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from app.delivery.address import Address, Route
from app.delivery.exchange import OpenRequest, Served
from app.delivery.policy import GRACE_S, Edge, Headers, cause_in, stale_headers
from app.model.keeping import Kept, KeptBytes
from app.model.ports import Now

_MOST: Final = 4096
_BYTES: Final = 32 * 1024 * 1024
_OK: Final = 200
_GRACE: Final = timedelta(seconds=GRACE_S)
_MEANT = (b"unknown-block", b"extension")  # nothing failed: there is no such thing any more

Met = Callable[[str, Sequence[str]], None]
"""Takes the path and the tags of a shared answer that a cache may have kept."""

_Key = tuple[str, str, str, bytes]


class LastGood:
    """Keeps shared answers that were meant and gives them in place of fallbacks."""

    def __init__(self, *, now: Now, edge: Edge, met: Met | None = None) -> None:
        self._now = now
        self._edge = edge
        self._met = met
        self._heads: Kept[_Key, tuple[datetime, Headers]] = Kept(_MOST)
        self._bodies: KeptBytes[_Key] = KeptBytes(_BYTES)
        self.given = 0
        """How many answers were the last good one."""

    def settled(self, address: Address, request: OpenRequest, served: Served) -> Served:
        """Return an answer to a shared address, or the last good one if it is a fallback."""
        if address.route is Route.OPEN or served.status != _OK:
            return served
        key = (address.message, address.block, address.extension, request.query)
        cause = cause_in(served.headers)
        if not cause:
            self._keep(key, served)
            return served
        if cause in _MEANT:
            self._heads.drop(key)
            return served
        return self._last(key) or served

    def _keep(self, key: _Key, served: Served) -> None:
        tags = next((value for name, value in served.headers if name == b"cache-tag"), None)
        if tags is None:
            self._heads.drop(key)  # nothing that everybody may be shown
            return
        if self._met is not None and not key[3]:
            self._met(f"/s/{key[0]}/{key[1]}.{key[2]}", tags.decode().split(","))
        self._heads.put(key, (self._now(), served.headers))
        if self._bodies.get(key) is not served.body:
            self._bodies.put(key, served.body)

    def _last(self, key: _Key) -> Served | None:
        head, body = self._heads.get(key), self._bodies.get(key)
        if head is None or body is None or self._now() - head[0] > _GRACE:
            return None
        headers = stale_headers(head[1], self._edge)
        if int(dict(headers)[b"content-length"]) != len(body):
            return None  # the body of another answer, too large to be kept, was meant
        self.given += 1
        return Served(_OK, headers, body)

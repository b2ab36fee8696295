"""The one way out over HTTP: to public machines alone, in bounded time, for bounded answers.

A name is looked up once per connection, every address it has is judged, and the judged address is
the one that is connected to. The environment's proxies are not used, and no cookies are kept.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from functools import lru_cache

import httpcore
import httpx

from app import __version__
from app.adapters.outbound.dialing import GuardedBackend
from app.adapters.outbound.exchange import Answer, Limits, Opened, Request
from app.adapters.outbound.failures import in_our_words
from app.adapters.outbound.guarding import Guard
from app.adapters.outbound.reading import head_of, unpacked
from app.adapters.outbound.redirecting import Hop
from app.adapters.outbound.resolving import Resolver
from app.errors import SourceTimeout, SourceUnavailable

AGENT = f"Opentime/{__version__}"
_OK = 200
_CONNECTIONS = 64
_IDLE_CONNECTIONS = 16
_IDLE_S = 15.0
_WAITING = 128 * 1024  # bytes: all that waits on a socket is read in one turn of the loop
_USUAL = Limits()


class Outbound:
    """Asks servers. Make one per process: a TLS context costs 90 ms, connections are shared."""

    def __init__(
        self,
        *,
        guard: Guard | None = None,
        resolver: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = guard or Guard()
        self._resolver = resolver or Resolver()
        self._network = GuardedBackend(guard=self._guard, resolver=self._resolver)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or trusting(),
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_IDLE_CONNECTIONS,
            keepalive_expiry=_IDLE_S,
            network_backend=self._network,
            socket_options=[(socket.SOL_SOCKET, socket.SO_RCVBUF, _WAITING)],
        )
        # At debug level it writes the headers of answers: cookies, and tokens in redirects.
        logging.getLogger("httpcore").setLevel(logging.INFO)

    async def ask(self, request: Request, *, limits: Limits = _USUAL) -> Answer:
        """Return a whole answer, whatever its status but a redirect's; raises SourceError."""
        async with self.opened(request, limits=limits) as opened:
            body = b"".join([piece async for piece in opened.pieces])
        return Answer(status=opened.status, headers=opened.headers, body=body)

    async def get(self, url: str, *, limits: Limits = _USUAL) -> Answer:
        """Return what stands at an address; raises SourceError for everything but status 200."""
        answer = await self.ask(Request(url=url), limits=limits)
        if answer.status != _OK:
            host = self._guard.target(url).host
            raise SourceUnavailable(f"{host} answered {answer.status}.")
        return answer

    @asynccontextmanager
    async def opened(self, request: Request, *, limits: Limits = _USUAL) -> AsyncIterator[Opened]:
        """Give an answer whose body is read in the block, within the same limit of time.

        Raises SourceError, from within the block too.
        """
        clock = asyncio.timeout(limits.total.total_seconds())
        try:
            async with clock, self._followed(request, limits) as opened:
                yield opened
        except TimeoutError:
            if not clock.expired():
                raise  # the caller's own
            host = self._guard.target(request.url).host
            seconds = limits.total.total_seconds()
            raise SourceTimeout(f"{host} took longer than {seconds:g} s.") from None

    async def prepare(self) -> None:
        """Load what the first request would else load while others wait: 100 ms of imports."""
        await self._network.sleep(0)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.aclose()
        self._resolver.close()

    @asynccontextmanager
    async def _followed(self, request: Request, limits: Limits) -> AsyncIterator[Opened]:
        """Give the answer at the end of the redirects."""
        hop: Hop | None = Hop.first(request, guard=self._guard, redirects=limits.redirects)
        while hop is not None:
            host = hop.target.host
            with in_our_words(host, malformed="answered something that is not HTTP"):
                response = await self._pool.handle_async_request(_wire(hop, limits))
            try:
                headers = head_of(response, request=hop.request, host=host, limits=limits)
                hop = hop.following(response.status, headers, guard=self._guard)
                if hop is None:
                    body = unpacked(response, headers, host=host, limits=limits)
                    async with aclosing(body) as pieces:
                        yield Opened(status=response.status, headers=headers, pieces=pieces)
            finally:
                await response.aclose()


# A memo of one: what it reads takes 90 ms, and every client of a process trusts the same.
@lru_cache(maxsize=1)
def trusting() -> ssl.SSLContext:
    """Return the TLS context that verifies, by the bundled authorities and this machine's."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def _wire(hop: Hop, limits: Limits) -> httpcore.Request:
    request, url = hop.request, hop.target.url
    path = url.raw_path
    headers = httpx.Headers({"Accept": "*/*", "User-Agent": AGENT})
    headers.update({**request.headers, **request.known.headers()})
    if request.signer is not None:
        sign = request.signer.headers
        headers.update(sign(method=request.method, path=path.decode(), body=request.body))
    headers["Accept-Encoding"] = "gzip"
    headers["Host"] = url.netloc.decode("ascii")
    if request.body or request.method in ("PATCH", "POST", "PUT"):
        headers["Content-Length"] = str(len(request.body))
    connect, total = limits.connect.total_seconds(), limits.total.total_seconds()
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=hop.target.scheme, host=hop.target.host, port=hop.target.port, target=path
        ),
        headers=headers.raw,
        content=request.body,
        extensions={
            "timeout": {"connect": connect, "read": total, "write": total, "pool": total},
        },
    )

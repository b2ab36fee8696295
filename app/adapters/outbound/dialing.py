"""Connections to the very address that was judged: a name is not looked up a second time."""

from collections.abc import Iterable

import httpcore

from app.adapters.outbound.guarding import Guard, literal
from app.adapters.outbound.resolving import Resolver
from app.errors import SourceUnavailable

_MOST_TRIED = 4  # addresses of one name


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """The network as the connection pool sees it. TLS is the pool's, and asks for the name."""

    def __init__(self, *, guard: Guard, resolver: Resolver) -> None:
        self._guard = guard
        self._resolver = resolver
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the interface's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of a host that answers.

        Raises SourceRefused, SourceTimeout, SourceUnavailable, and what httpcore raises.
        """
        address = literal(host)
        found = (address,) if address else await self._resolver.addresses(host, port)
        failure: Exception = SourceUnavailable(f"{host} has no address.")
        for checked in self._guard.check(host, found)[:_MOST_TRIED]:
            try:
                return await self._network.connect_tcp(
                    str(checked), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait, as the pool does between attempts."""
        await self._network.sleep(seconds)

"""Connections to the very address that was judged: a name is not looked up a second time.

Whoever chose the name is told one and the same of every way in which it is not reached, and the
log which it was: so nobody maps a network by the errors that it causes.
"""

import asyncio
import logging
from collections.abc import Iterable

import httpcore

from app.adapters.outbound.guarding import Guard, literal
from app.adapters.outbound.resolving import Resolver
from app.errors import SourceError, SourceRefused, SourceUnavailable

_MOST_TRIED = 4  # addresses of one name
_TOGETHER = 2  # times as long as one attempt may take, for finding the name and all attempts
_log = logging.getLogger("opentime.outbound")


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

        Raises SourceRefused when it may not be asked, else SourceUnavailable.
        """
        kind, why = SourceUnavailable, ""
        try:
            async with asyncio.timeout(None if timeout is None else _TOGETHER * timeout):
                return await self._dialled(host, port, timeout, local_address, socket_options)
        except SourceRefused as error:
            kind, why = SourceRefused, error.message
        except SourceError as error:
            why = error.message
        except (httpcore.ConnectTimeout, TimeoutError):
            why = "no answer in time."
        except httpcore.ConnectError as error:
            why = f"{error}."
        _log.warning("%s is not reached: %s", host, why)
        raise kind(
            f"{host} cannot be reached: no such name, nobody there, or not a public machine.",
            remedy="The log says which. If it is yours, name it in OPENTIME_PRIVATE_HOSTS.",
        )

    async def sleep(self, seconds: float) -> None:
        """Wait, as the pool does between attempts."""
        await self._network.sleep(seconds)

    async def _dialled(
        self,
        host: str,
        port: int,
        timeout: float | None,  # noqa: ASYNC109  # of one attempt
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.AsyncNetworkStream:
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

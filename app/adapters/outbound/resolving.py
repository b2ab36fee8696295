"""Names looked up in threads of their own, so that a resolver that hangs keeps nobody else."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

from app.adapters.outbound.addresses import Address
from app.errors import SourceTimeout, SourceUnavailable

Lookup = Callable[[str, int], Sequence[str]]
_THREADS = 4
_SECONDS = 2.0


def system_lookup(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a name as this machine knows them, best first; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class Resolver:
    """Looks names up, each time anew; `lookup` may block."""

    def __init__(self, lookup: Lookup = system_lookup, *, seconds: float = _SECONDS) -> None:
        self._lookup = lookup
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="resolver")

    async def addresses(self, host: str, port: int) -> tuple[Address, ...]:
        """Return the addresses of a name, at least one.

        Raises SourceTimeout and SourceUnavailable.
        """
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                found = await loop.run_in_executor(self._threads, self._lookup, host, port)
            addresses = tuple(dict.fromkeys(ip_address(text) for text in found))
        except TimeoutError:
            raise SourceTimeout(f"{host} was not found in {self._seconds:g} s.") from None
        except (OSError, ValueError) as error:
            raise SourceUnavailable(f"{host} is not a name that can be found.") from error
        if not addresses:
            raise SourceUnavailable(f"{host} has no address.")
        return addresses

    def close(self) -> None:
        """Let the threads end; what hangs is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

"""The one way out over HTTP: to public addresses alone, in a bounded time, for a bounded answer.

The name is looked up once and the address found is the one that is connected to, so that a name
cannot mean another address a moment later. Redirects are not followed.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from app.errors import SourceMalformed, SourceTimeout, SourceUnavailable

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[Address]]]
_PORTS = {"http": 80, "https": 443}
_OK = 200
_NAT64, _LOCAL_NAT64 = IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    body: bytes
    media_type: str


async def resolved(host: str, port: int) -> Sequence[Address]:
    """Return the addresses of a name; raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(entry[4][0]) for entry in found]


class Outbound:
    """Asks servers that an administrator named; private ones only if that was allowed."""

    def __init__(
        self,
        *,
        agent: str,
        is_private_allowed: bool,
        within_s: float,
        most_bytes: int,
        resolve: Resolve = resolved,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._is_private_allowed = is_private_allowed
        self._within_s = within_s
        self._most_bytes = most_bytes
        self._resolve = resolve
        # Proxies of the environment would be asked in our stead, whatever the address.
        self._client = httpx.AsyncClient(
            headers={"user-agent": agent},
            timeout=within_s,
            trust_env=False,
            transport=transport,
            limits=httpx.Limits(max_connections=8, max_keepalive_connections=4),
        )

    async def get(self, url: str) -> Answer:
        """Return what stands at an address; raises SourceError for everything but status 200."""
        try:
            async with asyncio.timeout(self._within_s):
                return await self._got(httpx.URL(url))
        except (TimeoutError, httpx.TimeoutException) as error:
            raise SourceTimeout(f"{url} did not answer in {self._within_s:g} s.") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            raise SourceUnavailable(f"{url} cannot be reached: {error}.") from error

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _got(self, url: httpx.URL) -> Answer:
        address = await self._address(url)
        request = self._client.build_request(
            "GET",
            url.copy_with(host=str(address)),
            headers={"host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.host},
        )
        response = await self._client.send(request, stream=True)
        try:
            if response.status_code != _OK:
                raise SourceUnavailable(f"{url} answered {response.status_code}.")
            body = bytearray()
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > self._most_bytes:
                    raise SourceMalformed(f"{url} answered more than {self._most_bytes:,} bytes.")
        finally:
            await response.aclose()
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Answer(bytes(body), kind)

    async def _address(self, url: httpx.URL) -> Address:
        """Return the address to connect to; raises SourceUnavailable when it is not public."""
        if url.scheme not in _PORTS or not url.host or url.userinfo:
            raise SourceUnavailable(f"{url} is no plain address of the web.")
        found = await self._resolve(url.host, url.port or _PORTS[url.scheme])
        if not found:
            raise SourceUnavailable(f"{url.host} has no address.")
        refused = [a for a in found if not is_public(a)]
        if refused and not self._is_private_allowed:
            raise SourceUnavailable(
                f"{url.host} is {refused[0]}, which is not a public address.",
                remedy="Set OPENTIME_PRIVATE_SOURCES=1 if it is yours.",
            )
        return found[0]


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public internet, also where IPv6 holds an IPv4."""
    if isinstance(address, IPv6Address):
        if address in _LOCAL_NAT64:
            return False
        held = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            held.append(IPv4Address(int(address) & 0xFFFFFFFF))
        if not all(is_public(within) for within in held if within):
            return False
    return address.is_global and not address.is_multicast

"""The way out: only to public addresses, bounded in time and bytes."""

import asyncio
from collections.abc import Sequence
from ipaddress import ip_address

import httpx
import pytest

from app.adapters.outbound import Address, Answer, Outbound, is_public
from app.errors import SourceError, SourceMalformed, SourceTimeout, SourceUnavailable

PUBLIC = "93.184.216.34"
NOT_PUBLIC = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1",
    "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2001:db8::1",
    "64:ff9b:1::1", "64:ff9b::a00:1",
)  # fmt: skip


class Asked:
    """A transport that remembers what was asked of it."""

    def __init__(self, status: int = 200, body: bytes = b"tile", **headers: str) -> None:
        self.requests: list[httpx.Request] = []
        self.transport = httpx.MockTransport(self._answer)
        self._response = (status, body, headers)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        status, body, headers = self._response
        return httpx.Response(status, content=body, headers=headers)


def outbound(
    asked: Asked, *addresses: str, is_private_allowed: bool = False, within_s: float = 5.0
) -> Outbound:
    """Return the way out to a server at those addresses."""

    async def resolve(host: str, port: int) -> Sequence[Address]:
        assert host
        assert port
        return [ip_address(address) for address in addresses or (PUBLIC,)]

    return Outbound(
        agent="Opentime/1", is_private_allowed=is_private_allowed, within_s=within_s,
        most_bytes=10_000, resolve=resolve, transport=asked.transport,
    )  # fmt: skip


async def test_an_answer() -> None:
    """Body and kind come back; the address that was looked up is the one asked, by its name."""
    asked = Asked(**{"content-type": "image/png; charset=x"})
    answer = await outbound(asked).get("https://tiles.example:8443/1/2/3.png?k=v")

    assert answer == Answer(b"tile", "image/png")
    (request,) = asked.requests
    assert str(request.url) == f"https://{PUBLIC}:8443/1/2/3.png?k=v"
    assert request.headers["host"] == "tiles.example:8443"
    assert request.headers["user-agent"] == "Opentime/1"
    assert request.extensions["sni_hostname"] == "tiles.example"


@pytest.mark.parametrize("address", NOT_PUBLIC)
async def test_private_addresses_are_never_asked(address: str) -> None:
    """A name that means an address of ours is refused before anything is sent."""
    asked = Asked()

    assert not is_public(ip_address(address))
    for addresses in ((address,), (PUBLIC, address)):
        with pytest.raises(SourceUnavailable, match="not a public address"):
            await outbound(asked, *addresses).get("http://tiles.example/1.png")
    assert asked.requests == []


async def test_private_addresses_can_be_allowed() -> None:
    """Whoever runs a tile server of their own says so."""
    asked = Asked()
    way = outbound(asked, "10.0.0.7", is_private_allowed=True)

    assert (await way.get("http://tiles.example/1.png")).body == b"tile"
    assert asked.requests[0].url.host == "10.0.0.7"


@pytest.mark.parametrize("status", [204, 301, 302, 307, 400, 403, 404, 429, 500, 503])
async def test_anything_but_200_is_no_answer(status: int) -> None:
    """Redirects are not followed, errors are not bodies."""
    asked = Asked(status, location="http://169.254.169.254/")

    with pytest.raises(SourceUnavailable, match=str(status)):
        await outbound(asked).get("https://tiles.example/1.png")
    assert len(asked.requests) == 1


async def test_too_many_bytes() -> None:
    """An answer that does not end is not read to its end."""
    with pytest.raises(SourceMalformed, match="10,000"):
        await outbound(Asked(body=b"x" * 10_001)).get("https://tiles.example/1.png")


@pytest.mark.parametrize(
    "url",
    ["ftp://tiles.example/1", "file:///etc/passwd", "https:///1", "https://u:p@tiles.example/1",
     "/1.png", ""],
)  # fmt: skip
async def test_only_plain_addresses(url: str) -> None:
    """Other schemes, credentials and what is no address are refused."""
    asked = Asked()

    with pytest.raises(SourceError):
        await outbound(asked).get(url)
    assert asked.requests == []


async def test_a_server_that_does_not_answer() -> None:
    """The whole exchange has one deadline."""

    async def never(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        raise AssertionError

    asked = Asked()
    asked.transport = httpx.MockTransport(never)

    with pytest.raises(SourceTimeout):
        await outbound(asked, within_s=0.01).get("https://tiles.example/1.png")


async def test_a_name_without_address() -> None:
    """A name that cannot be looked up is a source that cannot be reached."""

    async def resolve(_host: str, _port: int) -> Sequence[Address]:
        raise OSError("no such host")

    way = Outbound(
        agent="x", is_private_allowed=False, within_s=1, most_bytes=1, resolve=resolve,
        transport=Asked().transport,
    )  # fmt: skip
    with pytest.raises(SourceUnavailable, match="no such host"):
        await way.get("https://tiles.example/1.png")
    await way.close()

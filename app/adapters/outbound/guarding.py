"""What may be asked: which addresses of the web, which ports, which machines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address

import httpx

from app.adapters.outbound.addresses import Address, is_public
from app.adapters.outbound.privates import PrivateHosts
from app.errors import SourceRefused, Unacceptable

PORTS = (80, 443, 8080, 8443)
_USUAL = {"http": 80, "https": 443}
_LONGEST = 8192  # characters
_AUTHORITY = re.compile(r"[^:/?#]+://([^/?#]*)")
_NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.(?=.)|$))+")
# Where a resolver would read a number: 2130706433, 0x7f.1, 127.1, 0177.0.0.1.
_ENDS_IN_A_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address of the web that was taken apart; its `url` may hold secrets: never show it."""

    url: httpx.URL
    scheme: str
    host: str  # ASCII, lower case; an IPv6 address without brackets
    port: int

    @property
    def origin(self) -> tuple[str, str, int]:
        """Return what two addresses share that are of the same server."""
        return self.scheme, self.host, self.port


class Guard:
    """Judges addresses of the web as they are written, and machines as they are found."""

    def __init__(
        self, *, private: PrivateHosts | None = None, ports: Iterable[int] = PORTS
    ) -> None:
        self._private = private or PrivateHosts()
        self._ports = frozenset(ports)

    def target(self, text: str) -> Target:
        """Return the parts of an address; raises Unacceptable for one that is never asked.

        What a name leads to is judged when it is asked; an address in numbers is judged here.
        """
        url = _parsed(text)
        if url.scheme not in _USUAL:
            raise _bad("is not asked over http or https", "Begin it with https://.")
        if _has_user(text):
            raise _bad("holds a user name", "Put credentials into a header, as a secret.")
        host = url.raw_host.decode("ascii")
        port = _USUAL[url.scheme] if url.port is None else url.port
        if port not in self._ports:
            listed = ", ".join(str(number) for number in sorted(self._ports))
            raise _bad(
                f"names port {port}", f"Use one of {listed}, or see OPENTIME_OUTBOUND_PORTS."
            )
        address = literal(host)
        if address is not None and not self._permits(host, address):
            raise _bad(f"leads to {address}, which is not public", _REMEDY)
        if address is None and (_NAME.fullmatch(host) is None or _ENDS_IN_A_NUMBER.fullmatch(host)):
            raise _bad("has a host in no usual spelling", "Write a name such as api.example.com.")
        return Target(url=url, scheme=url.scheme, host=host, port=port)

    def check(self, host: str, found: Iterable[Address]) -> tuple[Address, ...]:
        """Return the addresses that a host was found to have, if every one may be asked.

        Raises SourceRefused: one that may not be spoils them all, or its owner could mix in
        what is ours.
        """
        addresses = tuple(found)
        for address in addresses:
            if not self._permits(host, address):
                raise SourceRefused(
                    f"{host} is not asked: it leads to {address}, which is not public.",
                    remedy=_REMEDY,
                    field="host",
                    value=host,
                )
        return addresses

    def _permits(self, host: str, address: Address) -> bool:
        return is_public(address) or self._private.allow(host, address)


_REMEDY = "If that machine is yours, name it in OPENTIME_PRIVATE_HOSTS."


def literal(host: str) -> Address | None:
    """Return the address that a host in canonical numbers is, None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _parsed(text: str) -> httpx.URL:
    if len(text) > _LONGEST or "\\" in text or text != text.strip():
        raise _bad("is too long, or holds a backslash or blanks at its ends", "Write it plainly.")
    try:
        return httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise _bad("cannot be read", "It must look like https://api.example.com/x.") from error


def _has_user(text: str) -> bool:
    authority = _AUTHORITY.match(text)
    return authority is None or "@" in authority[1]


def _bad(why: str, remedy: str) -> Unacceptable:
    # Without the address itself, which may hold a token.
    return Unacceptable(f"The address {why}.", remedy=remedy, field="url")

"""The client's address: the right-most hop of X-Forwarded-For that no trusted proxy of ours is.

What an untrusted peer writes into a header changes nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Self

from app.errors import ConfigurationError

_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network

_BRACKETED = re.compile(r"\[([^\[\]]+)\](?::\d{1,5})?")
_WITH_PORT = re.compile(r"(\d+\.\d+\.\d+\.\d+):\d{1,5}")
_LONGEST = 64  # characters of a hop; with zone and port an address takes fewer
_EVERYBODY = ("0.0.0.0/0", "::/0")
_REMEMBERED = 4096  # hops; reading one and comparing it with the networks takes microseconds


@dataclass(frozen=True, slots=True)
class Hop:
    """An address on the way of a request, in canonical form, and whether its word is taken."""

    address: str
    is_trusted: bool


class TrustedProxies:
    """The networks whose word about the client's address is taken."""

    def __init__(self, networks: Iterable[_Network] = ()) -> None:
        self._networks = tuple(networks)
        self._read = lru_cache(maxsize=_REMEMBERED)(self._read_once)

    @classmethod
    def parse(cls, entries: Iterable[str], *, is_unsafe_allowed: bool = False) -> Self:
        """Read addresses and CIDR networks; raises ConfigurationError naming every bad one.

        `*` and its like trust everybody: anyone may then claim any address. They are refused
        unless that is explicitly allowed.
        """
        networks: list[_Network] = []
        problems: list[str] = []
        for entry in (entry.strip() for entry in entries):
            try:
                named = [ip_network(text) for text in (_EVERYBODY if entry == "*" else (entry,))]
            except ValueError as error:
                problems.append(f"{entry!r} ({error})")
                continue
            if any(network.prefixlen == 0 for network in named) and not is_unsafe_allowed:
                problems.append(f"{entry!r} (it trusts everybody)")
            networks += named
        if problems:
            raise ConfigurationError(
                f"Trusted proxies cannot be used: {', '.join(problems)}.",
                remedy="List the addresses or CIDR networks of your proxies, such as 10.0.0.0/8.",
                field="trusted_proxies",
                value=", ".join(problems),
            )
        return cls(networks)

    def hop(self, text: str) -> Hop | None:
        """Return the hop that a text names, None if it is no address."""
        return self._read(text) if len(text) <= _LONGEST else None

    def __bool__(self) -> bool:
        return bool(self._networks)

    def _read_once(self, text: str) -> Hop | None:
        address = parse_address(text)
        if address is None:
            return None
        return Hop(str(address), any(address in network for network in self._networks))


def client_ip(*, peer: str, forwarded_for: str, trusted: TrustedProxies) -> str:
    """Return the address of whoever asked, in canonical form.

    `peer` is the other end of the connection, `forwarded_for` the X-Forwarded-For headers joined
    by commas. A hop that is no address ends the search at the proxy that reported it. A peer
    without an address, as on a Unix socket, is returned as it is and never trusted.
    """
    return nearest_stranger(peer=peer, forwarded_for=forwarded_for, trusted=trusted)[0]


def nearest_stranger(*, peer: str, forwarded_for: str, trusted: TrustedProxies) -> tuple[str, str]:
    """Return the client's address as above, and what of `forwarded_for` it says of others."""
    hop = trusted.hop(peer)
    if hop is None:
        return peer, ""
    remaining = forwarded_for
    while remaining and hop.is_trusted:
        before, _, text = remaining.rpartition(",")
        claimed = trusted.hop(text)
        if claimed is None:
            return hop.address, ""
        hop, remaining = claimed, before
    return hop.address, remaining


def parse_address(text: str) -> _Address | None:
    """Return the address in `1.2.3.4`, `1.2.3.4:5`, `::1`, `[::1]` or `[::1]:5`, else None.

    Zones are dropped, and IPv4 addresses in IPv6 clothes are unwrapped.
    """
    text = text.strip()
    if match := _BRACKETED.fullmatch(text) or _WITH_PORT.fullmatch(text):
        text = match[1]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address

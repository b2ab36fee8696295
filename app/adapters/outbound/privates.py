"""The hosts beyond the public internet that an operator said may be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Self

from app.adapters.outbound.addresses import Address, held, is_public

# What a name may unlock. Metadata services, multicast and the like need a network that says so.
_OF_A_NAME = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateHosts:
    """Names whose private addresses may be asked, and networks that may be under any name."""

    names: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> Self:
        """Read what `OPENTIME_PRIVATE_HOSTS` lists: names, addresses, CIDR networks."""
        names, networks = set(), []
        for entry in entries:
            try:
                networks.append(ip_network(entry, strict=False))
            except ValueError:
                names.add(entry.lower())
        return cls(names=frozenset(names), networks=tuple(networks))

    def allow(self, host: str, address: Address) -> bool:
        """Tell whether a host may be asked at an address that is not public."""
        if not all(is_public(inner) or self.allow(host, inner) for inner in held(address)):
            return False
        networks = self.networks + (_OF_A_NAME if host in self.names else ())
        return any(address in network for network in networks)

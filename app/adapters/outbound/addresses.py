"""Which addresses belong to the public internet, by a list of our own.

`is_global` of the standard library calls translated, tunnelled and multicast addresses public.
Of IPv6 only what is handed out (2000::/3) counts, less what is reserved within it.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address

_RESERVED_4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # behind a carrier's translation; metadata of one cloud
        "127.0.0.0/8",
        "168.63.129.16/32",  # the host of a cloud's machines
        "169.254.0.0/16",  # link-local; metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; metadata of one cloud
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # sink of reverse lookups
        "192.52.193.0/24",  # multicast tunnels
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "192.175.48.0/24",  # sink of reverse lookups
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_HANDED_OUT_6 = IPv6Network("2000::/3")
_RESERVED_6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # sink of reverse lookups
        "3ffe::/16",  # the 6bone, returned
        "3fff::/20",  # documentation
    )
)
_HOLD_AT_THE_END = tuple(
    IPv6Network(text)
    for text in (
        "::/96",  # "compatible" with IPv4
        "::ffff:0:0/96",  # mapped
        "::ffff:0:0:0/96",  # translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 of one's own
    )
)
_ISATAP = frozenset((0x0000_5EFE, 0x0200_5EFE))  # upper half of the interface's number
_WORD = 0xFFFF_FFFF


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public internet, and every address inside it."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _RESERVED_4)
    return (
        address.scope_id is None
        and address in _HANDED_OUT_6
        and not any(address in network for network in _RESERVED_6)
        and all(is_public(inner) for inner in held(address))
    )


def held(address: Address) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses that an IPv6 address leads to: translated, tunnelled, mapped."""
    if isinstance(address, IPv4Address):
        return ()
    number = int(address)
    inner = [address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _HOLD_AT_THE_END) or number >> 32 & _WORD in _ISATAP:
        inner.append(IPv4Address(number & _WORD))
    return tuple(found for found in inner if found is not None)

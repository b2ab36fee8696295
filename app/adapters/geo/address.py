"""IP addresses as numbers, with everything that is nobody's place left out."""

import socket
from bisect import bisect_right
from ipaddress import IPv4Network, IPv6Network

# IANA special-purpose registries (RFC 6890 and its updates), multicast and the former class E.
RESERVED_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
        ),
    )
)
# Of IPv6 only 2000::/3 is handed out; these parts of it are not places either.
RESERVED_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))

_STARTS_V4 = [int(net[0]) for net in RESERVED_V4]
_ENDS_V4 = [int(net[-1]) for net in RESERVED_V4]
_STARTS_V6 = [int(net[0]) for net in RESERVED_V6]
_ENDS_V6 = [int(net[-1]) for net in RESERVED_V6]
_MAPPED = bytes(10) + b"\xff\xff"


def public_v4(text: str) -> int | None:
    """Return the number of a public IPv4 address, also when written as IPv4-mapped IPv6."""
    packed = _packed(text)
    if packed is None:
        return None
    if len(packed) != 4:  # noqa: PLR2004 - an IPv4 address has four bytes
        if not packed.startswith(_MAPPED):
            return None
        packed = packed[12:]
    return _outside(int.from_bytes(packed), _STARTS_V4, _ENDS_V4)


def public_v6(text: str) -> int | None:
    """Return the number of a public IPv6 address; None for IPv4 and IPv4-mapped ones."""
    packed = _packed(text)
    if packed is None or len(packed) != 16 or packed[0] >> 5 != 1:  # noqa: PLR2004 - 2000::/3
        return None
    return _outside(int.from_bytes(packed), _STARTS_V6, _ENDS_V6)


def _packed(text: str) -> bytes | None:
    try:
        if ":" in text:
            return socket.inet_pton(socket.AF_INET6, text)
        return socket.inet_pton(socket.AF_INET, text)
    except (OSError, ValueError):
        return None


def _outside(number: int, starts: list[int], ends: list[int]) -> int | None:
    at = bisect_right(starts, number) - 1
    return None if at >= 0 and number <= ends[at] else number

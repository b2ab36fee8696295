"""Published lists of networks as their owners write them: CSV with regions, JSON, plain lines."""

import csv
import json
import re
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO

from app.context.networks import Region
from app.context.ranges import Prefix

_SHOWN = 20
_COUNTRY = re.compile(r"[A-Z]{2}")
_V4_BITS, _V6_BITS = 32, 128
_REGION_FIELDS = 4  # prefix, country, region, city

_Row = tuple[int, str, tuple[str, ...]]
"""Line or entry from 1 on, the network as text, what says where it is."""


class ListKind(StrEnum):
    """What a list says about the networks in it."""

    RELAY = "relay"  # Apple's relay: prefix,country,region,city,
    GOOGLE = "google"  # all of Google's, of which the cloud's are taken away
    GOOGLE_CLOUD = "google-cloud"
    MICROSOFT = "microsoft"
    YAHOO = "yahoo"
    SCANNERS = "scanners"


@dataclass(slots=True)
class Parsed:
    """What a file holds. A prefix's label is the number of its region, counted from 1."""

    prefixes: list[Prefix] = field(default_factory=list)
    regions: list[Region | None] = field(default_factory=list)
    bad: int = 0
    examples: list[str] = field(default_factory=list)
    """The first bad lines: which, what, why."""


def parse(text: str) -> Parsed:
    """Read a list in whichever of the formats it is written; bad lines are counted and skipped."""
    rows = _entries(text) if text.lstrip()[:1] in ("{", "[") else _lines(text)
    parsed = Parsed()
    labels: dict[tuple[str, ...], int] = {}
    try:
        for number, network, where in rows:
            label = labels.get(where)
            if label is None:
                parsed.regions.append(_region(where))
                label = labels[where] = len(parsed.regions)
            try:
                parsed.prefixes.append(_prefix(network, label))
            except (OSError, ValueError) as error:
                _spoil(parsed, f"{number}: {network[:80]!r} {error}")
    except (ValueError, csv.Error, RecursionError) as error:
        _spoil(parsed, f"the file is not whole: {error}")
    return parsed


def _spoil(parsed: Parsed, example: str) -> None:
    parsed.bad += 1
    if len(parsed.examples) < _SHOWN:
        parsed.examples.append(example)


def _lines(text: str) -> Iterator[_Row]:
    """Return the networks of lines: the first field of each, and the region behind it, if any."""
    for number, fields in enumerate(csv.reader(StringIO(text)), 1):
        if fields:
            network = fields[0].partition("#")[0].strip()
            if network:
                yield number, network, tuple(fields[1:_REGION_FIELDS])


def _region(where: tuple[str, ...]) -> Region | None:
    if len(where) < _REGION_FIELDS - 1:
        return None
    country, region, city = (each.strip() for each in where)
    code = country.upper()
    return Region(code, region.upper(), city) if _COUNTRY.fullmatch(code) else None


def _entries(text: str) -> Iterator[_Row]:
    """Return the networks of Google's `prefixes` and of Microsoft's endpoint sets."""
    document = json.loads(text)
    sets = document.get("prefixes", []) if isinstance(document, dict) else document
    if not isinstance(sets, list):
        raise ValueError("no list of prefixes in it")  # noqa: TRY004  # the file's fault, not a caller's
    for number, entry in enumerate(sets, 1):
        for network in _networks(entry):
            yield number, str(network), ()


def _networks(entry: object) -> Iterable[object]:
    if not isinstance(entry, dict):
        return (entry,)
    if entry.get("serviceArea", "Exchange") != "Exchange":
        return ()
    ips = entry.get("ips", [])
    named = [entry[name] for name in ("ipv4Prefix", "ipv6Prefix") if name in entry]
    return [*named, *(ips if isinstance(ips, list) else [ips])]


def _prefix(text: str, label: int) -> Prefix:
    """Read `address/length`, or an address alone. Ten times as fast as `ipaddress`."""
    address, slash, size = text.partition("/")
    is_v6 = ":" in address
    bits = _V6_BITS if is_v6 else _V4_BITS
    try:
        packed = socket.inet_pton(socket.AF_INET6 if is_v6 else socket.AF_INET, address)
    except OSError:
        raise ValueError("is no network") from None
    if slash and not (size.isascii() and size.isdigit()):
        raise ValueError("is no network")
    length = int(size) if slash else bits
    if not 0 < length <= bits:
        raise ValueError(f"must have a length of 1 to {bits}")
    first = int.from_bytes(packed)
    if first & (1 << (bits - length)) - 1:
        raise ValueError("has bits set behind its length")
    return first, bits, length, label

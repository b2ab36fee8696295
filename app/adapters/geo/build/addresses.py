"""From an MMDB of cities to the table of address ranges and the places they lie in."""

from __future__ import annotations  # array[int] exists for the type checker only

import re
from array import array
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import NamedTuple, cast

import maxminddb

from app.adapters.geo.columns import RISING, Columns, text_columns
from app.adapters.geo.zones import Zones

NOWHERE = 0  # the place of addresses that are nobody's
CITY_KM, REGION_KM, COUNTRY_KM = 25, 150, 500
_DISTRICT = re.compile(r" \(.*\)$")  # "Burnaby (Metrotown)": an email greets Burnaby
_V6_KEPT = 64  # bits: a network prefix; whom the rest belongs to says nothing about where


class Spot(NamedTuple):
    """A place as the source names it; coordinates in hundredths of a degree."""

    country: str
    region: str
    city: str
    lat: int
    lon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """Where each range of addresses starts and the index of its spot, -1 for none."""

    starts: array[int]
    places: array[int]
    spots: Sequence[Spot]


def read_all(paths: Sequence[Path]) -> list[Ranges]:
    """Read several MMDB files, one process each."""
    with ProcessPoolExecutor(max_workers=len(paths)) as pool:
        return list(pool.map(read, paths))


def read(path: Path) -> Ranges:
    """Read every network of an MMDB file, neighbours in the same place made one range."""
    with maxminddb.open_database(path) as reader:
        return merge((net, _spot(cast("dict[str, object]", row))) for net, row in reader)


def merge(networks: Iterable[tuple[IPv4Network | IPv6Network, Spot]]) -> Ranges:
    """Make ranges of networks in rising order; of IPv6 the first 64 bits count."""
    starts, places, index, end = array("Q"), array("i"), dict[Spot, int](), 0
    for net, spot in networks:
        shift = net.max_prefixlen - _V6_KEPT if net.version == 6 else 0  # noqa: PLR2004
        start = int(net.network_address)
        first = -(-start >> shift)  # rounded up: a cell is whose start it is
        after = -(-(start + (1 << (net.max_prefixlen - net.prefixlen))) >> shift)
        if first >= after:
            continue
        if first > end and not (places and places[-1] == -1):
            starts.append(end)
            places.append(-1)
        number = index.setdefault(spot, len(index))
        if not places or places[-1] != number:
            starts.append(first)
            places.append(number)
        end = after
    if end < 1 << (64 if max(starts, default=0) >> 32 else 32):
        starts.append(end)
        places.append(-1)
    return Ranges(starts=starts, places=places, spots=tuple(index))


def tables(v4: Ranges, v6: Ranges) -> dict[str, Columns]:
    """Return the columns of the tables `places`, `ipv4` and `ipv6`."""
    spots = sorted({*v4.spots, *v6.spots})
    number = {spot: at for at, spot in enumerate(spots, start=1)}
    return {
        "places": _places([Spot("", "", "", 0, 0), *spots]),
        "ipv4": _ranges(v4, number, "I"),
        "ipv6": _ranges(v6, number, "Q"),
    }


def _ranges(ranges: Ranges, number: dict[Spot, int], code: str) -> Columns:
    new = [number[spot] for spot in ranges.spots]
    return {
        f"starts:{RISING}": array(code, ranges.starts),
        "places": array("I", (new[at] if at >= 0 else NOWHERE for at in ranges.places)),
    }


def _places(spots: Sequence[Spot]) -> Columns:
    zones = Zones(remembered=0)
    tz = [zones.zone(spot.lat / 100, spot.lon / 100) for spot in spots]
    accuracy = [CITY_KM if s.city else REGION_KM if s.region else COUNTRY_KM for s in spots]
    return {
        "lat": array("h", (spot.lat for spot in spots)),
        "lon": array("h", (spot.lon for spot in spots)),
        "accuracy": array("H", accuracy),
        **coded("city", [spot.city for spot in spots]),
        **coded("region", [f"{spot.country}\t{spot.region}" for spot in spots]),
        **coded("tz", tz),
    }


def coded(name: str, values: Sequence[str]) -> dict[str, array[int] | bytes]:
    """Return texts that repeat as a column of numbers and a column of distinct texts."""
    distinct = sorted(set(values), key=str.encode)
    number = {text: at for at, text in enumerate(distinct)}
    codes = array("I", (number[value] for value in values))
    return {name: codes, **text_columns(f"{name}.name", distinct)}


def _spot(row: dict[str, object]) -> Spot:
    return Spot(
        str(row.get("country_code") or ""),
        str(row.get("state1") or ""),
        _DISTRICT.sub("", str(row.get("city") or "")),
        round(100 * float(cast("float", row.get("latitude") or 0))),
        round(100 * float(cast("float", row.get("longitude") or 0))),
    )

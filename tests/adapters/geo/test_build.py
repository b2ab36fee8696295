"""The build script makes small, exact tables of its sources."""

from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.geo.address import RESERVED_V4, RESERVED_V6, public_v4, public_v6
from app.adapters.geo.build.__main__ import main
from app.adapters.geo.build.addresses import Spot, merge
from app.adapters.geo.build.cities import accuracy_km
from app.adapters.geo.build.regions import Regions
from tests.adapters.geo.sources import write_build_sources

HERE = Spot("US", "Oregon", "Portland", 4552, -12268)
THERE = Spot("US", "Washington", "Vancouver", 4564, -12266)


def test_neighbours_become_one_range() -> None:
    """Adjoining networks of one place are one range; a gap is a range of nobody."""
    nets = [("8.0.0.0/9", HERE), ("8.128.0.0/9", HERE), ("10.0.0.0/8", THERE)]
    ranges = merge((ip_network(net), spot) for net, spot in nets)

    assert list(ranges.starts) == [0, 8 << 24, 9 << 24, 10 << 24, 11 << 24]
    assert list(ranges.places) == [-1, 0, -1, 1, -1]


def test_last_network() -> None:
    """The range that ends with the address space has nothing after it."""
    assert list(merge([(ip_network("255.0.0.0/8"), HERE)]).starts) == [0, 255 << 24]


def test_long_prefixes() -> None:
    """Below 64 bits the place of the first address stands for the whole network."""
    nets = [("2600::/65", HERE), ("2600:0:0:0:8000::/65", THERE), ("2600:0:0:1::/64", THERE)]
    ranges = merge((ip_network(net), spot) for net, spot in nets)

    assert list(ranges.starts) == [0, 0x2600 << 48, (0x2600 << 48) + 1, (0x2600 << 48) + 2]
    assert [ranges.spots[at] for at in ranges.places if at >= 0] == [HERE, THERE]


def test_regions_by_majority() -> None:
    """A city whose nearest place lies across the border keeps the region of its state."""
    regions = Regions([HERE, THERE])
    rows = [("US", "OR", lat, -122.67) for lat in (45.3, 45.5, 45.63)]

    assert regions.nearest("US", 45.63, -122.66) == "Washington"
    assert regions.majority(rows) == {("US", "OR"): "Oregon"}
    assert not regions.nearest("CA", 45.63, -122.66)


@pytest.mark.parametrize(("people", "km"), [(15_000, 5), (1_505_005, 13), (22_315_474, 49)])
def test_city_accuracy(people: int, km: int) -> None:
    """A larger city is a vaguer answer."""
    assert km == accuracy_km(people)


def test_missing_source(tmp_path: Path) -> None:
    """A source that was not installed is named."""
    with pytest.raises(SystemExit, match=r"dbip-city-ipv4\.mmdb"):
        main(["--from", str(tmp_path), "--to", str(tmp_path)])


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command writes the tables and says how large they are."""
    sources = write_build_sources(tmp_path / "sources")

    assert main(["--from", str(sources), "--to", str(tmp_path / "data")]) == 0
    assert {"places", "ipv4", "ipv6", "cities", "postcodes"} == {
        line.split()[0] for line in capsys.readouterr().out.splitlines()
    }


@given(st.ip_addresses(v=4))
def test_reserved_v4(address: object) -> None:
    """An IPv4 address has a number unless a reserved network holds it."""
    reserved = any(address in net for net in RESERVED_V4)
    assert (None if reserved else int(address)) == public_v4(str(address))
    assert public_v6(str(address)) is None


@given(st.ip_addresses(v=6))
def test_reserved_v6(address: object) -> None:
    """An IPv6 address has a number when it is global unicast and no reserved network holds it."""
    public = int(address) >> 125 == 1 and not any(address in net for net in RESERVED_V6)
    assert (int(address) if public else None) == public_v6(str(address))

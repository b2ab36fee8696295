"""Every GeoDatabase answers alike, whatever it reads."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.geo.embedded import EmbeddedGeoDatabase
from app.adapters.geo.layered import LayeredGeoDatabase
from app.adapters.geo.mmdb import MmdbGeoDatabase
from app.adapters.geo.zones import Zones
from app.model.facts import Trust
from app.model.place import PlaceSource
from app.model.ports import GeoDatabase
from tests.adapters.geo.sources import (
    MUNICH,
    MUNICH_V4,
    MUNICH_V6,
    PORTLAND,
    PORTLAND_V4,
    flat_row,
    nested_row,
    write_mmdb,
)

KINDS = ("embedded", "nested", "flat", "layered")
Row = Callable[..., dict[str, object]]


def _mmdb(folder: Path, name: str, row: Row) -> MmdbGeoDatabase:
    path = write_mmdb(
        folder / f"{name}.mmdb",
        {PORTLAND_V4: row(*PORTLAND), MUNICH_V4: row(*MUNICH), MUNICH_V6: row(*MUNICH)},
    )
    return MmdbGeoDatabase(path, cache=folder / "cache" / name, zone=Zones().zone)


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory, shipped: Path) -> dict[str, GeoDatabase]:
    """Return one database of every kind, all knowing the same places."""
    folder = tmp_path_factory.mktemp("kinds")
    embedded = EmbeddedGeoDatabase(cache=folder / "cache", shipped=shipped)
    absent = MmdbGeoDatabase(folder / "none", cache=folder / "cache", zone=Zones().zone)
    return {
        "embedded": embedded,
        "nested": _mmdb(folder, "nested", nested_row),
        "flat": _mmdb(folder, "flat", flat_row),
        "layered": LayeredGeoDatabase(absent, embedded),
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("ip", "place", "tz"),
    [
        ("8.8.8.0", PORTLAND, "America/Los_Angeles"),
        ("8.8.8.255", PORTLAND, "America/Los_Angeles"),
        ("91.10.255.255", MUNICH, "Europe/Berlin"),
        ("2a02:810d::", MUNICH, "Europe/Berlin"),
        ("2A02:810D:ffff:ffff:ffff:ffff:ffff:ffff", MUNICH, "Europe/Berlin"),
        ("::ffff:8.8.8.8", PORTLAND, "America/Los_Angeles"),
    ],
)
def test_public_address(
    databases: dict[str, GeoDatabase],
    kind: str,
    ip: str,
    place: tuple[str, str, str, float, float],
    tz: str,
) -> None:
    """An address in a known network has a whole place with a zone and an honest accuracy."""
    found = databases[kind].locate(ip)

    assert found is not None
    assert place == (found.city, found.region, found.country, found.lat, found.lon)
    assert tz == found.tz
    assert 0 < found.accuracy_km <= 50
    assert (found.source, found.trust) == (PlaceSource.IP, Trust.INFERRED)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "ip",
    [
        *("8.8.7.255", "8.8.9.0", "1.1.1.1", "223.255.255.255", "2a02:810c::", "2a02:810e::1"),
        *("10.0.0.1", "127.0.0.1", "192.168.1.1", "169.254.1.1", "100.64.0.1", "0.0.0.0"),  # noqa: S104 - an example
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "203.0.113.9"),
        *("::", "::1", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1", "64:ff9b::8.8.8.8"),
        *("::ffff:10.0.0.1", "::8.8.8.8", "2002:808:808::1", "fe80::1%eth0"),
        *("", " ", "8.8.8", "8.8.8.8.8", "8.8.8.8 ", "08.8.8.8", "8.8.8.256", "8.8.8.8/24"),
        *("example.com", "[::1]", "8.8.8.8:80", ":::", "8.8.8.8\x00", "\ud800", "８.8.8.8"),
    ],
)
def test_no_place(databases: dict[str, GeoDatabase], kind: str, ip: str) -> None:
    """Unknown, reserved and malformed addresses have no place."""
    assert databases[kind].locate(ip) is None


@pytest.mark.parametrize("kind", KINDS)
def test_any_text(databases: dict[str, GeoDatabase], kind: str) -> None:
    """No text makes a look-up raise."""
    like_addresses = st.text(alphabet="0123456789abcdef.:%[]/ ", max_size=45)
    addresses = st.ip_addresses().map(str)

    @settings(max_examples=150, deadline=None)
    @given(like_addresses | addresses | st.text(max_size=20))
    def locate(ip: str) -> None:
        databases[kind].locate(ip)

    locate()

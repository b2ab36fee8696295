"""Lists of networks in the forms in which their owners publish them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.networks.formats import Parsed, parse
from app.context.networks import Region
from app.context.ranges import Ranges


def region_of(parsed: Parsed, ip: str) -> Region | None:
    """Return the region of an address."""
    return parsed.regions[Ranges(parsed.prefixes).label(ip) - 1]


def test_relay_rows_carry_their_region():
    """The rows of Apple's relay: prefix, country, region, city."""
    parsed = parse('172.224.224.0/27,GB,GB-EN,London,\n2a02:26f7::/64,US,US-CA,"Los Altos, N",\n')
    assert parsed.bad == 0
    assert region_of(parsed, "172.224.224.31") == Region("GB", "GB-EN", "London")
    assert region_of(parsed, "2a02:26f7::1") == Region("US", "US-CA", "Los Altos, N")


def test_google_s_json_is_read():
    """Prefixes of both families."""
    prefixes = [{"ipv4Prefix": "66.249.80.0/20"}, {"ipv6Prefix": "2001:4860::/32"}]
    ranges = Ranges(parse(json.dumps({"creationTime": "2026", "prefixes": prefixes})).prefixes)
    assert "66.249.95.255" in ranges
    assert "2001:4860:4860::8888" in ranges
    assert "66.249.96.0" not in ranges


def test_microsoft_s_endpoints_are_those_of_exchange():
    """Other services of the same file fetch no mail."""
    sets = [
        {"serviceArea": "Exchange", "ips": ["40.92.0.0/15", "2603:1006::/40"]},
        {"serviceArea": "SharePoint", "ips": ["13.107.136.0/22"]},
        {"serviceArea": "Exchange", "urls": ["outlook.office.com"]},
    ]
    ranges = Ranges(parse(json.dumps(sets)).prefixes)
    assert "40.93.255.255" in ranges
    assert "2603:1006::1" in ranges
    assert "13.107.136.1" not in ranges


def test_plain_lines_are_read():
    """One network a line, single addresses too, with comments."""
    parsed = parse("# Yahoo\n67.195.0.0/16\n\n  98.138.0.1  # a host\n")
    assert (len(parsed.prefixes), parsed.bad) == (2, 0)


@pytest.mark.parametrize(
    "line",
    ["nonsense", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/0", "10.0.0.1/8", "1.2.3.4/", "::/0",
     "1.2.3/24", "2001:db8::1/64", "1.2.3.4/٣", "fe80::1%eth0"],
)  # fmt: skip
def test_bad_lines_are_counted_and_skipped(line):
    """What stands around them is used; the report names line, text and reason."""
    parsed = parse(f"192.0.2.0/24\n{line}\n198.51.100.0/24\n")
    assert len(parsed.prefixes) == 2
    assert parsed.bad == 1
    assert parsed.examples[0].startswith(f"2: {line!r}")


@pytest.mark.parametrize("text", ["{", '{"prefixes": 3}', '[{"ips": [{}]}]', "[" * 100_000, "[1]"])
def test_a_file_that_is_not_whole_holds_nothing(text):
    """It is one bad entry, not an exception."""
    parsed = parse(text)
    assert not parsed.prefixes
    assert parsed.bad == 1


@given(st.text() | st.binary().map(lambda raw: raw.decode(errors="replace")))
def test_no_text_breaks_the_reading(text):
    """Whatever is in a file, each entry is a network or is bad."""
    parsed = parse(text)
    assert len(parsed.regions) <= len(parsed.prefixes) + parsed.bad

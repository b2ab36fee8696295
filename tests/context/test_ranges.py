"""Networks by address: exact prefixes, the longest one counts."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.context.ranges import Prefix, Ranges


def a_prefix(text: str, label: int = 1) -> Prefix:
    """Build a prefix from its usual spelling."""
    network = ip_network(text)
    return int(network[0]), network.max_prefixlen, network.prefixlen, label


@st.composite
def networks(draw: st.DrawFn) -> str:
    """Draw a network, often near others and nested in them."""
    address = draw(
        st.ip_addresses(network="198.51.100.0/24")
        | st.ip_addresses(network="2001:db8::/62")
        | st.ip_addresses(network="2001:db8::/124")
        | st.ip_addresses()
    )
    length = draw(st.integers(1, address.max_prefixlen))
    return str(ip_network(f"{address}/{length}", strict=False))


@pytest.mark.no_cover
@given(st.lists(networks(), unique=True, max_size=30), st.data())
def test_an_address_has_the_label_of_its_longest_prefix(listed: list[str], data: st.DataObject):
    """Against going through all of them, at random addresses and at every edge."""
    ranges = Ranges(a_prefix(text, label) for label, text in enumerate(listed, 1))
    known = [(ip_network(text), label) for label, text in enumerate(listed, 1)]
    edges = [edge for net, _ in known for edge in (int(net[0]), int(net[-1]))]
    versions = [net.version for net, _ in known for _ in range(2)]
    asked = [
        ip_address((number + step).to_bytes(4 if version == 4 else 16))
        for number, version in zip(edges, versions, strict=True)
        for step in (-1, 0, 1)
        if 0 <= number + step < (1 << (32 if version == 4 else 128))
    ]
    asked.append(data.draw(st.ip_addresses()))
    for address in asked:
        holding = [(net.prefixlen, label) for net, label in known if address in net]
        assert ranges.label(str(address)) == (max(holding)[1] if holding else 0)
        assert (str(address) in ranges) == bool(holding)


@given(st.text() | st.none())
def test_what_is_no_address_lies_nowhere(text: str | None):
    """Whatever stands where an address should, a list that holds nearly all of them says no."""
    ranges = Ranges([a_prefix("128.0.0.0/1"), a_prefix("8000::/1")])
    try:
        ip_address(text or "")
    except ValueError:
        assert text not in ranges

"""The client's address is what our own proxies say it is, and nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.context.client_ip import TrustedProxies, client_ip, parse_address
from app.errors import ConfigurationError

OURS = TrustedProxies.parse(["10.0.0.0/8", "fd00::/8", "192.0.2.1"])


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "expected"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.3, 192.0.2.1", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.9, 10.0.0.8", "10.0.0.9"),
        ("10.0.0.1", "1.1.1.1, unknown, 10.0.0.3", "10.0.0.3"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "1.1.1.1,", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("fd00::1", "[2001:db8::1]:443", "2001:db8::1"),
        ("[fd00::1]:80", "[2001:db8::1]", "2001:db8::1"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "2001:0db8:0:0::1%eth0", "2001:db8::1"),
        ("10.0.0.1", "9" * 100_000, "10.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_nearest_stranger_is_the_client(peer, forwarded_for, expected):
    """The right-most hop that is no proxy of ours is the client; a stranger's word is void."""
    assert client_ip(peer=peer, forwarded_for=forwarded_for, trusted=OURS) == expected


@given(peer=st.ip_addresses(v=4, network="203.0.113.0/24").map(str), claim=st.text())
def test_what_a_stranger_writes_changes_nothing(peer, claim):
    """Without a trusted peer the header is not read, whatever it holds."""
    assert client_ip(peer=peer, forwarded_for=claim, trusted=OURS) == peer


@given(claim=st.text() | st.lists(st.ip_addresses().map(str)).map(",".join))
def test_no_header_breaks_a_request(claim):
    """Whatever a trusted proxy passes on, the answer is an address."""
    assert parse_address(client_ip(peer="10.0.0.1", forwarded_for=claim, trusted=OURS))


def test_all_bad_proxies_are_named_at_once():
    """Settings that are no networks are reported together."""
    with pytest.raises(ConfigurationError) as refusal:
        TrustedProxies.parse(["10.0.0.0/8", "proxy.internal", "10.0.0.1/8"])
    assert "proxy.internal" in refusal.value.message
    assert "10.0.0.1/8" in refusal.value.message


@pytest.mark.parametrize("entry", ["*", "0.0.0.0/0", "::/0", " * "])
def test_trusting_everybody_is_refused(entry):
    """Trust in everybody does not start unless it is asked for as unsafe."""
    with pytest.raises(ConfigurationError, match="trusts everybody"):
        TrustedProxies.parse([entry])
    trusted = TrustedProxies.parse(["*"], is_unsafe_allowed=True)
    answer = client_ip(peer="203.0.113.7", forwarded_for="1.1.1.1, ::2", trusted=trusted)
    assert answer == "1.1.1.1"


def test_no_proxies_are_the_default():
    """A server that is told of no proxies believes none."""
    assert not TrustedProxies()
    assert OURS

"""Addresses of the web: what is asked, and what is refused however it is written."""

import socket
import string

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.adapters.outbound.addresses import is_public
from app.adapters.outbound.guarding import Guard, literal
from app.adapters.outbound.privates import PrivateHosts
from app.errors import SourceRefused, Unacceptable
from tests.adapters.outbound.refused import NEVER_ASKED, REFUSED, SPELLINGS


def written(address):
    """Return an address as it stands in a URL."""
    return f"http://[{address}]/" if ":" in address else f"http://{address}/"


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused_where_it_is_written(address):
    """Saving such an address fails; nothing has to be asked for that."""
    with pytest.raises(Unacceptable):
        Guard().target(written(address))


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused_where_it_is_found(address):
    """A name that leads there is refused, also when it has a public address besides."""
    found = [literal("1.1.1.1"), literal(address)]

    with pytest.raises(SourceRefused, match=r"feed\.example"):
        Guard().check("feed.example", found)


@pytest.mark.parametrize("url", [*SPELLINGS, *NEVER_ASKED])
def test_what_is_not_plain_is_refused(url):
    """Odd spellings of machines, other schemes, other ports and user names are not asked."""
    with pytest.raises(Unacceptable):
        Guard().target(url)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://API.example.com", ("https", "api.example.com", 443)),
        ("http://api.example.com:8080/x?y=1#z", ("http", "api.example.com", 8080)),
        ("https://bücher.example/", ("https", "xn--bcher-kva.example", 443)),
        ("https://a_b.example/", ("https", "a_b.example", 443)),
        ("https://1.1.1.1/", ("https", "1.1.1.1", 443)),
        ("https://[2606:4700:4700::1111]:8443/", ("https", "2606:4700:4700::1111", 8443)),
    ],
)
def test_plain_addresses_are_taken_apart(url, asked):
    """Scheme, host and port come out in one spelling."""
    assert asked == Guard().target(url).origin


def test_allowed_machines_and_ports_are_asked():
    """What the operator allowed passes, by name and by number."""
    guard = Guard(private=PrivateHosts.parse(["10.0.0.0/8"]), ports=(9000,))

    assert guard.target("http://10.0.0.1:9000/").port == 9000
    assert guard.check("stock.internal", [literal("10.2.3.4")])


def test_a_refusal_does_not_repeat_the_address():
    """The error says what is wrong without the tokens that an address may hold."""
    with pytest.raises(Unacceptable) as caught:
        Guard().target("https://example.com:22/feed?token=canary")

    error = caught.value
    assert "canary" not in f"{error}{error.message}{error.remedy}{error.value}"
    assert error.remedy.endswith(".")


_NUMBERS = st.integers(0, 2**32 - 1) | st.sampled_from([0x7F000001, 0xA9FEA9FE, 0x0A000001, 0])
_BASES = st.sampled_from(["{}", "0x{:x}", "0{:o}", "0x00{:X}", "00{:o}"])


@st.composite
def spelled(draw):
    """Return an IPv4 address in one of the spellings that a system's resolver reads."""
    number, parts = draw(_NUMBERS), draw(st.integers(1, 4))
    tail = 8 * (5 - parts)
    pieces = [(number >> (24 - 8 * place)) & 255 for place in range(parts - 1)]
    pieces.append(number & ((1 << tail) - 1))
    host = ".".join(draw(_BASES).format(piece) for piece in pieces)
    return f"http://{host}{draw(st.sampled_from(['', '.', ':80', ':8080']))}/"


_HOSTILE = st.text(st.sampled_from(string.hexdigits + ".:[]%@\\/?#xX。．１ \t"), max_size=30)


@given(spelled() | st.builds("http://{}/".format, _HOSTILE))
@example("http://127.1:80/")
@example("http://[::ffff:127.0.0.1]/")
def test_no_spelling_reaches_a_machine_that_is_not_public(url):
    """Where the system would read a number, it is a public one or the address is refused."""
    try:
        target = Guard().target(url)
    except Unacceptable:
        return
    try:  # reads numbers as a resolver does, asks nobody
        found = socket.getaddrinfo(target.host, None, flags=socket.AI_NUMERICHOST)
    except OSError:
        found = []

    assert all(is_public(literal(entry[4][0])) for entry in found)
    assert target.host == target.url.raw_host.decode()
    assert httpx.URL(str(target.url)).raw_host == target.url.raw_host

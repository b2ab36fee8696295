"""A CDN is believed only from where it is known, or with its secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.context.client_ip import TrustedProxies
from app.context.edges import EDGES, SECRET_HEADER, Sighting, TrustedEdge
from app.model.subscriber import Home

EDGE, STRANGER, READER = "198.51.100.9", "203.0.113.7", "192.0.2.44"
NETWORKS = TrustedProxies.parse(["198.51.100.0/24"])
SEEN = {
    "cloudflare": {b"cf-ipcountry": b"de", b"cf-ipcity": "München".encode(), b"cf-region": b"BY",
                   b"cf-iplatitude": b"48.14", b"cf-iplongitude": b"11.58",
                   b"cf-postal-code": b"80331", b"cf-timezone": b"Europe/Berlin"},
    "cloudfront": {b"cloudfront-viewer-country": b"DE", b"cloudfront-viewer-latitude": b"48.14",
                   b"cloudfront-viewer-longitude": b"11.58",
                   b"cloudfront-viewer-time-zone": b"Europe/Berlin"},
    "fastly": {b"fastly-geo-country": b"DE", b"fastly-geo-latitude": b"48.14",
               b"fastly-geo-longitude": b"11.58", b"fastly-geo-timezone": b"Europe/Berlin"},
}  # fmt: skip


def an_edge(name: str = "cloudflare", secret: str = "") -> TrustedEdge:
    """Know a CDN by its networks, perhaps by a secret too."""
    return TrustedEdge(EDGES[name], networks=NETWORKS, secret=secret)


@pytest.mark.parametrize(
    ("hop", "headers", "is_there"),
    [
        (EDGE, {}, True),
        (STRANGER, {}, False),
        (STRANGER, {SECRET_HEADER: b"s3cret"}, True),
        (STRANGER, {SECRET_HEADER: b"s3cre"}, False),
        (STRANGER, {SECRET_HEADER: b""}, False),
        (STRANGER, {SECRET_HEADER: "s3cret\xe9".encode("latin-1")}, False),
        ("", {}, False),
    ],
)
def test_a_cdn_is_known_by_network_or_secret(hop, headers, is_there):
    """By nothing else."""
    assert an_edge(secret="s3cret").is_there(hop, headers) is is_there


def test_without_a_secret_no_header_proves_anything():
    """An empty secret matches nothing, not even an empty header."""
    for value in (b"", b"x"):
        assert not an_edge().is_there(STRANGER, {SECRET_HEADER: value})


@pytest.mark.parametrize(
    ("name", "header", "value", "address"),
    [
        ("cloudflare", b"cf-connecting-ip", b"192.0.2.44", READER),
        ("cloudflare", b"cf-connecting-ip", b"2001:DB8::1", "2001:db8::1"),
        ("fastly", b"fastly-client-ip", b"192.0.2.44", READER),
        ("cloudfront", b"cloudfront-viewer-address", b"192.0.2.44:46532", READER),
        ("cloudfront", b"cloudfront-viewer-address", b"2001:db8::1:46532", "2001:db8::1"),
        ("cloudfront", b"cloudfront-viewer-address", b"[2001:db8::1]:46532", "2001:db8::1"),
        ("cloudfront", b"cloudfront-viewer-address",
         b"2001:db8:0:0:0:0:0:1:46532", "2001:db8::1"),
        ("cloudfront", b"cloudfront-viewer-address", b"nonsense", ""),
        ("cloudflare", b"cf-connecting-ip", b"nonsense", ""),
        ("cloudflare", b"cf-connecting-ip", b"1" * 500, ""),
    ],
)  # fmt: skip
def test_the_cdn_says_from_where_it_was_asked(name, header, value, address):
    """Each in its own spelling; what is no address is not known."""
    assert an_edge(name).client({header: value}, "") == address


@pytest.mark.parametrize(
    ("before", "address"),
    [("10.0.0.1, 192.0.2.44", READER), ("192.0.2.44, 198.51.100.3", READER), ("", ""), ("x", "")],
)
def test_without_its_header_the_hop_before_the_cdn_counts(before, address):
    """The CDN appends its client to X-Forwarded-For; several of its machines may be on the way."""
    assert an_edge().client({}, before) == address


@pytest.mark.parametrize("name", EDGES)
def test_each_cdn_says_where_its_client_is(name):
    """Country, coordinates and time zone."""
    seen = an_edge(name).sighting(SEEN[name])
    assert seen is not None
    assert (seen.home.country, seen.home.lat, seen.home.lon) == ("DE", 48.14, 11.58)
    assert seen.tz == "Europe/Berlin"


def test_names_may_be_in_any_script():
    """As UTF-8."""
    seen = an_edge().sighting(SEEN["cloudflare"])
    home = Home(city="München", region="BY", country="DE", postcode="80331", lat=48.14, lon=11.58)
    assert seen == Sighting(home, "Europe/Berlin")


@pytest.mark.parametrize("country", [b"", b"XX", b"T1", b"Germany", b"\xff\xff\xff"])
def test_an_unknown_country_is_no_place(country):
    """Neither the unknown one nor Tor's."""
    assert an_edge().sighting({**SEEN["cloudflare"], b"cf-ipcountry": country}) is None


@pytest.mark.parametrize(
    ("lat", "lon"), [(b"nan", b"0"), (b"91", b"0"), (b"0", b"181"), (b"", b"1"), (b"x", b"y")]
)
def test_impossible_coordinates_are_left_out(lat, lon):
    """The names still say where."""
    headers = {**SEEN["cloudflare"], b"cf-iplatitude": lat, b"cf-iplongitude": lon}
    seen = an_edge().sighting(headers)
    assert seen is not None
    assert (seen.home.lat, seen.home.lon, seen.home.city) == (None, None, "München")


@given(st.dictionaries(st.sampled_from(sorted(SEEN["cloudflare"])), st.binary(max_size=200)))
def test_no_header_breaks_anything(headers):
    """Whatever stands in them."""
    an_edge().sighting(headers)
    an_edge("cloudfront").client(
        {b"cloudfront-viewer-address": bytes(headers.get(b"cf-ipcity", b""))}, ""
    )

"""Tests of where a click may lead."""
# ruff: noqa: E501  # tables of cases read better wide

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.delivery.links import safe_link, with_utm
from app.model.brand import Brand

ANY = Brand(name="a", title="A")
OURS = Brand(name="a", title="A", link_hosts=("northbeam.example",))


@pytest.mark.parametrize(
    "link",
    [
        "", "//evil.example", "/p", "p", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:x",
        "ftp://northbeam.example/", "http://", "https://", "https:///p", "https://a@northbeam.example/",
        "https://northbeam.example:99999/", "https://[::1", "https://northbeam.example/\\x",
        "https://northbeam.example/\r\nx", "https://northbeam.example/\x00", "https://northbeam.example\t/",
        "https://evil.example/", "https://northbeam.example.evil.example/", "https://xnorthbeam.example/",
        "https://northbeam.example/" + "a" * 3000, "https://\u2603\u2603" + "\u2603" * 80 + ".example/",
        "https://evil.example#northbeam.example", "https://evil.example?@northbeam.example/",
    ],
)  # fmt: skip
def test_refused_links(link):
    """What is no plain http(s) link to a host of the brand leads nowhere."""
    assert safe_link(link, OURS) == ""


@pytest.mark.parametrize(
    ("link", "led"),
    [
        ("https://northbeam.example", "https://northbeam.example"),
        (
            "http://shop.northbeam.example:8080/p?a=1#b",
            "http://shop.northbeam.example:8080/p?a=1#b",
        ),
        ("https://northbeam.example/é?x=ü", "https://northbeam.example/%C3%A9?x=%C3%BC"),
        ("https://northbeam.example/%20%2f", "https://northbeam.example/%20%2f"),
        ("HTTPS://NORTHBEAM.example/P", "https://NORTHBEAM.example/P"),
    ],
)
def test_allowed_links(link, led):
    """A link to a host of the brand, or below it, stays as it is, in ASCII."""
    assert led == safe_link(link, OURS)


def test_an_international_host_is_written_in_ascii():
    """A brand without a list of hosts may lead anywhere; the host is in its ASCII form."""
    assert safe_link("https://bücher.example/x", ANY) == "https://xn--bcher-kva.example/x"


@given(st.text(max_size=60), st.sampled_from(["", "https://", "https://northbeam.example", "//"]))
@example("@evil.example", "https://northbeam.example")
def test_no_text_leads_elsewhere(text, start):
    """Whatever the text, the host that comes out is the brand's, and the link is one header line."""
    led = safe_link(start + text, OURS)
    if led:
        host = urlsplit(led).hostname or ""
        assert host == "northbeam.example" or host.endswith(".northbeam.example")
        assert led.isascii()
        assert led.isprintable()


@pytest.mark.parametrize(
    ("link", "params", "led"),
    [
        ("", {"utm_source": "a"}, ""),
        ("https://a.example/", {}, "https://a.example/"),
        ("https://a.example/", {"sku": "1", "utm_x": None, "utm_y": ""}, "https://a.example/"),
        ("https://a.example/", {"utm_a": "1 2&3"}, "https://a.example/?utm_a=1%202%263"),
        ("https://a.example/?", {"utm_a": 1}, "https://a.example/?utm_a=1"),
        ("https://a.example/?b=1&", {"utm_a": 1}, "https://a.example/?b=1&utm_a=1"),
        ("https://a.example/?utm_a=0#x", {"utm_a": 1, "utm_b": 2}, "https://a.example/?utm_a=0&utm_b=2#x"),
        ("https://a.example/#x", {"utm_a": 1}, "https://a.example/?utm_a=1#x"),
    ],
)  # fmt: skip
def test_utm(link, params, led):
    """UTM values are added once, encoded, before the fragment, and never replace."""
    assert led == with_utm(link, params)

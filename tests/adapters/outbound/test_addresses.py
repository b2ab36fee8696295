"""Addresses of the public internet, and no others."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.outbound.addresses import held, is_public
from app.adapters.outbound.privates import PrivateHosts
from tests.adapters.outbound.refused import PUBLIC, REFUSED


@pytest.mark.parametrize("text", REFUSED)
def test_an_address_that_is_not_public_is_known_as_such(text):
    """No reserved, private, translated or tunnelled address counts as public."""
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_known_as_such(text):
    """Addresses beside the reserved ones are public."""
    assert is_public(ip_address(text))


@given(st.ip_addresses())
def test_our_list_is_never_more_generous_than_the_library(address):
    """What the standard library calls private is not public with us either."""
    assert not is_public(address) or address.is_global


@given(st.ip_addresses(v=4), st.sampled_from(["2002", "64:ff9b", "isatap", "mapped"]))
def test_no_clothes_make_a_private_address_public(inner, clothes):
    """An IPv6 address is public only if every IPv4 address that it leads to is."""
    number = int(inner)
    outer = {
        "2002": IPv6Address((0x2002 << 112) | (number << 80)),
        "64:ff9b": IPv6Address((0x64FF9B << 96) | number),
        "isatap": IPv6Address((0x2606_4700 << 96) | (0x5EFE << 32) | number),
        "mapped": IPv6Address((0xFFFF << 32) | number),
    }[clothes]

    assert inner in held(outer)
    assert is_public(inner) or not is_public(outer)


def test_a_name_unlocks_private_addresses_alone():
    """A named host may be private, but neither metadata nor multicast."""
    private = PrivateHosts.parse(["stock.internal"])
    asked = ("10.0.0.1", "127.0.0.1", "fd00::1", "169.254.169.254", "224.0.0.1", "0.1.1.1")

    allowed = [text for text in asked if private.allow("stock.internal", ip_address(text))]

    assert allowed == ["10.0.0.1", "127.0.0.1", "fd00::1"]


def test_another_name_unlocks_nothing():
    """A host beside the named one stays where it is."""
    private = PrivateHosts.parse(["stock.internal"])

    assert not private.allow("evil.stock.internal", IPv4Address("10.0.0.1"))


def test_a_network_unlocks_its_addresses_under_any_name():
    """A CIDR network counts for every host, and ends where it ends."""
    private = PrivateHosts.parse(["10.1.0.0/16", "fd00::/64", "169.254.169.254"])
    asked = ("10.1.2.3", "10.2.0.1", "fd00::9", "fd00:1::9", "169.254.169.254", "169.254.169.253")

    allowed = [text for text in asked if private.allow("any.example", ip_address(text))]

    assert allowed == ["10.1.2.3", "fd00::9", "169.254.169.254"]


def test_a_translator_s_network_does_not_unlock_what_it_leads_to():
    """With NAT64 allowed, public IPv4 hosts can be reached through it and private ones cannot."""
    private = PrivateHosts.parse(["64:ff9b::/96"])

    assert private.allow("any.example", ip_address("64:ff9b::808:808"))
    assert not private.allow("any.example", ip_address("64:ff9b::a9fe:a9fe"))

"""Tests of recognizing merge tags that were not replaced."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.delivery.embed import merge_tag
from app.delivery.esps import ESPS
from app.delivery.merge_tags import is_unmerged
from app.model.keys import new_key

TAGS = [merge_tag(esp.name) for esp in ESPS] + [esp.own for esp in ESPS if esp.own]


@pytest.mark.parametrize("tag", TAGS)
def test_every_tag(tag: str) -> None:
    """Every provider's tag is recognized: raw, encoded once, twice, and in part."""
    half = tag[: len(tag) // 2]
    forms = (tag, quote(tag, safe=""), quote(quote(tag, safe=""), safe=""), quote(tag), tag.upper(),
             quote(half, safe="") + tag[len(half) :], tag.replace(" ", "+"))  # fmt: skip

    assert [True] * len(forms) == [is_unmerged(form) for form in forms]


@pytest.mark.parametrize(
    "text", ["__test_email__", "*%7CUNIQID%7C*", "%25%25id%25%25", "$SUBSCRIBER.EMAIL$", "%%id"]
)
def test_other_leftovers(text: str) -> None:
    """Test addresses and half-replaced tags are recognized."""
    assert is_unmerged(text)


@pytest.mark.parametrize("text", ["anonymous", "", "C-1042", "a@b.c", "100%", "x_y.z", "price$5"])
def test_plain_values(text: str) -> None:
    """Ordinary ids are not merge tags."""
    assert not is_unmerged(text)


def test_keys() -> None:
    """A key is never a merge tag."""
    assert not any(is_unmerged(new_key()) for _ in range(200))


@given(st.text())
def test_any_text(text: str) -> None:
    """Any text has an answer."""
    assert is_unmerged(text) in {True, False}

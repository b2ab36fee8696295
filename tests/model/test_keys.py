"""Keys are opaque, random, and safe wherever an address may pass."""

import pytest

from app.model.keys import ANONYMOUS, BLOCK_NAME_SHAPE, is_key, new_key


def test_new_keys_are_distinct_and_well_formed() -> None:
    """Lower-case base32 of 130 bits, in which every letter occurs."""
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert all(is_key(key) and key == key.lower() for key in keys)
    assert set("".join(keys)) == set("abcdefghijklmnopqrstuvwxyz234567")


@pytest.mark.parametrize("text", ["", "a" * 25, "a" * 27, "A" * 26, "1" * 26, "a" * 26 + "\n"])
def test_other_texts_are_no_keys(text: str) -> None:
    """Not even with a line break at the end."""
    assert not is_key(text)
    assert not is_key(ANONYMOUS)


def test_block_names_stand_in_addresses_as_they_are() -> None:
    """Lower-case letters, digits and dashes."""
    assert BLOCK_NAME_SHAPE.match("nearest-store-2")
    for name in ("", "-a", "a b", "A", "a" * 64, "a\n"):
        assert not BLOCK_NAME_SHAPE.match(name)

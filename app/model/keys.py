"""Keys that stand in URLs: opaque, random, with nothing about the person in them.

A key is 26 characters of lower-case base32: 130 random bits, safe in every URL, mail client and
spreadsheet, and unchanged by software that lower-cases addresses.
"""

import re
import secrets
from typing import NewType

SubscriberKey = NewType("SubscriberKey", str)
MessageKey = NewType("MessageKey", str)
BlockName = NewType("BlockName", str)

ANONYMOUS = SubscriberKey("anonymous")
KEY_LENGTH = 26
KEY_SHAPE = re.compile(r"[a-z2-7]{26}\Z")
BLOCK_NAME_SHAPE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\Z")

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def new_key() -> str:
    """Return a new key of 130 random bits."""
    number = secrets.randbits(5 * KEY_LENGTH)
    return "".join(_ALPHABET[(number >> (5 * i)) & 31] for i in range(KEY_LENGTH))


def is_key(text: str) -> bool:
    """Tell whether the text has the shape of a key; says nothing about existence."""
    return KEY_SHAPE.match(text) is not None

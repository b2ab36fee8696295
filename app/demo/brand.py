"""Northbeam itself: its colours and policy, and the two emails it sends."""

import base64
import hashlib
from datetime import datetime

from app.demo.products import HERO
from app.model.brand import Brand, Privacy, Tracking
from app.model.keys import KEY_LENGTH, MessageKey
from app.model.message import Message
from app.model.place import Place

BLOCKS = (
    "greeting", "hero", "nearest-store", "stock-alert", "weather", "points-progress", "last-order",
)  # fmt: skip
"""Every block of the demo, in the order in which the first email shows them."""


def brand() -> Brand:
    """Return the sender. A reader of whom nothing is known is taken to be in New York."""
    return Brand(
        name="northbeam",
        title="Northbeam",
        locale="en",
        tz="America/New_York",
        currency="EUR",
        colors={
            "paper": "#f8f3ea",
            "white": "#ffffff",
            "ink": "#16302b",
            "muted": "#5b6b64",
            "accent": "#a8400d",
            "soft": "#ebe2d2",
            "line": "#d8ccb8",
            "pine": "#1f4a3f",
            "moss": "#2f6b4f",
            "mist": "#dfe9e4",
            "sun": "#f2b544",
            "alert": "#a3271b",
            "blush": "#f9e4dc",
            "night": "#0d1d2e",
        },
        fonts={"heading": "Bricolage Grotesque", "body": "Noto Sans"},
        place=Place(
            lat=40.7253,
            lon=-73.9987,
            city="New York",
            region="NY",
            country="US",
            tz="America/New_York",
        ),
        link="https://northbeam.example/",
        link_hosts=("northbeam.example",),
        privacy=Privacy(
            tracking=Tracking.IDENTIFIED,
            needs={"*": "personalization"},
        ),
    )


def messages(sent_at: datetime | None = None, *, secret: str = "") -> tuple[Message, ...]:
    """Return the two emails as sent at an instant (aware UTC); `secret` as for subscribers."""
    return (
        Message(
            key=_key("autumn-trail", secret),
            name="autumn-trail",
            title="The trail is calling, and your boots are close by",
            brand="northbeam",
            sent_at=sent_at,
            params={"sku": HERO, "campaign": "autumn-trail", "order_by": "18:00"},
            blocks=BLOCKS,
        ),
        Message(
            key=_key("weekend-offer", secret),
            name="weekend-offer",
            title="A weekend for the Lee 2 tent",
            brand="northbeam",
            sent_at=sent_at,
            params={"sku": "NB-1201", "campaign": "weekend-offer", "order_by": "16:00"},
            blocks=("hero", "nearest-store", "last-order"),
        ),
    )


def _key(name: str, secret: str) -> MessageKey:
    digest = hashlib.sha256(f"northbeam-message:{secret}:{name}".encode()).digest()
    return MessageKey(base64.b32encode(digest).decode().lower()[:KEY_LENGTH])

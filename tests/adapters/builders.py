"""Nouns with defaults, for tests of what stores them."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from app.model.brand import Brand
from app.model.hours import Hours
from app.model.keys import MessageKey, SubscriberKey, new_key
from app.model.message import Message
from app.model.money import Money
from app.model.ports import Asset
from app.model.product import Product
from app.model.source import FeedKind, FeedShape, FieldSpec, SourceSpec
from app.model.store import StockLevel, Store
from app.model.subscriber import Consent, Home, Subscriber

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
EVERY_DAY = Hours(week=(((540, 1080),),) * 7)


class SetClock:
    """A clock that shows what it was set to."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Return what it was set to."""
        return self.at

    def pass_by(self, span: timedelta) -> None:
        """Let time pass."""
        self.at += span


def a_subscriber(external_id: str = "crm-1", **said: Any) -> Subscriber:
    """Build a subscriber of whom nothing is known."""
    said.setdefault("key", SubscriberKey(new_key()))
    return Subscriber(external_id=external_id, **said)


def a_full_subscriber(external_id: str = "crm-1") -> Subscriber:
    """Build a subscriber with every field, in several scripts."""
    return a_subscriber(
        external_id,
        language="ar-EG",
        tz="Africa/Cairo",
        home=Home(postcode="11511", city="القاهرة", country="EG", lat=30.04, lon=31.24),
        place=Home(city="Köln"),
        preferred_store="S1",
        consent=Consent(tracking=True, personalization=False, at=NOON),
        attributes={"name": "नमस्ते 👋🏽", "points": 12, "ratio": 1.0, "vip": True, "gone": None},
    )


def a_store(external_id: str = "S1", **said: Any) -> Store:
    """Build a store without hours."""
    said = {"name": "Köln", "lat": 50.9, "lon": 6.9, "tz": "Europe/Berlin"} | said
    return Store(external_id=external_id, **said)


def a_product(sku: str = "NB-1", **said: Any) -> Product:
    """Build a product with a price."""
    return Product(sku=sku, **{"name": "Jacket", "price": Money(19900, "EUR")} | said)


def a_level(sku: str = "NB-1", store: str = "S1", quantity: int = 3, **said: Any) -> StockLevel:
    """Build a level of three units."""
    return StockLevel(store=store, sku=sku, quantity=quantity, **{"as_of": NOON} | said)


def a_message(name: str = "autumn", **said: Any) -> Message:
    """Build a message with a new key."""
    said.setdefault("key", MessageKey(new_key()))
    return Message(name=name, **said)


def a_brand(name: str = "northbeam", **said: Any) -> Brand:
    """Build a brand with defaults."""
    return Brand(name=name, **{"title": "Northbeam"} | said)


def an_asset(name: str = "hero.jpg", body: bytes = b"jpeg", **said: Any) -> Asset:
    """Build the asset of a body."""
    digest = sha256(body).hexdigest()
    plain = {"digest": digest, "media_type": "image/jpeg", "size": len(body), "width": 2}
    return Asset(name=name, **plain | {"height": 1} | said)


def a_source(name: str = "reviews", **said: Any) -> SourceSpec:
    """Build a source of one field that is asked on demand."""
    fields = (FieldSpec(name="rating", path="$.rating"),)
    said.setdefault("shape", FeedShape(kind=FeedKind.JSON, fields=fields))
    said = {"brand": "north", "url": "https://feeds.example/reviews.json"} | said
    return SourceSpec(name=name, **said)

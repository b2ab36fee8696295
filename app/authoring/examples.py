"""A value of each fact as it may be, for people who choose among facts."""

from collections.abc import Mapping
from typing import Final

from app.model.vocabulary import FactName

Example = str | int | float | bool

_OF_FACTS: Final[Mapping[str, Example]] = {
    "person.language": "en-GB",
    "place.city": "Brooklyn", "place.region": "New York", "place.country": "US",
    "place.lat": 40.69, "place.lon": -73.99, "place.tz": "America/New_York",
    "place.accuracy_km": 5, "place.source": "profile",
    "store.id": "S14", "store.name": "Northbeam SoHo", "store.slug": "soho",
    "store.street": "112 Greene Street", "store.city": "New York", "store.region": "New York",
    "store.postcode": "10012", "store.country": "US", "store.phone": "+1 212 555 0114",
    "store.url": "https://northbeam.example/stores/soho", "store.lat": 40.72,
    "store.lon": -74.0, "store.distance": 3.2, "store.bearing": 315,
    "store.hours_today": "09:00-18:00", "store.stock": 7,
    "stock.here": 7, "stock.total": 140, "stock.online": 85,
    "stock.alternative": "Northbeam Chelsea", "stock.alternative_kind": "store",
    "stock.alternative_distance": 4.1,
    "product.sku": "NB-1042", "product.name": "Alder boots", "product.category": "Boots",
    "product.group": "alder", "product.image": "alder.jpg",
    "product.url": "https://northbeam.example/p/NB-1042", "product.was": "$24.99",
    "product.substitute": "Birch boots", "product.substitute_sku": "NB-1043",
    "product.substitute_image": "birch.jpg", "product.substitute_was": "$24.99",
    "product.substitute_url": "https://northbeam.example/p/NB-1043",
    "clock.hour": 17, "clock.date": "2026-11-27", "clock.time": "17:30",
    "weather.temperature": 14, "weather.feels_like": 12, "weather.high": 16, "weather.low": 8,
    "weather.rain_chance": 60, "weather.wind": 18, "weather.icon": "weather-rain",
    "weather.age": 10, "weather.tomorrow_high": 17, "weather.tomorrow_low": 9,
    "weather.tomorrow_rain_chance": 20, "weather.tomorrow_icon": "weather-clear",
    "message.name": "autumn-trail", "message.title": "Autumn on the trail",
    "brand.logo": "logo.png", "brand.name": "northbeam", "brand.title": "Northbeam", "brand.link": "https://northbeam.example",
}  # fmt: skip
_OF_ATTRIBUTES: Final[Mapping[str, Example]] = {
    "first_name": "Anna", "last_name": "Berg", "name": "Anna Berg", "city": "Brooklyn",
    "points": 420, "tier": "gold", "birthday": "1990-04-12", "email": "anna@mail.example",
}  # fmt: skip
_OF_KINDS: Final[Mapping[str, Example]] = {
    "number": 3, "minutes": 45, "money": "$19.99", "flag": True, "time": "18:00",
    "moment": "2026-11-27 18:00",
}  # fmt: skip


def example_of(fact: FactName) -> Example:
    """Return a value that a fact may have; an empty text where none would tell anything."""
    if fact.name in _OF_FACTS:
        return _OF_FACTS[fact.name]
    space, _, rest = fact.name.partition(".")
    like = _OF_ATTRIBUTES.get(rest) if space == "person" else None
    if like is not None and isinstance(like, str) == (fact.kind == "text"):
        return like
    return _OF_KINDS.get(fact.kind, "")

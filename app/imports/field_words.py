"""What each field of an import holds, for people who map columns to it."""

from collections.abc import Mapping
from typing import Final

from app.imports.layouts import Kind

_HOME: Final = {
    "postcode": "postcode",
    "city": "city",
    "region": "state or province",
    "country": "two letters, e.g. DE",
    "lat": "degrees north, e.g. 48.137",
    "lon": "degrees east, e.g. 11.575",
}
_YES: Final = "yes or no; empty: never asked"

WORDS: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.SUBSCRIBERS: {
        "external_id": "your own id of the person, at most 200 characters",
        "language": "language tag, e.g. de-AT",
        "tz": "time zone, e.g. Europe/Vienna",
        **{f"home_{name}": f"of the home: {says}" for name, says in _HOME.items()},
        **{
            f"place_{name}": f"of the place to be served at: {says}" for name, says in _HOME.items()
        },
        "preferred_store": "id of a store",
        "consent_tracking": _YES,
        "consent_personalization": _YES,
        "consent_location": _YES,
        "consent_marketing": _YES,
        "consent_at": "when consent was given, e.g. 2026-11-27T09:30:00Z",
    },
    Kind.STORES: {
        "external_id": "your own id of the store",
        "name": "as readers know it",
        "tz": "time zone; empty: from the coordinates",
        "hours": "e.g. Mo-Fr 09:00-18:00; Sa 10:00-16:00",
        "slug": "for addresses; empty: from the name",
        "street": "street and number",
        **_HOME,
        "phone": "telephone number",
        "url": "page of the store",
    },
    Kind.PRODUCTS: {
        "sku": "your article number",
        "name": "as readers know it",
        "price": "e.g. 19.90 or 19,90 EUR",
        "price_minor": "price in cents, e.g. 1990",
        "was": "former price",
        "was_minor": "former price in cents",
        "currency": "three letters, e.g. EUR",
        "category": "text",
        "group": "products of one group stand in for one another",
        "image": "name of an uploaded picture",
        "url": "page of the product",
        "online": "units that can be sent, a whole number",
    },
    Kind.STOCK: {
        "store": "id of a store that exists",
        "sku": "SKU of a product that exists",
        "quantity": "units, a whole number",
        "as_of": "when it was counted; empty: now",
    },
}

"""Stores: shops with coordinates, opening hours and time zone."""

import re
import unicodedata
from typing import Any, ClassVar

import msgspec

from app.errors import Unacceptable
from app.model.hours import Hours
from app.model.hours_text import hours_document, parse_hours
from app.model.store import Store
from app.web.api.calls import Call
from app.web.api.checks import Faults
from app.web.api.collection import Collection, Table
from app.web.api.services import Zone
from app.web.api.subscribers import Scalar

_LONGEST_HOURS = 20_000
_TEXTS = ("street", "city", "region", "postcode", "phone")


class StoreDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A store. `lat` and `lon` are WGS 84 degrees and needed.

    `hours`: `{"mon": ["09:00-18:00"], "exceptions": {"2026-12-25": []}}` or text such as
    `Mo-Fr 09:00-18:00; Sa 10:00-16:00; 2026-12-25 off`; null: not known. An empty `slug` is made
    from the name, an empty `tz` from the coordinate.
    """

    external_id: str = ""
    name: str = ""
    lat: float | None = None
    lon: float | None = None
    tz: str = ""
    hours: str | dict[str, Any] | None = None
    slug: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""
    url: str = ""
    attributes: dict[str, Scalar] = {}


class StoreCollection(Collection[StoreDocument, Store]):
    """`/stores`."""

    plural: ClassVar[str] = "stores"
    singular: ClassVar[str] = "store"
    named_by: ClassVar[str] = "external_id"
    patchable: ClassVar[bool] = True
    document = StoreDocument

    def table(self, call: Call) -> Table[Store]:
        """Return the port."""
        return call.services.stores

    def parse(self, document: StoreDocument, faults: Faults, call: Call) -> Store:
        """Return the store that a document describes."""
        return store_from(document, faults, call.services.zone)

    def represent(self, noun: Store) -> StoreDocument:
        """Return the store as it is shown."""
        return StoreDocument(
            external_id=noun.external_id,
            name=noun.name,
            lat=noun.lat,
            lon=noun.lon,
            tz=noun.tz,
            hours=None if noun.hours is None else dict(hours_document(noun.hours)),
            slug=noun.slug,
            country=noun.country,
            url=noun.url,
            attributes=dict(noun.attributes),
            **{field: getattr(noun, field) for field in _TEXTS},
        )

    async def remove(self, call: Call, ident: str) -> bool:
        """Delete the store and its stock."""
        return await call.services.stores.delete(ident)

    async def written(self, call: Call) -> None:
        """Let the next open see it."""
        await call.services.refresh()

    def deletion(self) -> str:
        """Say what a deletion does."""
        return "Delete a store and its stock"


def store_from(document: StoreDocument, faults: Faults, zone: Zone) -> Store:
    """Return the store that a document describes; what is wrong with it is among the faults."""
    lat, lon = _coordinate(document, faults)
    name = faults.name("name", document.name, 500)
    return Store(
        external_id=faults.name("external_id", document.external_id),
        name=name,
        lat=lat,
        lon=lon,
        tz=_zone(document, faults, zone),
        hours=_hours(document.hours, faults),
        slug=faults.text("slug", document.slug) or slug_of(name),
        country=faults.country("country", document.country),
        url=faults.link("url", document.url),
        attributes=faults.attributes("attributes", document.attributes),
        **{field: faults.text(field, getattr(document, field)) for field in _TEXTS},
    )


def slug_of(name: str) -> str:
    """Return a name as it can stand in a URL."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80]


def _coordinate(document: StoreDocument, faults: Faults) -> tuple[float, float]:
    faults.degrees("", document.lat, document.lon)
    if document.lat is None or document.lon is None:
        if document.lat is None and document.lon is None:
            remedy = "Give lat and lon in degrees."
            faults.add("lat", "", "The store has no coordinates.", remedy)
        return 0.0, 0.0
    return document.lat, document.lon


def _zone(document: StoreDocument, faults: Faults, zone: Zone) -> str:
    tz = faults.zone("tz", document.tz)
    if not tz and not faults.found and document.lat is not None and document.lon is not None:
        tz = zone(document.lat, document.lon)
        if not tz:
            detail = f"No time zone is known at {document.lat}, {document.lon}."
            faults.add("tz", "", detail, "Give tz, e.g. Europe/Berlin.")
    return tz


def _hours(said: str | dict[str, Any] | None, faults: Faults) -> Hours | None:
    if said is None or said == "":
        return None
    try:
        if len(str(said)) > _LONGEST_HOURS:
            remedy = "Name fewer exceptions."
            faults.add("hours", str(said)[:60], "The opening hours are too long.", remedy)
            return None
        return parse_hours(said)
    except Unacceptable as error:
        faults.add("hours", error.value, error.message, error.remedy)
    except RecursionError:
        faults.add("hours", "", "The opening hours are nested too deeply.", "Write days and spans.")
    return None

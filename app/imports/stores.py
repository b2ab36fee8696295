"""Rows to stores."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from app.feeds.cells import BadValue, Cell, text_of
from app.imports import values
from app.imports.mapping import Fields
from app.imports.nouns import Row
from app.model.hours import Hours
from app.model.hours_text import parse_hours
from app.model.ports import Gazetteer
from app.model.store import Store

FIELDS = Fields(
    kind="stores",
    required=("external_id", "name"),
    free=True,
    aliases={
        "external_id": ("id", "store id", "store number", "store no", "branch id", "branch number",
                        "code", "store code", "filiale", "filialnummer"),
        "name": ("store name", "title", "branch", "shop"),
        "lat": ("latitude", "y", "geo lat"),
        "lon": ("longitude", "lng", "long", "x", "geo lon", "geo lng"),
        "tz": ("time zone", "zone"),
        "hours": ("opening hours", "open hours", "öffnungszeiten", "horaires"),
        "slug": (),
        "street": ("address", "street address", "address 1", "straße", "strasse", "rue"),
        "city": ("town", "ort", "stadt", "ville"),
        "region": ("state", "province", "county"),
        "postcode": ("postal code", "zip", "zip code", "plz", "code postal"),
        "country": ("country code", "land", "pays"),
        "phone": ("telephone", "phone number", "tel", "telefon"),
        "url": ("website", "link", "web"),
    },
)  # fmt: skip


def store_parser(gazetteer: Gazetteer | None) -> Callable[[Row, bool], Store]:
    """Return what makes a store of a row; a missing time zone comes from the coordinates."""

    def parse(row: Row, typed: bool) -> Store:  # noqa: FBT001  # a trait of the file
        lat, lon = _coordinates(row, gazetteer)
        name = row.required("name")
        return Store(
            external_id=row.required("external_id"),
            name=name,
            lat=lat,
            lon=lon,
            tz=_zone(row, lat, lon, gazetteer),
            hours=row.parsed("hours", _hours),
            slug=row.text("slug") or _slug(name),
            country=row.parsed("country", values.country),
            attributes=row.attributes(typed=typed),
            **{field: row.text(field) for field in _TEXTS},
        )

    return parse


_TEXTS = ("street", "city", "region", "postcode", "phone", "url")


def _coordinates(row: Row, gazetteer: Gazetteer | None) -> tuple[float, float]:
    lat, lon = row.parsed("lat", values.latitude), row.parsed("lon", values.longitude)
    if lat is not None and lon is not None:
        if lat == 0 and lon == 0:
            raise BadValue("The coordinates 0, 0 lie in the sea: give the store's own.")
        return lat, lon
    if (lat is None) != (lon is None):
        raise BadValue("Only half a coordinate is given: give lat and lon.")
    country, place = row.parsed("country", values.country), None
    if gazetteer is not None and country:
        postcode, city = row.text("postcode"), row.text("city")
        place = gazetteer.postcode(postcode, country) if postcode else None
        place = place or (gazetteer.city(city, country) if city else None)
    if place is None:
        raise BadValue(
            "The store has no coordinates: add columns lat and lon in decimal degrees"
            " (or a known postcode or city with its country)."
        )
    return place.lat, place.lon


def _zone(row: Row, lat: float, lon: float, gazetteer: Gazetteer | None) -> str:
    tz = row.parsed("tz", values.zone)
    if not tz and gazetteer is not None:
        tz = gazetteer.zone(lat, lon)
    if not tz:
        raise BadValue('The store has no time zone: add a column tz, e.g. "Europe/Berlin".')
    return tz


def _hours(cell: Cell) -> Hours | None:
    if isinstance(cell, Mapping):
        written: Mapping[str, Any] = cell
        return parse_hours(written)
    text = text_of(cell)
    return parse_hours(text) if text else None


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80]

"""Rows of MMDB city databases in their two spellings, nested and flat, as places."""

from collections.abc import Callable, Mapping
from math import isfinite

from app.model.facts import Trust
from app.model.place import Place, PlaceSource

Zone = Callable[[float, float], str]

CITY_KM, REGION_KM, COUNTRY_KM = 25.0, 150.0, 500.0


def place_of(row: object, zone: Zone) -> Place | None:
    """Return the place of a row, None when it has no coordinates; asks `zone` when it has no zone.

    Nested is the schema of MaxMind and of DB-IP's own files, flat that of ip-location-db.
    """
    if not isinstance(row, Mapping):
        return None
    nested = "location" in row or isinstance(row.get("country"), Mapping)
    fields = _nested(row) if nested else _flat(row)
    lat, lon = _number(fields["lat"]), _number(fields["lon"])
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004 - degrees
        return None
    city, region = _text(fields["city"]), _text(fields["region"])
    return Place(
        lat=lat,
        lon=lon,
        city=city,
        region=region,
        country=_text(fields["country"]).upper(),
        postcode=_text(fields["postcode"]),
        tz=_text(fields["tz"]) or zone(lat, lon),
        accuracy_km=_number(fields["radius"]) or _usual_accuracy(city, region),
        source=PlaceSource.IP,
        trust=Trust.INFERRED,
    )


def _nested(row: Mapping[str, object]) -> dict[str, object]:
    location = _map(row.get("location"))
    divisions = row.get("subdivisions")
    first = divisions[0] if isinstance(divisions, list) and divisions else None
    country = _map(row.get("country")) or _map(row.get("registered_country"))
    return {
        "lat": location.get("latitude"),
        "lon": location.get("longitude"),
        "radius": location.get("accuracy_radius"),
        "tz": location.get("time_zone"),
        "city": _english(row.get("city")),
        "region": _english(first),
        "country": country.get("iso_code"),
        "postcode": _map(row.get("postal")).get("code"),
    }


def _flat(row: Mapping[str, object]) -> dict[str, object]:
    return {
        "lat": row.get("latitude"),
        "lon": row.get("longitude"),
        "radius": row.get("accuracy_radius"),
        "tz": row.get("timezone"),
        "city": row.get("city"),
        "region": row.get("state1"),
        "country": row.get("country_code"),
        "postcode": row.get("postcode"),
    }


def _english(thing: object) -> object:
    return _map(_map(thing).get("names")).get("en")


def _map(thing: object) -> Mapping[str, object]:
    return thing if isinstance(thing, Mapping) else {}


def _text(thing: object) -> str:
    return thing if isinstance(thing, str) else ""


def _number(thing: object) -> float | None:
    try:
        number = float(thing)  # type: ignore[arg-type]  # whatever the file holds
    except (TypeError, ValueError):
        return None
    return number if isfinite(number) else None


def _usual_accuracy(city: str, region: str) -> float:
    if city:
        return CITY_KM
    return REGION_KM if region else COUNTRY_KM

"""Where the reader is taken to be, as facts."""

from collections.abc import Callable

from app.model.facts import Fact, Known, Missing, Value, Why
from app.model.place import Place, PlaceSource

NOWHERE = Missing(Why.ABSENT, "place")
_FIELDS = frozenset({"city", "region", "country", "lat", "lon", "accuracy_km"})


def place_fact(field: str, place: Place | Missing, zone: Callable[[Place], str]) -> Known:
    """Return `place.FIELD`; `zone` finds a place's time zone."""
    if field == "known":
        return Fact(isinstance(place, Place) and place.source is not PlaceSource.BRAND, "place")
    if isinstance(place, Missing):
        return place
    value: Value = None
    if field == "tz":
        value = zone(place)
    elif field == "source":
        value = place.source.value
    elif field in _FIELDS:
        value = getattr(place, field)
    if value in (None, ""):
        return NOWHERE
    return Fact(value, f"place.{place.source.value}", None, place.trust)

"""Coordinates for places that are only named."""

from collections.abc import Mapping
from typing import Any

from app.model.ports import Gazetteer


class Locator:
    """Looks up the coordinates of a home by postcode, then by city."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def __call__(self, said: Mapping[str, Any]) -> tuple[float | None, float | None]:
        """Return latitude and longitude of a home, by postcode, then by city."""
        country, place = said.get("country", ""), None
        if said.get("postcode") and country:
            place = self._gazetteer.postcode(said["postcode"], country)
        if place is None and said.get("city"):
            place = self._gazetteer.city(said["city"], country)
        return (None, None) if place is None else (place.lat, place.lon)

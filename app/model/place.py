"""Where the reader is, and how we know."""

from dataclasses import dataclass
from enum import StrEnum

from app.model.facts import Trust


class PlaceSource(StrEnum):
    """The rung of the ladder that gave the place."""

    PROFILE = "profile"  # an explicit place in the profile
    IP = "ip"
    HOME = "home"  # home postcode or city
    RELAY = "relay"
    BRAND = "brand"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point on Earth (WGS 84 degrees) with its names, as near as `accuracy_km`."""

    lat: float
    lon: float
    city: str = ""
    region: str = ""
    country: str = ""  # ISO 3166-1 alpha-2, upper case
    postcode: str = ""
    tz: str = ""  # IANA name
    accuracy_km: float = 25.0
    source: PlaceSource = PlaceSource.BRAND
    trust: Trust = Trust.INFERRED

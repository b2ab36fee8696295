"""A person's single profile: attributes, consent, home place, language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.model.keys import SubscriberKey

Attribute = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the person agreed to. None: never asked. `at`: when it was last said (aware UTC)."""

    tracking: bool | None = None
    personalization: bool | None = None
    location: bool | None = None
    marketing: bool | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where the person lives or asked to be served, as far as the profile says."""

    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One profile as stored. `place` is explicit ("serve me here"), `home` is an address."""

    key: SubscriberKey
    external_id: str
    language: str = ""  # BCP 47
    tz: str = ""  # IANA name
    home: Home = Home()
    place: Home | None = None
    preferred_store: str = ""  # a store's external id
    consent: Consent = Consent()
    attributes: Mapping[str, Attribute] = field(default_factory=dict)

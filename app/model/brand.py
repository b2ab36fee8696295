"""A sender: colours, fonts, locale, time zone, link hosts, privacy policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.model.place import Place


class Tracking(StrEnum):
    """What opens and clicks leave behind.

    `off`: counters by message, reader class and hour. `counts`: also by block, version and
    variant. `identified`: an event per person whose tracking consent is true at open time.
    """

    OFF = "off"
    COUNTS = "counts"
    IDENTIFIED = "identified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """A brand's policy. `needs` names the consent that an attribute needs to be shown.

    `needs` keys are attribute names or `*`; values are fields of Consent. An attribute whose
    consent was refused is withheld; with `explicit` it is withheld unless it was granted.
    """

    tracking: Tracking = Tracking.OFF
    needs: Mapping[str, str] = field(default_factory=lambda: {"*": "personalization"})
    explicit: bool = False
    geolocate: bool = True  # may the IP address be looked up at all
    profile_first: bool = False  # home before IP
    relay_region: bool = False  # may the region that a privacy relay states be a place
    retention_days: int = 30  # raw events


class FaceStyle(StrEnum):
    """Whether the letters of a file lean."""

    NORMAL = "normal"
    ITALIC = "italic"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandFace:
    """One uploaded font file: which family and weight (100 to 900) the asset is."""

    family: str
    asset: str
    weight: int = 400
    style: FaceStyle = FaceStyle.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """One sender."""

    name: str
    title: str
    locale: str = "en"
    tz: str = "UTC"
    currency: str = "EUR"
    colors: Mapping[str, str] = field(default_factory=dict)  # token -> "#rrggbb[aa]"
    fonts: Mapping[str, str] = field(default_factory=dict)  # role (heading, body) -> family
    place: Place | None = None  # where a reader is taken to be when nothing is known
    link: str = ""  # where clicks go when nothing else is known; absolute http(s)
    link_hosts: tuple[str, ...] = ()  # hosts that links may lead to; empty: any
    logo: str = ""  # an asset, `brand.logo` to blocks
    privacy: Privacy = Privacy()
    faces: tuple[BrandFace, ...] = ()  # uploaded typefaces

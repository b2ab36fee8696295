"""What the document of a brand says: colours, locale, links and privacy policy of a sender."""

import re
from typing import Literal

import msgspec
from babel.numbers import is_currency

from app.model.brand import Brand, BrandFace, FaceStyle, Privacy, Tracking
from app.model.place import Place, PlaceSource
from app.model.ports import Assets
from app.web.api.checks import Faults, quoted

_COLOR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\Z")
_TOKEN = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_HOST = re.compile(r"(?:[a-zA-Z0-9-]{1,63}\.)*[a-zA-Z0-9-]{1,63}\Z")
_FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ]{0,59}\Z")
_MOST = 100
_MOST_DAYS = 3_650


class BrandPlace(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where a reader is taken to be when nothing is known."""

    lat: float
    lon: float
    city: str = ""
    region: str = ""
    country: str = ""
    postcode: str = ""
    tz: str = ""


class PrivacyDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What opens leave behind, and which consent an attribute needs (`*`: any other)."""

    tracking: Tracking = Tracking.OFF
    needs: dict[str, Literal["tracking", "personalization", "location", "marketing"]] = (
        msgspec.field(default_factory=lambda: {"*": "personalization"})
    )
    explicit: bool = False
    geolocate: bool = True
    profile_first: bool = False
    relay_region: bool = False
    retention_days: int = 30


class FaceDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An uploaded typeface: which family and weight (100 to 900) an asset is."""

    family: str
    asset: str
    weight: int = 400
    style: FaceStyle = FaceStyle.NORMAL


class BrandDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A brand. Colours are `#rrggbb` or `#rrggbbaa`; an empty `link_hosts` allows any host.

    `fonts` says which family `heading`, `body` and other roles are; `faces` are those uploaded.
    `logo` is an asset, which blocks name `brand.logo`.
    """

    name: str = ""
    title: str = ""
    locale: str = "en"
    tz: str = "UTC"
    currency: str = "EUR"
    colors: dict[str, str] = {}
    fonts: dict[str, str] = {}
    faces: list[FaceDocument] = []
    place: BrandPlace | None = None
    link: str = ""
    link_hosts: list[str] = []
    logo: str = ""
    privacy: PrivacyDocument = msgspec.field(default_factory=PrivacyDocument)


def brand_from(name: str, said: BrandDocument, faults: Faults) -> Brand:
    """Return the brand that a document describes; what is wrong with it is among the faults."""
    _check_tables(said, faults)
    days = said.privacy.retention_days
    if not 1 <= days <= _MOST_DAYS:
        remedy = f"Give 1 to {_MOST_DAYS}."
        faults.add("privacy.retention_days", days, f"{days} days cannot be kept.", remedy)
    if not is_currency(said.currency):
        detail = f"{quoted(said.currency)} is not a currency."
        faults.add("currency", said.currency, detail, "Write an ISO 4217 code like EUR.")
    return Brand(
        name=faults.name("name", name),
        title=faults.text("title", said.title or name),
        locale=faults.language("locale", said.locale),
        tz=faults.zone("tz", said.tz),
        currency=said.currency,
        colors=said.colors,
        fonts=said.fonts,
        place=_place(said.place, faults),
        link=faults.link("link", said.link),
        link_hosts=tuple(said.link_hosts),
        logo=said.logo,
        privacy=Privacy(**msgspec.structs.asdict(said.privacy)),
        faces=tuple(_face(place, face, faults) for place, face in enumerate(said.faces)),
    )


def _face(place: int, said: FaceDocument, faults: Faults) -> BrandFace:
    field = f"faces[{place}]"
    if not _FAMILY.match(said.family):
        detail = f"{quoted(said.family)} cannot be the name of a family."
        faults.add(f"{field}.family", said.family, detail, "Use letters, digits and spaces.")
    if said.weight not in range(100, 1000, 100):
        remedy = "Write 400 for regular, 700 for bold, or another hundred up to 900."
        faults.add(f"{field}.weight", said.weight, f"{said.weight} is no weight.", remedy)
    return BrandFace(family=said.family, asset=said.asset, weight=said.weight, style=said.style)


async def check_assets(assets: Assets, brand: Brand, faults: Faults) -> None:
    """Note where a face is no uploaded typeface, or the logo no uploaded picture."""
    for place, face in enumerate(brand.faces[:_MOST]):
        asset = await assets.get(face.asset)
        if asset is None or not asset.media_type.startswith("font/"):
            detail = f"There is no typeface {quoted(face.asset)} among the assets."
            remedy = "Upload the TTF, OTF, TTC or WOFF2 file as an asset first."
            faults.add(f"faces[{place}].asset", face.asset, detail, remedy)
    logo = await assets.get(brand.logo) if brand.logo else None
    if brand.logo and (logo is None or not logo.media_type.startswith("image/")):
        detail = f"There is no picture {quoted(brand.logo)} among the assets."
        faults.add("logo", brand.logo, detail, "Upload it as an asset first.")


def _check_tables(said: BrandDocument, faults: Faults) -> None:
    for field in ("colors", "fonts", "faces", "link_hosts"):
        if len(getattr(said, field)) > _MOST:
            faults.add(field, "", f"{field} has too many entries.", f"Keep to {_MOST}.")
    faults.attributes("privacy.needs", said.privacy.needs, _MOST)
    for token, color in said.colors.items():
        if not _TOKEN.match(token):
            detail = f"{quoted(token)} cannot be the name of a colour."
            faults.add("colors", token, detail, "Use a-z, 0-9 and _.")
        if not _COLOR.match(color):
            detail = f"{quoted(color)} is not a colour."
            faults.add(f"colors.{token[:_MOST]}", color, detail, "Write #rrggbb or #rrggbbaa.")
    for role, family in said.fonts.items():
        faults.name("fonts", role)
        faults.text(f"fonts.{role[:_MOST]}", family)
    for place, host in enumerate(said.link_hosts):
        if not _HOST.match(host):
            detail = f"{quoted(host)} is not a host."
            faults.add(f"link_hosts[{place}]", host, detail, "Write e.g. shop.example.com.")


def _place(said: BrandPlace | None, faults: Faults) -> Place | None:
    if said is None:
        return None
    faults.degrees("place.", said.lat, said.lon)
    return Place(
        lat=said.lat,
        lon=said.lon,
        city=faults.text("place.city", said.city),
        region=faults.text("place.region", said.region),
        country=faults.country("place.country", said.country),
        postcode=faults.text("place.postcode", said.postcode),
        tz=faults.zone("place.tz", said.tz),
        source=PlaceSource.BRAND,
    )


def brand_document(brand: Brand) -> BrandDocument:
    """Return a brand as it is shown."""
    place = brand.place
    privacy = {field: getattr(brand.privacy, field) for field in PrivacyDocument.__struct_fields__}
    return BrandDocument(
        name=brand.name,
        title=brand.title,
        locale=brand.locale,
        tz=brand.tz,
        currency=brand.currency,
        colors=dict(brand.colors),
        fonts=dict(brand.fonts),
        faces=[
            FaceDocument(**{n: getattr(face, n) for n in FaceDocument.__struct_fields__})
            for face in brand.faces
        ],
        place=None
        if place is None
        else BrandPlace(**{n: getattr(place, n) for n in BrandPlace.__struct_fields__}),
        link=brand.link,
        link_hosts=list(brand.link_hosts),
        logo=brand.logo,
        privacy=PrivacyDocument(**privacy | {"needs": dict(brand.privacy.needs)}),
    )

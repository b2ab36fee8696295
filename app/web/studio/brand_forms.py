"""The form of a brand: what it shows, and the document that it says.

Rows of a table are numbered: `color.0.name`, `color.0.value`. A row without a name says nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, cast, get_args

from app.model.brand import FaceStyle, Tracking
from app.web.api.brand_documents import BrandDocument, BrandPlace, FaceDocument, PrivacyDocument
from app.web.api.checks import Faults

Consented = Literal["tracking", "personalization", "location", "marketing"]
CONSENTS: Final[tuple[str, ...]] = get_args(Consented)
_MOST: Final = 100  # rows of a table
_SWITCHES: Final = ("explicit", "geolocate", "profile_first", "relay_region")
_PLACE: Final = ("city", "region", "country", "postcode", "tz")


def brand_form(document: BrandDocument) -> Mapping[str, str]:
    """Return the fields of a brand as a form holds them."""
    privacy, place = document.privacy, document.place
    form = {
        "title": document.title,
        "locale": document.locale,
        "tz": document.tz,
        "currency": document.currency,
        "link": document.link,
        "link_hosts": "\n".join(document.link_hosts),
        "logo": document.logo,
        "tracking": privacy.tracking.value,
        "retention_days": str(privacy.retention_days),
        **{name: "on" if getattr(privacy, name) else "" for name in _SWITCHES},
        **_numbered("color", "name", "value", document.colors),
        **_numbered("font", "name", "value", document.fonts),
        **_numbered("need", "name", "value", privacy.needs),
    }
    for at, face in enumerate(document.faces):
        form |= {
            f"face.{at}.name": face.family,
            f"face.{at}.asset": face.asset,
            f"face.{at}.weight": str(face.weight),
            f"face.{at}.style": face.style.value,
        }
    if place is not None:
        form |= {"place.lat": str(place.lat), "place.lon": str(place.lon)}
        form |= {f"place.{name}": getattr(place, name) for name in _PLACE}
    return form


def rows_of(form: Mapping[str, str], table: str, spare: int = 1) -> Sequence[Mapping[str, str]]:
    """Return the rows of a table, and some empty ones to fill in."""
    rows = list(_rows(form, table))
    return [*rows, *({} for _ in range(spare))]


def brand_said(form: Mapping[str, str], faults: Faults) -> BrandDocument:
    """Return the document that a form says; what is no number or choice is among the faults.

    What else may be wrong is found where documents are read.
    """
    return BrandDocument(
        title=form.get("title", "").strip(),
        locale=form.get("locale", "").strip(),
        tz=form.get("tz", "").strip(),
        currency=form.get("currency", "").strip().upper(),
        colors=_table(form, "color"),
        fonts=_table(form, "font"),
        faces=[_face(at, row, faults) for at, row in enumerate(_rows(form, "face"))],
        place=_place(form, faults),
        link=form.get("link", "").strip(),
        link_hosts=form.get("link_hosts", "").split(),
        logo=form.get("logo", ""),
        privacy=_privacy(form, faults),
    )


def _privacy(form: Mapping[str, str], faults: Faults) -> PrivacyDocument:
    needs = _table(form, "need")
    for name, consent in needs.items():
        if consent not in CONSENTS:
            detail = f"{consent[:40]!r} is no consent."
            faults.add(f"needs.{name}", consent, detail, f"Choose {', '.join(CONSENTS)}.")
    tracking = form.get("tracking", Tracking.OFF.value)
    if tracking not in set(Tracking):
        detail = f"{tracking[:40]!r} is no way of tracking."
        faults.add("tracking", tracking, detail, f"Choose {', '.join(Tracking)}.")
        tracking = Tracking.OFF.value
    return PrivacyDocument(
        tracking=Tracking(tracking),
        needs=cast(dict[str, Consented], needs),
        retention_days=_whole(form, "retention_days", faults),
        **{name: form.get(name, "") == "on" for name in _SWITCHES},
    )


def _place(form: Mapping[str, str], faults: Faults) -> BrandPlace | None:
    texts = {name: form.get(f"place.{name}", "").strip() for name in ("lat", "lon", *_PLACE)}
    if not any(texts.values()):
        return None
    return BrandPlace(
        lat=_degrees(texts, "lat", faults),
        lon=_degrees(texts, "lon", faults),
        city=texts["city"],
        region=texts["region"],
        country=texts["country"],
        postcode=texts["postcode"],
        tz=texts["tz"],
    )


def _degrees(texts: Mapping[str, str], name: str, faults: Faults) -> float:
    try:
        return float(texts[name])
    except ValueError:
        detail = f"{texts[name][:40]!r} is no number of degrees."
        faults.add(f"place.{name}", texts[name], detail, "Write e.g. 40.7253.")
        return 0.0


def _face(at: int, row: Mapping[str, str], faults: Faults) -> FaceDocument:
    style = row.get("style", FaceStyle.NORMAL.value)
    if style not in set(FaceStyle):
        faults.add(f"faces[{at}].style", style, f"{style[:40]!r} is no style.", "Choose normal.")
        style = FaceStyle.NORMAL.value
    weight = row.get("weight", "")
    return FaceDocument(
        family=row["name"],
        asset=row.get("asset", ""),
        weight=int(weight) if weight.isascii() and weight.isdecimal() and len(weight) < 5 else 0,  # noqa: PLR2004
        style=FaceStyle(style),
    )


def _whole(form: Mapping[str, str], name: str, faults: Faults) -> int:
    text = form.get(name, "").strip()
    if text.isascii() and text.isdecimal() and len(text) < 9:  # noqa: PLR2004  # digits
        return int(text)
    faults.add(name, text, f"{text[:40]!r} is no whole number.", "Write e.g. 30.")
    return 1


def _table(form: Mapping[str, str], table: str) -> dict[str, str]:
    return {row["name"]: row.get("value", "") for row in _rows(form, table)}


def _rows(form: Mapping[str, str], table: str) -> Iterator[Mapping[str, str]]:
    """Return the rows that have a name, their fields by name."""
    found: dict[int, dict[str, str]] = {}
    for name, value in form.items():
        start, _, rest = name.partition(".")
        number, _, field = rest.partition(".")
        if start == table and number.isascii() and number.isdecimal() and len(number) < 4:  # noqa: PLR2004
            found.setdefault(int(number), {})[field] = value.strip()
    for _, row in sorted(found.items())[:_MOST]:
        if row.get("name"):
            yield row


def _numbered(table: str, key: str, value: str, pairs: Mapping[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for at, (name, text) in enumerate(pairs.items()):
        fields |= {f"{table}.{at}.{key}": name, f"{table}.{at}.{value}": text}
    return fields

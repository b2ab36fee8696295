"""Text of a cell to a value, or a reason that names the value and the remedy."""

import re
from collections.abc import Callable
from contextlib import suppress
from difflib import get_close_matches
from math import isfinite
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import msgspec

from app.feeds.cells import EXACT, BadValue, Cell, shown, text_of

T = TypeVar("T")

_encode = msgspec.json.Encoder(order="sorted").encode
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,11})\.[0-9]{1,9}\Z")
_COORDINATE = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]{1,20})?\Z")
_ALPHA2 = 2
_SHOWN = 60  # characters of a value in a reason


def in_column(column: str, parse: Callable[[Any], T], cell: Any) -> T:
    """Parse a cell; a BadValue names the column first."""
    try:
        return parse(cell)
    except BadValue as error:
        raise BadValue(f'Column "{column}": {error}') from None


def encoded(value: object) -> bytes:
    """Return a value as canonical JSON; raises BadValue for text that is not valid Unicode."""
    try:
        return _encode(value)
    except UnicodeError:
        raise BadValue(f"{ascii(value)[:_SHOWN]} is not valid Unicode: export as UTF-8.") from None


def language(cell: Cell) -> str:
    """Parse a BCP 47 tag: `de_at` is `de-AT`."""
    text = text_of(cell)
    if not text:
        return ""
    tag = text.replace("_", "-")
    if not _LANGUAGE.match(tag):
        raise BadValue(f"{shown(text)} is not a language tag: write e.g. en, de-AT or pt-BR.")
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    return {2: part.upper(), 4: part.title()}.get(len(part), part.lower())


def zone(cell: Cell) -> str:
    """Check an IANA time zone name; suggests near ones."""
    text = text_of(cell)
    if not text:
        return ""
    # Listing all names walks the zone database, so that is left for names that are wrong.
    with suppress(ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(text).key
    names = available_timezones()
    lower = {name.lower(): name for name in names}
    asked = text.lower().replace(" ", "_")
    if asked in lower:
        return lower[asked]
    near = [name for low, name in lower.items() if low.rsplit("/", 1)[-1] == asked]
    near = near or [lower[low] for low in get_close_matches(asked, lower, n=2)]
    remedy = f"did you mean {' or '.join(near[:2])}?" if near else "write e.g. Europe/Berlin."
    raise BadValue(f"{shown(text)} is not a time zone: {remedy}")


def country(cell: Cell) -> str:
    """Parse an ISO 3166-1 alpha-2 code."""
    text = text_of(cell)
    if not text:
        return ""
    if len(text) != _ALPHA2 or not text.isascii() or not text.isalpha():
        raise BadValue(f"{shown(text)} is not a country code: write two letters, e.g. DE or US.")
    return text.upper()


def latitude(cell: Cell) -> float | None:
    """Parse degrees north, -90 to 90."""
    return _degrees(text_of(cell), 90.0, "latitude")


def longitude(cell: Cell) -> float | None:
    """Parse degrees east, -180 to 180."""
    return _degrees(text_of(cell), 180.0, "longitude")


def _degrees(text: str, limit: float, name: str) -> float | None:
    if not text:
        return None
    plain = text.replace(",", ".").rstrip("°").replace("\N{MINUS SIGN}", "-")
    if not _COORDINATE.match(plain):
        raise BadValue(f"{shown(text)} is not a {name}: write decimal degrees, e.g. 48.137.")
    degrees = float(plain)
    if abs(degrees) > limit:
        hint = "latitude and longitude may be swapped" if abs(degrees) <= 180.0 else "check it"  # noqa: PLR2004  # degrees
        raise BadValue(f"{shown(text)} is not a {name} (at most {limit:g}): {hint}.")
    return degrees


def inferred_attribute(cell: Cell) -> str | int | float | bool | None:
    """Infer the type of a free attribute from its text alone, so that no neighbour changes it.

    Leading zeros, plus signs and more than 15 digits stay text: they are codes, not amounts.
    """
    text = text_of(cell)
    if not text:
        return None
    if _INTEGER.match(text):
        return int(text) if text != "-0" else text
    if _DECIMAL.match(text):
        return float(text)
    return {"true": True, "false": False}.get(text.lower(), text)


def typed_attribute(cell: Cell) -> str | int | float | bool | None:
    """Take a free attribute as its file typed it: text stays text."""
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, int):
        return cell if abs(cell) < EXACT else str(cell)
    if isinstance(cell, float):
        whole_number = cell.is_integer() and abs(cell) < EXACT
        return int(cell) if whole_number else cell if isfinite(cell) else None
    if isinstance(cell, list | dict):
        raise BadValue(f"{shown(cell)} is a list or an object: give text, a number, true or false.")
    return text_of(cell) or None

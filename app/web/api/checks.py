"""Checks of single fields; every fault is collected, so that one answer names them all."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.model.subscriber import Attribute
from app.model.zones import is_zone
from app.web.api.problems import Fault, Faulty

MAX_NAME = 200
MAX_TEXT = 500
MAX_ATTRIBUTES = 64
LARGEST = 2**53 - 1  # what every JSON reader keeps exact
_QUOTED = 60
_YEARS = range(1970, 2201)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}\Z")
_COUNTRY = re.compile(r"[A-Za-z]{2}\Z")


class Faults:
    """Collects what is wrong with one row; `index` is its place in a bulk request."""

    def __init__(self, index: int | None = None) -> None:
        self._index = index
        self.found: list[Fault] = []

    def add(self, field: str, value: object, detail: str, remedy: str) -> None:
        """Note one fault."""
        self.found.append(
            Fault(field=field, value=str(value), detail=detail, remedy=remedy, index=self._index)
        )

    def settle(self) -> None:
        """Raise Faulty if anything is wrong."""
        if self.found:
            raise Faulty(self.found)

    def name(self, field: str, value: str, most: int = MAX_NAME) -> str:
        """Check what records are called by: 1 to `most` characters, none of them control."""
        if not value:
            self.add(field, value, f"{field} is missing or empty.", f"Give {field}.")
        elif value != value.strip():
            self.add(field, value, f"{field} begins or ends with a space.", "Trim it.")
        elif _has_control(value, allowed=""):
            self.add(field, value, f"{field} holds control characters.", "Take them out.")
        return self._bounded(field, value, most)

    def text(self, field: str, value: str, most: int = MAX_TEXT) -> str:
        """Check a text of at most `most` characters."""
        if _has_control(value, allowed="\n\r\t"):
            self.add(field, value, f"{field} holds control characters.", "Take them out.")
        return self._bounded(field, value, most)

    def zone(self, field: str, value: str) -> str:
        """Check an IANA time zone name; empty is allowed."""
        if value and not is_zone(value):
            detail = f"{quoted(value)} is not a time zone."
            self.add(field, value, detail, "Write an IANA name such as Europe/Berlin.")
        return value

    def language(self, field: str, value: str) -> str:
        """Check a BCP 47 tag; empty is allowed."""
        if value and not _LANGUAGE.match(value):
            detail = f"{quoted(value)} is not a language tag."
            self.add(field, value, detail, "Write a BCP 47 tag such as en, de-AT or pt-BR.")
        return value

    def country(self, field: str, value: str) -> str:
        """Check an ISO 3166-1 alpha-2 code; empty is allowed; returned in upper case."""
        if value and not _COUNTRY.match(value):
            detail = f"{quoted(value)} is not a country code."
            self.add(field, value, detail, "Write two letters such as DE or US.")
        return value.upper()

    def degrees(self, prefix: str, lat: float | None, lon: float | None) -> None:
        """Check a coordinate: both or neither, on Earth."""
        if (lat is None) != (lon is None):
            half = f"{prefix}lat" if lat is None else f"{prefix}lon"
            self.add(half, "", "Half a coordinate is given.", "Give both lat and lon, or neither.")
        for name, value, most in (("lat", lat, 90), ("lon", lon, 180)):
            if value is not None and not -most <= value <= most:
                detail = f"{prefix}{name} {value} lies outside the Earth."
                self.add(f"{prefix}{name}", value, detail, f"{name} is -{most} to {most}.")

    def instant(self, field: str, value: datetime | None) -> datetime | None:
        """Check an instant; its offset was checked when it was read."""
        if value is not None and value.year not in _YEARS:
            detail = f"{field} lies in the year {value.year}."
            self.add(field, value.isoformat(), detail, "Give a year from 1970 to 2200.")
            return None
        return value

    def address(self, field: str, value: str) -> str:
        """Check an IP address; empty is allowed."""
        try:
            if value:
                ip_address(value)
        except ValueError:
            self.add(
                field, value, f"{quoted(value)} is not an IP address.", "Write e.g. 203.0.113.7."
            )
        return value

    def link(self, field: str, value: str) -> str:
        """Check an absolute http(s) link; empty is allowed."""
        try:
            parts = urlsplit(value)
            is_link = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            is_link = False
        if value and not is_link:
            detail = f"{quoted(value)} is not an absolute link."
            self.add(field, value, detail, "Write it with https:// and a host.")
        return self.text(field, value, 2000)

    def attributes(
        self, field: str, given: Mapping[str, Attribute], most: int = MAX_ATTRIBUTES
    ) -> Mapping[str, Attribute]:
        """Check free attributes: at most 64, short names, bounded values."""
        if len(given) > most:
            detail = f"{field} has {len(given)} entries."
            self.add(field, len(given), detail, f"Keep at most {max(most, 0)}.")
        for name, value in given.items():
            spot = f"{field}.{name[:MAX_NAME]}"
            self.name(spot if name else field, name)
            if isinstance(value, str):
                self.text(spot, value)
            elif isinstance(value, int | float) and abs(value) > LARGEST:
                detail = f"{spot} is larger than JSON readers keep exact."
                self.add(spot, value, detail, f"Keep it within {LARGEST}, or send it as text.")
        return given

    def _bounded(self, field: str, value: str, most: int) -> str:
        if len(value) > most:
            detail = f"{field} has {len(value):,} characters."
            self.add(field, value, detail, f"Keep it to {most:,}.")
        return value


def quoted(value: str) -> str:
    """Return a value as a sentence tells it: no more of it than tells which one is meant."""
    return repr(value if len(value) <= _QUOTED else f"{value[:_QUOTED]}…")


def _has_control(text: str, *, allowed: str) -> bool:
    if text.isascii() and text.isprintable():
        return False
    return any(unicodedata.category(c) in ("Cc", "Cs") and c not in allowed for c in text)

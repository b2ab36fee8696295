"""Filters for countdowns: a moment as a language writes it, and the language itself."""

import re
from datetime import datetime

from babel import Locale
from babel.dates import format_datetime, format_time, get_timezone_gmt, get_timezone_name
from babel.dates import match_skeleton as nearest

from app.decide.digits import in_digits_of
from app.model.facts import Value
from app.model.zones import known_zone

_SKELETON = "MMMEd"
_WEEKDAY, _MONTH = re.compile("([Ec])+"), re.compile("([ML]){3,}")
_QUOTED = re.compile("('[^']*')")
_OFFSET = re.compile(r"0?(\d{1,2}):00$")  # GMT+01:00
_LONGEST_NAME = 5  # letters: longer ones are no abbreviations


def moment(locale: Locale, value: Value, zone: Value = "") -> str:
    """Write a wall time as weekday, day, month and time; `zone` is the name of the wall's zone."""
    if not isinstance(value, datetime):
        raise TypeError
    day = format_datetime(value, _pattern(locale), locale=locale)
    hour = format_time(value.time(), "short", locale=locale)
    together = str(locale.datetime_formats["medium"]).replace("'", "")
    written = together.replace("{1}", str(day)).replace("{0}", str(hour))
    known = known_zone(zone) if isinstance(zone, str) else None
    return f"{written} {_abbreviated(value.replace(tzinfo=known), locale)}" if known else written


def tongue(locale: Locale, _value: Value) -> str:
    """Return the language with the script it is written in, as the names of units depend on it."""
    return "-".join(filter(None, (locale.language, locale.script)))


def numerals(locale: Locale, _value: Value) -> str:
    """Return the ten digits as the locale writes them."""
    return in_digits_of(locale, "0123456789")


def _pattern(locale: Locale) -> str:
    """Return the language's order of weekday, day and month, each spelled out."""
    skeletons = locale.datetime_skeletons
    found = nearest(_SKELETON, skeletons)
    parts = _QUOTED.split(skeletons[found].pattern if found else "EEEE d MMMM")
    return "".join(
        part if part.startswith("'") else _MONTH.sub(r"\1\1\1\1", _WEEKDAY.sub(r"\1\1\1\1", part))
        for part in parts
    )


def _abbreviated(value: datetime, locale: Locale) -> str:
    """Return the short name of a zone, its offset where the language has none: CET, GMT+1."""
    name = str(get_timezone_name(value, "short", locale=locale))
    if name[:1] not in "+-" and len(name) <= _LONGEST_NAME:
        return name
    offset = str(get_timezone_gmt(value, "long", locale=locale)).replace("\u200e", "")
    return _OFFSET.sub(r"\1", offset)

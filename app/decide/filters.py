"""Filters: values as text for the reader's locale, by Unicode CLDR through Babel.

A filter never raises: what it cannot format is Missing(MALFORMED).
"""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time

from app.decide import figures, leaves, moments, openings, wording
from app.decide.digits import in_digits_of
from app.model.facts import Missing, Value, Why
from app.model.money import Money

LONGEST = 2000
_ENGLISH = "en"
_MALFORMED = Missing(Why.MALFORMED, "filter")
_OF_NUMBERS = frozenset(
    (
        "countdown", "date", "distance", "moment", "money", "number", "percent", "speed",
        "temperature", "time",
    )
)  # fmt: skip


class Formatter:
    """Formats for one locale; answers are remembered, up to `remember` of them."""

    def __init__(self, locale: str, *, remember: int = 4096) -> None:
        self.locale = locale_of(locale)
        self.language = self.locale.language
        self.name = str(self.locale)
        # Typed: True, 1 and 1.0 are equal and hash alike.
        self._cached = lru_cache(maxsize=remember, typed=True)(self._compute)

    def format(self, name: str, value: Value | Missing, args: tuple[Value, ...]) -> Value | Missing:
        """Apply the filter `name`; Missing stays Missing (but see `default`)."""
        if name == "default" and len(args) == 1:
            return args[0] if isinstance(value, Missing) or value in ("", None) else value
        if isinstance(value, Missing):
            return value
        if isinstance(value, str) and name == "text":
            return value
        if isinstance(value, datetime):
            # Equal instants in two zones are not written alike: only the wall time there counts.
            if name == "moment":
                args = (getattr(value.tzinfo, "key", ""),)
            value = value.replace(tzinfo=None)
        try:
            return self._cached(name, value, *args)
        except TypeError:  # a list: it has no hash, and cannot be written either
            return _MALFORMED

    def _compute(self, name: str, value: Value, *args: Value) -> Value | Missing:
        write = _FILTERS.get(name)
        if write is None:
            return _MALFORMED
        try:
            written = write(self.locale, value, *args)[:LONGEST]
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
            return _MALFORMED
        return in_digits_of(self.locale, written) if name in _OF_NUMBERS else written


def locale_of(tag: str) -> Locale:
    """Return the locale of a BCP 47 tag; the language alone, then English, when unknown."""
    cleaned = tag.replace("_", "-")
    for candidate in (cleaned, cleaned.partition("-")[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (ValueError, UnknownLocaleError, TypeError):
            continue
    return Locale(_ENGLISH)


def _text(locale: Locale, value: Value) -> str:
    match value:
        case int() if not isinstance(value, bool):
            return str(value)
        case float():
            return figures.number(locale, value)
        case Money():
            return figures.money(locale, value)
        case time():
            return _time(locale, value)
        case datetime():
            return str(format_datetime(value, "medium", locale=locale))
        case _:
            raise TypeError


def _date(locale: Locale, value: Value, style: Value = "long") -> str:
    day = date.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(day, date):
        raise TypeError
    shown = str(style) if style in ("short", "medium", "long", "full") else "long"
    return str(format_date(day, shown, locale=locale))


def _time(locale: Locale, value: Value) -> str:
    match value:
        case datetime():
            return str(format_time(value.time(), "short", locale=locale))
        case time():
            return str(format_time(value.replace(tzinfo=None), "short", locale=locale))
        case _:
            raise TypeError


_FILTERS: dict[str, Callable[..., str]] = {
    "text": _text,
    "money": figures.money,
    "number": figures.number,
    "percent": figures.percent,
    "distance": figures.distance,
    "road_unit": figures.road_unit,
    "temperature": figures.temperature,
    "speed": figures.speed,
    "date": _date,
    "time": _time,
    "moment": moments.moment,
    "countdown": figures.countdown,
    "plural": figures.plural,
    "upper": wording.upper,
    "title": wording.title,
    "truncate": wording.truncate,
    # Of elements, not of the language:
    "tongue": moments.tongue,
    "numerals": moments.numerals,
    "leaf": leaves.leaf,
    "opening": openings.state,
    "opening_hours": openings.hours,
    "opens": openings.opens,
    "open_until": openings.until,
    "backwards": wording.backwards,
}

"""Filters: values as text for the reader's locale, by Unicode CLDR through Babel.

A filter never raises: what it cannot format is Missing(MALFORMED).
"""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision
from babel.units import format_unit

from app.model.facts import Missing, Value, Why
from app.model.money import Money

LONGEST = 2000
_MILES = frozenset({"US", "GB", "LR", "MM"})  # CLDR measurementSystem, road distances
_KM_PER_MILE = 1.609344
_MALFORMED = Missing(Why.MALFORMED, "filter")


class Formatter:
    """Formats for one locale; answers are remembered, up to `remember` of them."""

    def __init__(self, locale: str, *, remember: int = 4096) -> None:
        self.locale = locale_of(locale)
        self._cached = lru_cache(maxsize=remember)(self._compute)

    def format(self, name: str, value: Value | Missing, args: tuple[Value, ...]) -> Value | Missing:
        """Apply the filter `name`; Missing stays Missing (but see `default`)."""
        if name == "default":
            return args[0] if isinstance(value, Missing) or value in ("", None) else value
        if isinstance(value, Missing):
            return value
        if name == "text" and type(value) is str:
            return value
        # bool and int hash alike: the type is part of the key.
        return self._cached(name, type(value).__name__, value, args)

    def _compute(
        self, name: str, _kind: str, value: Value, args: tuple[Value, ...]
    ) -> Value | Missing:
        write = _FILTERS.get(name)
        if write is None:
            return _MALFORMED
        try:
            written = write(self.locale, value, *args)
        except (ValueError, TypeError, KeyError, OverflowError, ArithmeticError):
            return _MALFORMED
        return written[:LONGEST] if isinstance(written, str) else written


def locale_of(tag: str) -> Locale:
    """Return the locale of a BCP 47 tag; the language alone, then English, when unknown."""
    cleaned = tag.replace("_", "-")
    for candidate in (cleaned, cleaned.partition("-")[0], "en"):
        try:
            return Locale.parse(candidate, sep="-")
        except (ValueError, UnknownLocaleError, TypeError):
            continue
    return Locale("en")


def _text(locale: Locale, value: Value) -> str:
    match value:
        case str():
            return value
        case bool() | None:
            raise TypeError
        case int():
            return str(value)
        case float():
            return str(format_decimal(value, locale=locale))
        case Money():
            return _money(locale, value)
        case time():
            return _time(locale, value)
        case datetime():
            return str(format_datetime(value, "medium", tzinfo=value.tzinfo, locale=locale))
        case _:
            raise TypeError


def _money(locale: Locale, value: Value) -> str:
    if not isinstance(value, Money):
        raise TypeError
    digits = get_currency_precision(value.currency)
    return str(format_currency(value.minor / 10**digits, value.currency, locale=locale))


def _number(locale: Locale, value: Value, digits: Value = None) -> str:
    amount = _numeric(value)
    if digits is None:
        return str(format_decimal(amount, locale=locale))
    places = max(0, min(6, int(_numeric(digits))))
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(amount, format=pattern, locale=locale))


def _percent(locale: Locale, value: Value, digits: Value = None) -> str:
    places = 0 if digits is None else max(0, min(4, int(_numeric(digits))))
    pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
    return str(format_percent(_numeric(value), format=pattern, locale=locale))


def _distance(locale: Locale, value: Value) -> str:
    kilometres = _numeric(value)
    miles = locale.territory in _MILES or (locale.territory is None and locale.language == "en")
    amount = kilometres / _KM_PER_MILE if miles else kilometres
    rounded = round(amount, 1) if amount < 10 else round(amount)  # noqa: PLR2004  # 3.2, but 32
    unit = "length-mile" if miles else "length-kilometer"
    return str(format_unit(rounded, unit, length="short", locale=locale))


def _date(locale: Locale, value: Value, style: Value = "long") -> str:
    day = value if isinstance(value, date) else date.fromisoformat(str(value))
    shown = str(style) if style in ("short", "medium", "long", "full") else "long"
    return str(format_date(day, shown, locale=locale))


def _time(locale: Locale, value: Value) -> str:
    if isinstance(value, datetime):
        return str(format_time(value.timetz().replace(tzinfo=None), "short", locale=locale))
    if isinstance(value, time):
        return str(format_time(value, "short", locale=locale))
    raise TypeError


def _countdown(locale: Locale, value: Value) -> str:
    minutes = int(_numeric(value))
    days, rest = divmod(max(0, minutes), 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "duration-day"), (hours, "duration-hour"), (minutes, "duration-minute")]
    shown = [part for part in parts if part[0]][:2] or [parts[-1]]
    if len(shown) == 2 and days and not hours:  # noqa: PLR2004  # "2 days 5 min" says too much
        shown = shown[:1]
    return " ".join(str(format_unit(n, unit, length="short", locale=locale)) for n, unit in shown)


def _plural(locale: Locale, value: Value, one: Value, other: Value) -> str:
    amount = _numeric(value)
    form = locale.plural_form(amount)
    return str(one if form == "one" else other)


def _truncate(_locale: Locale, value: Value, length: Value) -> str:
    text, most = _worded(value), max(1, int(_numeric(length)))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _numeric(value: Value) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return value


def _worded(value: Value) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


_FILTERS: dict[str, Callable[..., Value | Missing]] = {
    "text": _text,
    "money": _money,
    "number": _number,
    "percent": _percent,
    "distance": _distance,
    "date": _date,
    "time": _time,
    "countdown": _countdown,
    "plural": _plural,
    "upper": lambda _locale, value: _worded(value).upper(),
    "title": lambda _locale, value: _worded(value).title(),
    "truncate": _truncate,
}

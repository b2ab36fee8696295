"""Filters of numbers: amounts, money, distances, time left, and one or many."""

from decimal import Decimal
from math import floor, isfinite

from babel import Locale
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision
from babel.units import format_unit

from app.model.facts import Value
from app.model.money import Money
from app.model.vocabulary import PLURAL_FORMS

_MILES = frozenset({"US", "GB", "LR", "MM"})  # CLDR measurementSystem, road distances
_FAHRENHEIT = frozenset({"US", "BS", "BZ", "KY", "PR", "PW"})  # CLDR, temperature of the weather
_KM_PER_MILE = 1.609344
_PLAIN_DIGITS = 3  # after the point, when none are asked for


def money(locale: Locale, value: Value, currency: Value = None) -> str:
    """Write an amount with its currency; a number is one in `currency`, an ISO 4217 code."""
    if isinstance(currency, str) and not isinstance(value, Money):
        return str(format_currency(numeric(value), currency, locale=locale))
    if not isinstance(value, Money):
        raise TypeError
    amount = Decimal(value.minor).scaleb(-get_currency_precision(value.currency))
    return str(format_currency(amount, value.currency, locale=locale))


def number(locale: Locale, value: Value, digits: Value = None) -> str:
    """Write a number, with so many digits after the point (0 to 6) when they are given."""
    if digits is None:
        return str(format_decimal(_unsigned_zero(numeric(value), _PLAIN_DIGITS), locale=locale))
    places = _places(digits, 6)
    amount = _unsigned_zero(numeric(value), places)
    return str(format_decimal(amount, format=_pattern(places), locale=locale))


def percent(locale: Locale, value: Value, digits: Value = None) -> str:
    """Write a share of one as a percentage, with 0 to 4 digits after the point."""
    places = 0 if digits is None else _places(digits, 4)
    amount = _unsigned_zero(numeric(value), places + 2)
    return str(format_percent(amount, format=f"{_pattern(places)}%", locale=locale))


def distance(locale: Locale, value: Value) -> str:
    """Write kilometres as the locale's country measures roads: 3.2 km, 32 km, 2 mi."""
    kilometres = numeric(value)
    miles = _in_miles(locale)
    amount = kilometres / _KM_PER_MILE if miles else kilometres
    rounded = round(amount, 1) if abs(amount) < 10 else round(amount)  # noqa: PLR2004  # 3.2, but 32
    unit = "length-mile" if miles else "length-kilometer"
    return str(format_unit(rounded or 0, unit, length="short", locale=locale))


def road_unit(locale: Locale, value: Value) -> str:  # noqa: ARG001  # a filter's
    """Return what the locale's country measures roads in: km or mi."""
    return "mi" if _in_miles(locale) else "km"


def temperature(locale: Locale, value: Value, style: Value = None) -> str:
    """Write degrees Celsius in whole degrees as the locale's country measures: 21 °C, 70 °F, 21°.

    `style`: `short` leaves the unit out.
    """
    celsius = numeric(value)
    warm = _is_in(locale, _FAHRENHEIT)
    degrees = _whole(celsius * 9 / 5 + 32 if warm else celsius)
    unit = "fahrenheit" if warm else "celsius"
    shown = "generic" if style == "short" else unit
    return str(format_unit(degrees, f"temperature-{shown}", length="short", locale=locale))


def speed(locale: Locale, value: Value) -> str:
    """Write kilometres per hour, whole, as the locale's country measures roads: 18 km/h, 11 mph."""
    miles = _in_miles(locale)
    amount = _whole(numeric(value) / _KM_PER_MILE if miles else numeric(value))
    unit = "speed-mile-per-hour" if miles else "speed-kilometer-per-hour"
    return str(format_unit(amount, unit, length="short", locale=locale))


def countdown(locale: Locale, value: Value) -> str:
    """Write minutes in their two largest units: 2 days 3 h, 2 h 14 min."""
    minutes = int(numeric(value))
    days, rest = divmod(max(0, minutes), 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "duration-day"), (hours, "duration-hour"), (minutes, "duration-minute")]
    shown = [part for part in parts if part[0]][:2] or [parts[-1]]
    if len(shown) == 2 and days and not hours:  # noqa: PLR2004  # "2 days 5 min" says too much
        shown = shown[:1]
    return " ".join(str(format_unit(n, unit, length="short", locale=locale)) for n, unit in shown)


def plural(locale: Locale, value: Value, *forms: Value) -> str:
    """Choose the form that the language has for a number: of PLURAL_FORMS, or of one and other.

    A form that is empty is `other`.
    """
    names = PLURAL_FORMS if len(forms) == len(PLURAL_FORMS) else ("one", "other")
    written = dict(zip(names, forms, strict=True))
    return str(written.get(locale.plural_form(numeric(value))) or written["other"])


def numeric(value: Value) -> float:
    """Return a finite number; raise TypeError for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    if isinstance(value, float) and not isfinite(value):
        raise TypeError
    return value


def _in_miles(locale: Locale) -> bool:
    return _is_in(locale, _MILES)


def _is_in(locale: Locale, countries: frozenset[str]) -> bool:
    """Tell whether a locale is of one of the countries; English alone is of the United States."""
    return locale.territory in countries or (locale.territory is None and locale.language == "en")


def _places(digits: Value, most: int) -> int:
    return max(0, min(most, int(numeric(digits))))


def _whole(amount: float) -> int:
    """Return the nearest whole number, of two the greater: 20.5 is 21, -0.5 is 0."""
    return floor(amount + 0.5)


def _pattern(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def _unsigned_zero(amount: float, places: int) -> float:
    """Return zero for what would be written as minus zero."""
    return 0 if abs(amount) * 10**places <= 0.5 else amount  # noqa: PLR2004  # half a digit

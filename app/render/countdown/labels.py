"""The names of units in a language, in the form that an amount asks for."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from babel.units import format_unit

from app.model.nodes.countdown import Labels
from app.render.countdown.counting import Amounts, in_numerals

_IDS = {"d": "duration-day", "h": "duration-hour", "m": "duration-minute", "s": "duration-second"}
_Length = Literal["short", "long", "narrow"]
_LENGTHS: dict[Labels, tuple[_Length, ...]] = {
    Labels.LONG: ("long", "short"),
    Labels.SHORT: ("short",),
    Labels.NARROW: ("narrow", "short"),
}
_FEW = 3  # its form is the plural that does not say the number itself
_TYPICAL = (0, 1, 2, 3, 5, 11, 21)  # amounts whose forms differ, in one language or another


@lru_cache(maxsize=4096)
def label(unit: str, amount: int, labels: Labels, language: str) -> str:
    """Return the name of a unit beside an amount, without the amount; empty for no labels."""
    if labels is Labels.NONE:
        return ""
    locale = _locale(language)
    for length in _LENGTHS[labels]:
        found = _named(unit, amount, length, locale)
        if found:
            return found
    return ""


def likely_labels(units: Iterable[str], labels: Labels, language: str) -> Iterator[str]:
    """Yield the names that units have beside most amounts."""
    for unit in units:
        for amount in _TYPICAL:
            yield label(unit, amount, labels, language)


def left_in_words(amounts: Amounts, language: str, numerals: str) -> str:
    """Return the amounts as a reader says them: "2 days 3 hr 14 min", without units of nothing."""
    locale = _locale(language)
    said = [(unit, amount) for unit, amount in amounts if amount] or [amounts[-1]]
    words = [format_unit(n, _IDS[unit], length="short", locale=locale) for unit, n in said]
    return in_numerals(" ".join(map(str, words)), numerals)


def _named(unit: str, amount: int, length: _Length, locale: Locale) -> str:
    """Return the form without its number; empty where the language has none of this length."""
    for beside in (amount, _FEW):
        text = str(format_unit(beside, _IDS[unit], length=length, locale=locale))
        number = format_decimal(beside, locale=locale)
        if number in text:
            named = text.replace(number, "", 1).strip()
            return "" if named == _IDS[unit] else named
        if amount == 1:  # one day is said without a number: its name alone
            return text.strip()
    return ""


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")

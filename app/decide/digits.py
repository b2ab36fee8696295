"""Digits as the locale's country writes them: Arabic, Persian, Bengali, Burmese and more.

Only where CLDR says that they are the default there: Hindi and most of the Maghreb write 123.
"""

import re
from functools import lru_cache

from babel import Locale

_ZEROS = {"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "mymr": "၀"}  # we have letters for
_NUMBER = re.compile(r"[0-9](?:[0-9.,]*[0-9])?|%")
_LATIN = "latn"
_MARKS = "\u200e\u200f\u061c"  # of direction, around signs


def in_digits_of(locale: Locale, text: str) -> str:
    """Return a text whose numbers are written in the digits of the locale."""
    table = _table(locale.default_numbering_system, str(locale))
    return _NUMBER.sub(lambda found: found[0].translate(table), text) if table else text


@lru_cache(maxsize=256)
def _table(system: str, name: str) -> dict[int, str]:
    """Return what to write for digits, separators and the percent sign; empty for Latin."""
    zero = _ZEROS.get(system)
    if zero is None:
        return {}
    symbols = Locale.parse(name).number_symbols
    latin, native = symbols.get(_LATIN, {}), symbols.get(system, {})
    digits = {ord("0") + step: chr(ord(zero) + step) for step in range(10)}
    signs = {
        ord(latin[key].strip(_MARKS)): native[key].strip(_MARKS)
        for key in ("decimal", "group", "percentSign")
        if key in latin and key in native
    }
    return digits | signs

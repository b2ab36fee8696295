"""Filters of words: letter case as the language has it, and texts cut where a reader would."""

import re

from babel import Locale

from app.decide.figures import numeric
from app.decide.graphemes import first_graphemes
from app.model.facts import Value

_WORDS = re.compile(r"[^\s({\[<\-]+")
_DOTTED_I = frozenset({"tr", "az"})


def upper(locale: Locale, value: Value) -> str:
    """Write in capitals; raise TypeError for what is no text."""
    return _capitals(locale, _worded(value))


def title(locale: Locale, value: Value) -> str:
    """Write each word with one capital; an apostrophe does not begin a word."""

    def titled(match: re.Match[str]) -> str:
        word = match[0]
        return _capitals(locale, word[0]) + word[1:].lower()

    return _WORDS.sub(titled, _worded(value))


def truncate(_locale: Locale, value: Value, length: Value) -> str:
    """Keep at most `length` characters as a reader counts them, an ellipsis included."""
    text, most = _worded(value), max(1, int(numeric(length)))
    if first_graphemes(text, most) == text:
        return text
    return first_graphemes(text, most - 1).rstrip() + "…" if most > 1 else "…"


def backwards(locale: Locale, _value: Value) -> str:
    """Write the language where it runs from right to left; nothing elsewhere."""
    return locale.language if locale.text_direction == "rtl" else ""


def _capitals(locale: Locale, text: str) -> str:
    return (text.replace("i", "İ") if locale.language in _DOTTED_I else text).upper()


def _worded(value: Value) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value

"""Filters of signs: whether a shop is open, until or from when, and today's hours, in words."""

import re
from datetime import date, datetime, time, timedelta

from babel import Locale
from babel.dates import format_skeleton, format_time

from app.decide.opening_words import opening_words
from app.model.facts import Value

_WALL = re.compile(r"([0-2]\d):([0-5]\d)")
_WEEK = timedelta(days=7)
_DAY_HOURS = 24


def state(locale: Locale, value: Value) -> str:
    """Write whether it is open."""
    words = opening_words(locale)
    return words.open if _flag(value) else words.closed


def until(locale: Locale, value: Value) -> str:
    """Write until when it is open."""
    return opening_words(locale).until.format(_time(locale, value))


def opens(locale: Locale, value: Value, today: Value = None) -> str:
    """Write when it opens; `today` is the reader's date, YYYY-MM-DD."""
    if not isinstance(value, datetime):
        raise TypeError
    words = opening_words(locale)
    if not isinstance(today, str):
        return words.opens_on.format(_day_and_time(locale, value))
    ahead = value.date() - date.fromisoformat(today)
    if not ahead:
        return words.opens_at.format(_time(locale, value))
    if ahead < _WEEK:
        return words.opens_on.format(_day_and_time(locale, value))
    return words.opens_on.format(_skeleton(locale, value, "MMMd"))


def hours(locale: Locale, value: Value) -> str:
    """Write today's hours, given as 09:00–12:30, 14:00–18:00."""
    if not isinstance(value, str):
        raise TypeError
    spans = [
        " – ".join(_time(locale, _wall(wall)) for wall in _WALL.finditer(span))
        for span in value.split(",")
    ]
    return opening_words(locale).today.format(", ".join(span for span in spans if span))


def _wall(found: re.Match[str]) -> time:
    return time(int(found[1]) % _DAY_HOURS, int(found[2]))  # the end of a day is its beginning


def _time(locale: Locale, value: Value) -> str:
    wall = value.time() if isinstance(value, datetime) else value
    if not isinstance(wall, time):
        raise TypeError
    return str(format_time(wall.replace(tzinfo=None), "short", locale=locale))


def _day_and_time(locale: Locale, value: datetime) -> str:
    pattern = str(locale.time_formats["short"].pattern)
    twelve = "a" in pattern or "B" in pattern  # the parts of the day
    return _skeleton(locale, value, "Ehm" if twelve else "EHm")


def _skeleton(locale: Locale, value: datetime, skeleton: str) -> str:
    return str(format_skeleton(skeleton, value.replace(tzinfo=None), locale=locale))


def _flag(value: Value) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value

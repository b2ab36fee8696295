"""Filters of calendars: the parts of a date as the reader's calendar prints them."""

from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, get_day_names, get_month_names

from app.model.facts import Value

# Only these write a month that stands alone otherwise than one within a date. For the others
# Babel (2.18) answers with the months of whichever locale was asked first.
_ALONE = frozenset(
    {
        "be", "ca", "cs", "el", "fa", "fi", "hr", "hy", "kk", "ky", "lt", "mn", "pl", "ru", "sk",
        "uk", "vi",
    }
)  # fmt: skip


def leaf(locale: Locale, value: Value, part: Value) -> str:
    """Write a part of a date: month, short-month, day, weekday or whole."""
    day = _day(value)
    match part:
        case "month" | "short-month":
            names = get_month_names(
                "wide" if part == "month" else "abbreviated",
                context="stand-alone" if locale.language in _ALONE else "format",
                locale=locale,
            )
            return str(names[day.month])
        case "day":
            return str(format_date(day, "d", locale=locale))
        case "weekday":
            return str(get_day_names("wide", locale=locale)[day.weekday()])
        case "whole":
            return str(format_date(day, "full", locale=locale))
        case _:
            raise TypeError


def _day(value: Value) -> date:
    """Return the date of a moment or of a text that begins with one; raise ValueError for none."""
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, str):
        raise TypeError
    return datetime.fromisoformat(value).date()

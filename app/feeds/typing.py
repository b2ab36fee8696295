"""Cells of a feed to the types that its fields were given."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import assert_never

from app.feeds.cells import EXACT, BadValue, Cell, instant, shown, text_of, truth
from app.feeds.limits import MAX_TEXT
from app.feeds.prices import money
from app.model.facts import Missing, Value, Why
from app.model.source import FieldSpec, FieldType

ABSENT = Missing(Why.ABSENT, "feed")
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,15})(?:[.,][0-9]{1,15})?(?:[eE][-+]?[0-9]{1,3})?\Z")
_WHOLE = re.compile(r"[-+]?[0-9]{1,15}\Z")
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3},[0-9]{3}\Z")
_EPOCH = re.compile(r"[0-9]{9,13}(?:\.[0-9]{1,9})?\Z")
_LAST_SECOND = 253_402_300_799  # of the year 9999
_MILLISECONDS = 10**11  # an epoch above it counts them
_STOCKED = frozenset(("instock", "available", "limitedavailability"))
_NOT_STOCKED = frozenset(("outofstock", "soldout", "preorder", "backorder", "discontinued"))


def taker(field: FieldSpec) -> Callable[[Cell], Value | Missing]:
    """Return what makes a value of a field's cell; it raises BadValue."""
    match field.type:
        case FieldType.TEXT:
            parse: Callable[[Cell], Value | Missing] = _text
        case FieldType.NUMBER:
            parse = _number
        case FieldType.FLAG:
            parse = _flag
        case FieldType.MONEY:
            currency = field.currency
            return lambda cell: _flat(cell, lambda cell: money(cell, currency))
        case FieldType.MOMENT:
            parse = _moment
        case _:
            assert_never(field.type)
    return lambda cell: _flat(cell, parse)


def _flat(cell: Cell, parse: Callable[[Cell], Value | Missing]) -> Value | Missing:
    if isinstance(cell, list | dict):
        kind, remedy = ("list", "[0]") if isinstance(cell, list) else ("object", ".NAME")
        raise BadValue(f"a whole {kind} stands there: add {remedy} to the path.")
    value = parse(cell)
    return ABSENT if value is None else value


def _text(cell: Cell) -> str | None:
    text = text_of(cell)
    if len(text) * 4 > MAX_TEXT:  # no character has more bytes
        text = text.encode()[:MAX_TEXT].decode(errors="ignore")
    return text or None


def _number(cell: Cell) -> int | float | None:
    if isinstance(cell, bool):
        raise BadValue(f"{text_of(cell)} is not a number: take the field as a flag.")
    value = cell if isinstance(cell, int | float) else _parsed_number(text_of(cell))
    if value is None:
        return None
    if not isfinite(value) or abs(value) >= EXACT:
        raise BadValue(f"{shown(value)} is more than 15 digits: take the field as text.")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _parsed_number(text: str) -> int | float | None:
    plain = re.sub(r"[\s\u00a0\u202f'_]", "", text)
    if not plain:
        return None
    if _WHOLE.match(plain):
        return int(plain)
    if not _NUMBER.match(plain) or _THOUSANDS.match(plain):
        raise BadValue(f"{shown(text)} is not a number: write digits and a point, e.g. 1299.5.")
    return float(plain.replace(",", "."))


def _flag(cell: Cell) -> bool | None:
    word = re.sub(r"[\W_]", "", text_of(cell).rpartition("/")[2].lower())
    if word in _STOCKED or word in _NOT_STOCKED:
        return word in _STOCKED
    return truth(cell)


def _moment(cell: Cell) -> datetime | None:
    if isinstance(cell, bool):
        raise BadValue(f"{text_of(cell)} is not a date and time.")
    text = text_of(cell)
    if not text:
        return None
    if isinstance(cell, int | float) or _EPOCH.match(text):
        return _of_epoch(float(text))
    try:
        return instant(text)
    except BadValue:
        found = _of_mail(text)
        if found is None:
            raise
        return found


def _of_epoch(number: float) -> datetime:
    seconds = number / 1000 if number >= _MILLISECONDS else number
    if not 0 <= seconds <= _LAST_SECOND:
        raise BadValue(f"{shown(number)} is not in seconds since 1970.")
    return datetime.fromtimestamp(seconds, UTC)


def _of_mail(text: str) -> datetime | None:
    """Return a date as RFC 822 writes it, None for anything else."""
    try:
        found = parsedate_to_datetime(text[:64])
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

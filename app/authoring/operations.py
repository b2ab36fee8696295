"""What compiled expressions do with values at open time: three-valued, bounded, never raising."""

import math
import operator
import re
from collections.abc import Callable
from datetime import datetime, time
from typing import Final, TypeVar
from urllib.parse import quote

from app.authoring.limits import NUMBER, STRING
from app.model.facts import Missing, Value, Why
from app.model.money import Money
from app.model.plan import Asker

Maybe = Value | Missing
Result = TypeVar("Result")

MALFORMED: Final = Missing(Why.MALFORMED, "expression")
ABSENT: Final = Missing(Why.ABSENT, "expression")
_NUMBERS: Final = (int, float)
_HALF: Final = 0.5
_WALL_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])\Z", re.ASCII)


def ordered(compare: Callable[..., bool]) -> Callable[[Maybe, Maybe], bool | Missing]:
    """Return a comparison of order: numbers, texts, times, instants, money of one currency."""

    def in_order(left: Maybe, right: Maybe) -> bool | Missing:
        if left.__class__ in _NUMBERS and right.__class__ in _NUMBERS:
            return compare(left, right)
        return _pair(left, right, _in_order)

    def _in_order(left: Value, right: Value) -> bool | Missing:
        alike = _alike(left, right)
        return compare(*alike) if alike else MALFORMED

    return in_order


def equal(left: Maybe, right: Maybe) -> bool | Missing:
    """Compare; values of different kinds are not equal."""
    return _pair(left, right, _is_equal)


def unequal(left: Maybe, right: Maybe) -> bool | Missing:
    """Compare; values of different kinds are unequal."""
    same = equal(left, right)
    return same if isinstance(same, Missing) else not same


def among(value: Maybe, options: frozenset[tuple[bool, object]]) -> bool | Missing:
    """Tell whether the value is one of the constants; (is it a flag, constant) in `options`."""
    if isinstance(value, Missing):
        return value
    if isinstance(value, str | int | float):
        return (value.__class__ is bool, value) in options
    return False


def arithmetic(
    compute: Callable[[float, float], float],
) -> Callable[[Maybe, Maybe], int | float | Missing]:
    """Return an operation on numbers whose result is bounded."""

    def computed(left: Maybe, right: Maybe) -> int | float | Missing:
        return _pair(left, right, _computed)

    def _computed(left: Value, right: Value) -> int | float | Missing:
        if left.__class__ not in _NUMBERS or right.__class__ not in _NUMBERS:
            return MALFORMED
        try:
            return _bounded(compute(left, right))
        except (ArithmeticError, ValueError):
            return MALFORMED

    return computed


def negative(value: Maybe) -> int | float | Missing:
    """Return the number with the other sign."""
    return subtract(0, value)


def smallest(*values: Maybe) -> Maybe:
    """Return the least number."""
    return _numbers(values, min)


def largest(*values: Maybe) -> Maybe:
    """Return the greatest number."""
    return _numbers(values, max)


def magnitude(value: Maybe) -> Maybe:
    """Return the number without its sign."""
    return _numbers((value,), lambda numbers: abs(numbers[0]))


def rounded(value: Maybe, digits: Maybe = 0) -> Maybe:
    """Round half away from zero to 0 to 6 digits after the point."""
    return _numbers((value, digits), lambda numbers: _rounded(numbers[0], numbers[1]))


def length(value: Maybe) -> Maybe:
    """Return how many rows a list has."""
    if isinstance(value, Missing):
        return value
    return len(value) if isinstance(value, tuple) else MALFORMED


def asked(asker: Asker, name: str, *args: Maybe) -> Maybe:
    """Ask a question unless an argument is missing."""
    known: list[Value] = []
    for arg in args:
        if isinstance(arg, Missing):
            return arg
        known.append(arg)
    return asker.ask(name, *known)


def filtered(asker: Asker, name: str, value: Maybe, *args: Maybe) -> Maybe:
    """Apply a filter unless the value or an argument is missing."""
    if value is None:
        return ABSENT
    known: list[Value] = []
    for arg in (value, *args):
        if isinstance(arg, Missing):
            return arg
        known.append(arg)
    return asker.format(name, *known)


def as_text(asker: Asker, value: Maybe) -> str | Missing:
    """Return a value as it is shown to the reader."""
    if value is None:
        return ABSENT
    if isinstance(value, str | Missing):
        return value
    text = asker.format("text", value)
    return text if isinstance(text, str | Missing) else MALFORMED


def as_link_part(asker: Asker, value: Maybe) -> str | Missing:
    """Return a value as it stands in an address: not localized, percent-encoded."""
    if isinstance(value, bool):
        value = "true" if value else "false"
    elif isinstance(value, int | float):
        value = str(value)
    text = as_text(asker, value)
    return text if isinstance(text, Missing) else quote(text, safe="", errors="replace")


def joined(asker: Asker, *values: Maybe) -> str | Missing:
    """Return the values as one text of bounded length."""
    texts: list[str] = []
    for value in values:
        text = as_text(asker, value)
        if isinstance(text, Missing):
            return text
        texts.append(text)
    whole = "".join(texts)
    return whole if len(whole) <= STRING else MALFORMED


def _pair(left: Maybe, right: Maybe, use: Callable[[Value, Value], Result]) -> Result | Missing:
    if isinstance(left, Missing):
        return left
    if isinstance(right, Missing):
        return right
    return ABSENT if left is None or right is None else use(left, right)


def _is_equal(left: Value, right: Value) -> bool:
    if (left.__class__ is bool) is not (right.__class__ is bool):
        return False
    alike = _alike(left, right)
    return alike[0] == alike[1] if alike else left == right


def _alike(left: Value, right: Value) -> tuple[Value, Value] | None:
    """Return both as one kind that has an order, or None."""
    if left.__class__ in _NUMBERS and right.__class__ in _NUMBERS:
        return left, right
    if isinstance(left, time) and isinstance(right, str):
        right = wall_time(right)
    elif isinstance(left, str) and isinstance(right, time):
        left = wall_time(left)
    if isinstance(left, Money) and isinstance(right, Money):
        return (left, right) if left.currency == right.currency else None
    if left.__class__ is not right.__class__:
        return None
    if isinstance(left, datetime | time) and isinstance(right, datetime | time):
        return (left, right) if (left.tzinfo is None) == (right.tzinfo is None) else None
    return (left, right) if isinstance(left, str) else None


def wall_time(text: str) -> time | None:
    """Return the wall time of `18:00` or `9:30`; None for every other text."""
    match = _WALL_TIME.match(text)
    return time(int(match[1]), int(match[2])) if match else None


def _numbers(values: tuple[Maybe, ...], use: Callable[[list[float]], float]) -> Maybe:
    numbers: list[float] = []
    for value in values:
        if isinstance(value, Missing):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            return MALFORMED
        numbers.append(value)
    return _bounded(use(numbers))


def _rounded(value: float, digits: float) -> float:
    places = max(0, min(6, int(digits))) if math.isfinite(digits) else 0
    if isinstance(value, int) or not abs(value) <= NUMBER:  # NaN and what is refused anyway
        return value
    scaled = math.floor(abs(value) * 10**places + _HALF)
    return (
        math.copysign(scaled / 10**places, value) if places else int(math.copysign(scaled, value))
    )


def _bounded(number: float) -> int | float | Missing:
    return number if -NUMBER <= number <= NUMBER else MALFORMED


below = ordered(operator.lt)
at_most = ordered(operator.le)
above = ordered(operator.gt)
at_least = ordered(operator.ge)
add = arithmetic(operator.add)
subtract = arithmetic(operator.sub)
multiply = arithmetic(operator.mul)
divide = arithmetic(operator.truediv)
divide_whole = arithmetic(operator.floordiv)
remainder = arithmetic(operator.mod)

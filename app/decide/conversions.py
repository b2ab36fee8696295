"""Computed values as nodes hold them: whole numbers in the node's unit, texts with something in.

Each returns None for a value that the node cannot show.
"""

import re
from math import isfinite

from app.model.facts import Value
from app.model.icons import ICONS
from app.model.nodes.chart import FULL_SCALE, MOST_VALUES
from app.model.nodes.countdown import LONGEST_S
from app.model.nodes.text import SPAN_END

_BETWEEN = re.compile(r"[\s,;]+")
_FARTHEST_KM = 20_040  # half way around


def written(value: Value) -> str | None:
    """Return a text in which something is written, not blanks alone."""
    return value if isinstance(value, str) and value.strip() else None


def parted(value: Value) -> tuple[str, ...] | None:
    """Return what was written as one text with SPAN_END between, such as the inks of spans."""
    return tuple(value.split(SPAN_END)) if isinstance(value, str) else None


def icon_name(value: Value) -> str | None:
    """Return the name of an icon that exists, however it is spelled."""
    if not isinstance(value, str):
        return None
    name = "-".join(value.lower().replace("_", " ").split())
    return name if name in ICONS else None


def per_mille(value: Value) -> int | None:
    """Return a share (0 to 1) as per mille; what lies beyond is cut."""
    number = real(value)
    return None if number is None else round(min(1.0, max(0.0, number)) * 1000)


def metres(value: Value) -> int | None:
    """Return kilometres as metres, rounded to a hundred: nearer says nothing on a schematic."""
    number = real(value)
    return None if number is None else round(min(_FARTHEST_KM, max(0.0, number)) * 10) * 100


def seconds(value: Value) -> int | None:
    """Return whole seconds, as many as a countdown can show."""
    number = real(value)
    return None if number is None else round(min(LONGEST_S, max(0.0, number)))


def degrees(value: Value) -> int | None:
    """Return degrees, rounded, as 0 to 359."""
    number = real(value)
    return None if number is None else round(number) % 360


def real(value: Value) -> float | None:
    """Return a finite number; flags are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if isinstance(value, int) or isfinite(value) else None


def series(value: Value) -> tuple[int, ...] | None:
    """Return a text of numbers (3,5,8) as whole numbers, the largest magnitude as `FULL_SCALE`.

    The last `MOST_VALUES` of them; anything that is not a number spoils all.
    """
    if not isinstance(value, str):
        return None
    words = [word for word in _BETWEEN.split(value) if word][-MOST_VALUES:]
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        return None
    if not numbers or not all(map(isfinite, numbers)):
        return None
    most = max(map(abs, numbers)) or 1.0
    return tuple(round(number / most * FULL_SCALE) for number in numbers)

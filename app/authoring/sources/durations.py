"""Spans of time as people write them: `250 ms`, `30 s`, `5 min`, `2 h`, `1 d`."""

import re
from datetime import timedelta
from typing import Final

PATTERN: Final = r"^[1-9][0-9]{0,5} ?(ms|s|min|h|d)$"
_WRITTEN: Final = re.compile(r"([1-9][0-9]{0,5}) ?(ms|s|min|h|d)\Z")
_UNITS: Final = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "min": timedelta(minutes=1),
    "s": timedelta(seconds=1),
    "ms": timedelta(milliseconds=1),
}


def span_of(written: object) -> timedelta | None:
    """Return the span that a text names; None for anything else."""
    found = _WRITTEN.match(written) if isinstance(written, str) else None
    return int(found[1]) * _UNITS[found[2]] if found else None


def span_written(span: timedelta) -> str:
    """Write a span in the largest unit that leaves nothing over."""
    for unit, length in _UNITS.items():
        if span >= length and not span % length:
            return f"{span // length} {unit}"
    return f"{max(1, round(span / _UNITS['ms']))} ms"

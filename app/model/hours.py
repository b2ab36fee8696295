"""Opening hours as wall-clock spans of a week, with exceptions by date.

Only the nouns and parsing live here; `context/opening.py` answers questions about instants.
"""

from dataclasses import dataclass
from datetime import date

Span = tuple[int, int]
"""Opening and closing in minutes after local midnight of the day it starts.

`closing` > `opening`; above 1440 the span ends on the next day (20:00-02:00 is `(1200, 1560)`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A week from Monday to Sunday and the dates on which other hours hold (empty: closed)."""

    week: tuple[tuple[Span, ...], ...]  # seven entries
    exceptions: tuple[tuple[date, tuple[Span, ...]], ...] = ()  # sorted by date

"""Counts of events by everything that the live page shows, for one minute or one day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from app.model.event import EventKind

FALLBACK: Final = "fallback"
"""The variant that is shown when no other one holds."""


class Part(StrEnum):
    """What a count is of."""

    ALL = "all"
    MESSAGE = "message"
    BLOCK = "block"
    VARIANT = "variant"  # named by block and variant
    READER = "reader"
    FALLBACK = "fallback"  # opens that were shown a block's fallback, by block
    FALLBACK_MESSAGE = "fallback message"  # the same by message


Key = tuple[Part, str, str, str]
"""Part, its name, the second half of a variant's name, the kind of event."""

Tally = Counter[Key]
CountedEvents = tuple[str, str, str, str, str, int]
"""Kind, message, block, variant, reader class, and how many there were."""


def add(tally: Tally, counted: CountedEvents) -> None:
    """Count events under everything they belong to."""
    kind, message, block, variant, reader, n = counted
    tally[Part.ALL, "", "", kind] += n
    tally[Part.MESSAGE, message, "", kind] += n
    if kind == EventKind.OPEN:
        tally[Part.READER, reader, "", kind] += n
    if not block:
        return
    tally[Part.BLOCK, block, "", kind] += n
    if kind == EventKind.OPEN:
        tally[Part.VARIANT, block, variant, kind] += n
        if variant == FALLBACK:
            tally[Part.FALLBACK, block, "", kind] += n
            tally[Part.FALLBACK_MESSAGE, message, "", kind] += n


def summed(tallies: Iterable[Tally]) -> Tally:
    """Return all of them together."""
    total: Tally = Counter()
    for tally in tallies:
        total.update(tally)
    return total


def opens(tally: Tally, part: Part, name: str = "", second: str = "") -> int:
    """Return how many opens there were."""
    return tally[part, name, second, EventKind.OPEN]


def clicks(tally: Tally, part: Part, name: str = "") -> int:
    """Return how many clicks there were that no machine made."""
    made = tally[part, name, "", EventKind.CLICK] - tally[part, name, "", EventKind.AUTOMATED]
    return max(0, made)


def most_opened(tally: Tally, part: Part, most: int) -> Sequence[tuple[str, str]]:
    """Return the names of a part, the most opened first, at most so many."""
    found: Counter[tuple[str, str]] = Counter()
    for (each, name, second, kind), n in tally.items():
        if each is part:
            found[name, second] += n if kind == EventKind.OPEN else 0
    return [name for name, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:most]]

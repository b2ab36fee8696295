"""What attributes subscribers usually have, without saying anything of one of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor, log10
from typing import Final

from app.model.subscriber import Attribute, Subscriber

_SHARED: Final = 3
"""A text, or a number that is cut, is usual when at least so many have it."""
_MANY: Final = 20
"""Of numbers that fewer have, nothing is said: the least and the most would be somebody's."""
_MOST_VALUES: Final = 40
"""What takes more values than that is a name or an address, not a kind."""
_NAMES: Final = frozenset({"first_name", "last_name", "name", "email", "phone"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """Usual values by attribute, the least first."""

    ranked: Mapping[str, Sequence[Attribute]] = field(default_factory=dict)

    def values(self, rank: float) -> dict[str, Attribute]:
        """Return one value for each attribute; `rank` 0 is the least, 1 the most."""
        return {
            name: values[min(len(values) - 1, floor(rank * len(values)))]
            for name, values in self.ranked.items()
        }


def usual(subscribers: Iterable[Subscriber]) -> Usual:
    """Return what is usual among some subscribers.

    Texts and cut numbers that fewer than three share are nobody's to see, nor are numbers that
    fewer than twenty have. Numbers that are kept count as often as they are held; texts are ranked
    by the numbers of those who have them, so that tiers come in order.
    """
    columns: dict[str, list[tuple[int, Attribute]]] = {}
    for row, subscriber in enumerate(subscribers):
        for name, value in subscriber.attributes.items():
            if name not in _NAMES and value is not None and value != "":
                columns.setdefault(name, []).append((row, value))
    numbers = {name: column for name, column in columns.items() if _is_numeric(column)}
    weights = _weights(numbers)
    ranked: dict[str, Sequence[Attribute]] = {}
    for name, column in columns.items():
        values = _numbers(column) if name in numbers else _texts(column, weights)
        if values:
            ranked[name] = values
    return Usual(ranked=ranked)


def _is_numeric(column: Sequence[tuple[int, Attribute]]) -> bool:
    return all(
        isinstance(value, int | float) and not isinstance(value, bool) for _, value in column
    )


def _numbers(column: Sequence[tuple[int, Attribute]]) -> Sequence[Attribute]:
    if len(column) < _MANY:
        return ()
    cut = [_cut(value) for _, value in column if isinstance(value, int | float)]
    counts = Counter(cut)
    return tuple(sorted(value for value in cut if counts[value] >= _SHARED))


def _cut(value: float) -> float:
    """Return a number without all but its first two digits."""
    if value == 0 or not -1e15 < value < 1e15:  # noqa: PLR2004  # beyond, digits say nothing
        return 0
    step = 10.0 ** (floor(log10(abs(value))) - 1)
    cut = floor(value / step) * step
    return int(cut) if isinstance(value, int) else round(cut, 6)


def _weights(numbers: Mapping[str, Sequence[tuple[int, Attribute]]]) -> Mapping[int, float]:
    """Return the number by which people are ranked: the attribute that tells them apart most."""
    spread = {name: len({value for _, value in column}) for name, column in numbers.items()}
    if not spread:
        return {}
    column = numbers[max(spread, key=lambda name: spread[name])]
    return {row: float(value) for row, value in column if isinstance(value, int | float)}


def _texts(
    column: Sequence[tuple[int, Attribute]], weights: Mapping[int, float]
) -> Sequence[Attribute]:
    counts = Counter(value for _, value in column)
    if len(counts) > _MOST_VALUES:
        return ()
    kept = [value for value, count in counts.items() if count >= _SHARED]

    def weight(value: Attribute) -> float:
        held = [weights.get(row, 0.0) for row, each in column if each == value]
        return sum(held) / len(held)

    return tuple(sorted(kept, key=lambda value: (weight(value), str(value))))

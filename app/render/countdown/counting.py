"""Seconds left as amounts of units, and what a countdown shows at each second of its film."""

from dataclasses import replace
from functools import lru_cache
from typing import TypeGuard

from app.model.nodes.countdown import NUMERALS, SECONDS, Countdown

Amounts = tuple[tuple[str, int], ...]  # unit, how many
Shape = tuple[tuple[str, int], ...]  # unit, in how many digits
_LEAST_UNITS = 2  # that folding leaves


def amounts(node: Countdown, left_s: int) -> Amounts:
    """Return how many of each unit are left, rounded up to the smallest that is shown."""
    least = SECONDS[node.units[-1]]
    rest = -(-left_s // least) * least
    found: list[tuple[str, int]] = []
    for unit in node.units:
        amount, rest = divmod(rest, SECONDS[unit])
        found.append((unit, amount))
    while node.fold and len(found) > _LEAST_UNITS and not found[0][1]:
        del found[0]
    return tuple(found)


def shape(node: Countdown, left_s: int) -> Shape:
    """Return which units are shown and in how many digits: alike, all stands where it stood."""
    return tuple([(unit, len(written(amount))) for unit, amount in amounts(node, left_s)])


def written(amount: int, numerals: str = NUMERALS) -> str:
    """Return an amount in digits, two at least."""
    return in_numerals(f"{amount:02d}", numerals)


def in_numerals(text: str, numerals: str) -> str:
    """Return a text with its digits as the reader writes them."""
    return text if numerals == NUMERALS else text.translate(_table(numerals))


def counts(node: Countdown) -> bool:
    """Tell whether digits are shown, and no words in their place."""
    return node.left_s > 0 and not node.stable


def moves(node: object) -> TypeGuard[Countdown]:
    """Tell whether a node changes while a GIF is shown."""
    return isinstance(node, Countdown) and node.film_s > 1 and counts(node)


def left_after(node: Countdown, seconds: int) -> int:
    """Return what is left some seconds later: of the next time, or nothing, once it is over."""
    left = node.left_s - seconds
    if left <= 0 and node.restart_s:
        left += node.restart_s
    return max(0, left)


def typical(node: Countdown) -> Countdown:
    """Return the countdown with an amount that stands for all of the same shape."""
    unit, amount = amounts(node, node.left_s)[0]
    first = int(10 ** (len(str(amount)) - 1)) if amount >= 100 else 1  # noqa: PLR2004  # three digits
    return replace(node, left_s=first * SECONDS[unit], restart_s=0)


@lru_cache(maxsize=64)
def _table(numerals: str) -> dict[int, str]:
    return str.maketrans(dict(zip(NUMERALS, numerals, strict=False)))

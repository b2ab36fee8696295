"""Lines filled greedily with the unbreakable pieces of a text, and cut where nothing more fits."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from app.render.graphemes import clusters

Measure = Callable[[int, int], float]  # stretch of the text, from and until -> device pixels
Stretch = tuple[int, int]


def wrap(
    text: str, stops: Sequence[int], width: float, measure: Measure, *, split: bool, most: int
) -> list[Stretch] | None:
    """Return the lines of a text; None when one piece alone is too wide and may not be split.

    `stops` are the ends of the pieces. No line after `most` + 1 is looked at: a caller who counts
    more than `most` has enough.
    """
    lines: list[Stretch] = []
    start = here = 0
    used = 0.0
    for stop in _narrow_enough(text, stops, width, measure) if split else stops:
        if len(lines) > most:
            return lines
        needed = measure(here, _trimmed(text, here, stop))
        if needed > width and not split:
            return None
        if here > start and used + needed > width:
            lines.append((start, _trimmed(text, start, here)))
            start, used = here, 0.0
        used += measure(here, stop)
        here = stop
        if text[stop - 1] == "\n":
            lines.append((start, _trimmed(text, start, stop)))
            start, used = stop, 0.0
    if _trimmed(text, start, here) > start or not lines:
        lines.append((start, _trimmed(text, start, here)))
    return lines


def fitting(ends: Sequence[int], start: int, width: float, measure: Measure) -> int:
    """Return how many of the ends lie so near to the start that the stretch fits the width."""
    low, high = 0, 8
    # Galloping first, so that the cost follows what fits and not what there is.
    while high < len(ends) and measure(start, ends[high - 1]) <= width:
        low, high = high, high * 2
    high = min(high, len(ends))
    while low < high:
        middle = (low + high + 1) // 2
        if measure(start, ends[middle - 1]) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def cluster_ends(text: str, start: int, end: int) -> list[int]:
    """Return where the graphemes of a stretch end."""
    return [start + place for place in accumulate(map(len, clusters(text[start:end])))]


def _narrow_enough(
    text: str, stops: Sequence[int], width: float, measure: Measure
) -> Iterator[int]:
    """Give the stops, and those at graphemes within pieces that are wider than a line."""
    here = 0
    for stop in stops:
        if measure(here, _trimmed(text, here, stop)) > width:
            ends = cluster_ends(text, here, stop)
            while ends:
                count = max(1, fitting(ends, here, width, measure))
                here, ends = ends[count - 1], ends[count:]
                yield here
        else:
            yield stop
        here = stop


def _trimmed(text: str, start: int, end: int) -> int:
    """Return the end of a stretch without the blanks it ends with."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end

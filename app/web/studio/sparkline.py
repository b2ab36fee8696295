"""Figures as a small line, for the attribute of an SVG."""

from collections.abc import Sequence
from typing import Final

WIDTH: Final = 120
HEIGHT: Final = 28
_EDGE: Final = 2  # so that the line's ends are not cut


def points(values: Sequence[int]) -> str:
    """Return the `points` of a polyline in a WIDTH x HEIGHT box, zero at its bottom."""
    most = max(values, default=0)
    if most <= 0 or len(values) < 2:  # noqa: PLR2004  # two points make a line
        return ""
    step = (WIDTH - 2 * _EDGE) / (len(values) - 1)
    room = HEIGHT - 2 * _EDGE
    return " ".join(
        f"{_EDGE + number * step:.1f},{HEIGHT - _EDGE - value * room / most:.1f}"
        for number, value in enumerate(values)
    )

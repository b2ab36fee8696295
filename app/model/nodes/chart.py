"""A small chart of numbers."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.model.nodes.basics import Box, Color, within

MOST_VALUES = 200
FULL_SCALE = 1_000_000_000


class ChartStyle(StrEnum):
    """What stands for a number."""

    LINE = "line"
    AREA = "area"  # a line, its ground shaded
    BARS = "bars"


class Mark(StrEnum):
    """A value that stands out."""

    LAST = "last"
    FIRST = "first"
    MOST = "max"
    LEAST = "min"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Numbers from left to right, scaled so that the largest magnitude is `FULL_SCALE`.

    Bars stand on zero; lines run from the least to the most. `alt` says it in words.
    """

    box: Box
    values: tuple[int, ...] = field(metadata=within(-FULL_SCALE, FULL_SCALE))
    style: ChartStyle = ChartStyle.LINE
    color: Color
    marks: tuple[Mark, ...] = ()
    mark_color: Color
    width: int = field(default=2, metadata=within(1, 40))  # of the line
    gap: int = field(default=3, metadata=within(0, 100))  # between bars
    radius: int = field(default=2, metadata=within(0, 100))  # of bars
    base: Color = ""  # line at zero, or below
    smooth: bool = True
    alt: str = ""
    kind: str = "chart"

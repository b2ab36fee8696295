"""A text as it is set: lines of runs."""

from dataclasses import dataclass

from app.render.bidi import Direction
from app.render.fonts import Face
from app.render.passage import Cut
from app.render.shaped import Shaped


@dataclass(frozen=True, slots=True)
class Run:
    """A word, a picture or blanks as they are drawn. In device pixels, but `gap`: ems, to the next.

    The gap is part of the width.
    """

    text: str
    face: Face
    shaped: Shaped
    size: int
    cut: Cut
    gap: float

    @property
    def width(self) -> float:
        """Return the width in device pixels."""
        return self.shaped.width * self.size


@dataclass(frozen=True, slots=True)
class Line:
    """Runs from left to right; `size` is the largest type in them, in device pixels.

    `face` is what the line's height is taken from.
    """

    runs: tuple[Run, ...]
    size: int
    face: Face

    @property
    def width(self) -> float:
        """Return the width in device pixels; the gap after the last letter is no part of it."""
        last = self.runs[-1].gap * self.runs[-1].size if self.runs else 0.0
        return sum(run.width for run in self.runs) - last


@dataclass(frozen=True, slots=True)
class Setting:
    """A fitted text. `leading` is the height of a line in ems."""

    lines: tuple[Line, ...]
    leading: float
    direction: Direction
    whole: bool  # nothing was left out

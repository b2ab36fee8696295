"""The time left until a moment, in cells of digits."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from app.model.nodes.basics import Box, Color, within

SECONDS: Final = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
"""Units by their letter, the largest first."""
LONGEST_S: Final = 9_999 * SECONDS["d"]
LONGEST_FILM_S: Final = 300
NUMERALS: Final = "0123456789"


class Labels(StrEnum):
    """How the units are named below their digits."""

    LONG = "long"  # seconds
    SHORT = "short"  # sec
    NARROW = "narrow"  # s
    NONE = "none"


class LabelPlace(StrEnum):
    """Where the names of the units stand."""

    BELOW = "below"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """Cells with what is left, the largest unit first in the direction of the language.

    A GIF counts down for `film_s` seconds from `left_s`; every other picture stands still. When
    nothing is left, `expired` stands in place of the cells, or nothing; with `restart_s` the
    count begins again instead. `stable`, where it is given, stands in place of the digits: words
    that stay true however long the picture is kept.
    """

    box: Box
    left_s: int = field(default=0, metadata=within(0, LONGEST_S))
    units: str = "dhms"  # letters of `SECONDS`; what a larger unit would hold adds to the first
    fold: bool = False  # leave out units of nothing before the first of something, down to two
    film_s: int = field(default=0, metadata=within(0, LONGEST_FILM_S))
    restart_s: int = field(default=0, metadata=within(0, LONGEST_S))
    loop: bool = False
    full_frames: bool = False  # every frame of a GIF covers the whole canvas
    stable: str = ""
    expired: str = ""
    color: Color = ""  # of the cells; empty: digits stand on what is below
    border: int = field(default=0, metadata=within(0, 40))
    border_color: Color = ""
    radius: int = field(default=8, metadata=within(0, 400))
    gap: int = field(default=12, metadata=within(0, 400))
    split: bool = False  # a crease across the middle of each cell, as of leaves that fall
    separator: str = ""  # between the cells, such as a colon
    font: str = "heading"
    weight: int = 700
    size: int = field(default=0, metadata=within(0, 400))  # of the digits; 0: as large as fits
    ink: Color
    labels: Labels = Labels.LONG
    label_place: LabelPlace = LabelPlace.BELOW
    label_font: str = "body"
    label_size: int = field(default=13, metadata=within(1, 100))
    label_ink: Color
    language: str = ""  # BCP 47: of the names of units and the direction of the cells
    numerals: str = NUMERALS  # the ten digits, as the reader writes them
    kind: str = "countdown"

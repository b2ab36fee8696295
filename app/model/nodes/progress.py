"""A bar that fills."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.model.nodes.basics import Box, Color, within
from app.model.nodes.ring import Ends


class LabelPlace(StrEnum):
    """Where a bar's text stands."""

    INSIDE = "inside"
    BESIDE = "beside"  # after the bar
    ABOVE = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A horizontal bar, `value` of 0 to 1000 (per mille) filled.

    With `segments` it is as many bars side by side, `gap` apart. `radius` 0: as round as can be.
    """

    box: Box
    value: int
    color: Color
    track: Color
    radius: int = 0
    to: Color = ""  # second colour of a gradient along the bar
    ends: Ends = Ends.ROUND
    segments: int = field(default=1, metadata=within(1, 50))
    gap: int = field(default=4, metadata=within(0, 100))
    content: str = ""
    place: LabelPlace = LabelPlace.INSIDE
    ink: Color = ""
    font: str = "body"
    weight: int = 700
    size: int = 0  # of the text; 0: follows the bar, or 14
    language: str = ""
    kind: str = "progress"

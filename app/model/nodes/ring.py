"""A ring that fills, or a part of one: a gauge."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.model.nodes.basics import Box, Color, within


class Ends(StrEnum):
    """How a bar or an arc ends."""

    ROUND = "round"
    SQUARE = "square"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """An arc of which `value` (per mille) is filled, with a text in its middle.

    `start` and `sweep` in degrees, clockwise, 0 at the top.
    """

    box: Box
    value: int = field(metadata=within(0, 1000))
    color: Color
    to: Color = ""  # second colour of a gradient
    track: Color
    thick: int = field(default=12, metadata=within(1, 500))
    start: int = field(default=0, metadata=within(-360, 360))
    sweep: int = field(default=360, metadata=within(1, 360))
    ends: Ends = Ends.ROUND
    content: str = ""
    caption: str = ""
    ink: Color
    muted: Color
    font: str = "heading"
    weight: int = 700
    size: int = 0  # 0: as large as the middle allows
    language: str = ""
    kind: str = "ring"

"""A rating in stars."""

from dataclasses import dataclass, field

from app.model.nodes.basics import Align, Box, Color, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Stars:
    """Stars in a row, `value` tenths of a star filled, and a text beside them.

    `spoken` is the rating in the reader's language, for those who do not see it.
    """

    box: Box
    value: int = field(metadata=within(0, 100))
    count: int = field(default=5, metadata=within(1, 10))
    color: Color
    track: Color
    gap: int = field(default=2, metadata=within(0, 100))
    label: str = ""
    spoken: str = ""
    ink: Color
    font: str = "body"
    weight: int = 400
    size: int = 0  # of the label; 0: follows the stars
    align: Align = Align.START
    kind: str = "stars"

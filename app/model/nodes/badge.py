"""A short text on a shape of its own."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.model.nodes.basics import Align, Box, Color, within


class BadgeShape(StrEnum):
    """What a badge's text stands on."""

    PILL = "pill"
    BOX = "box"
    TAG = "tag"  # a price tag with a hole
    RIBBON = "ribbon"  # a band with a swallow's tail
    CORNER = "corner"  # a band across an upper corner of the box
    SEAL = "seal"  # a disc with a notched edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A shape around a text, as wide as the text needs, `align`ed in its box.

    A seal fills its box; a corner band runs across the box's upper corner at `align`.
    """

    content: str
    box: Box
    shape: BadgeShape
    color: Color
    to: Color = ""  # second colour of a gradient
    ink: Color
    font: str = "body"
    weight: int = 700
    size: int = 14
    min_size: int = 10
    align: Align = Align.START
    border: int = field(default=0, metadata=within(0, 20))
    border_color: Color = ""
    language: str = ""
    kind: str = "badge"

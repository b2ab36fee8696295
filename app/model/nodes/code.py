"""A code for scanners."""

from dataclasses import dataclass, field

from app.model.codes import Level, Symbology
from app.model.nodes.basics import Box, Color, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A value as bars or squares of whole device pixels, in the middle of its box.

    `note` is written instead of a code where there is no value.
    """

    symbology: Symbology
    value: str
    note: str = ""
    box: Box
    ink: Color
    ground: Color
    level: Level = Level.M  # of QR
    quiet: int = field(default=4, metadata=within(0, 40))  # modules that stay empty on each side
    caption: bool = False  # the value in letters below
    radius: int = field(default=0, metadata=within(0, 1000))
    font: str = "body"
    kind: str = "code"

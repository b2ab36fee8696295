"""A price."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.model.nodes.basics import Align, Box, Color, VAlign


class Minor(StrEnum):
    """How the part after the decimal point and the currency are set."""

    LEVEL = "level"  # as large as the rest
    RAISED = "raised"  # small, at the height of the capitals


class Flow(StrEnum):
    """Which way things follow each other."""

    ACROSS = "across"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """An amount, the former one struck through, and what is saved; written for the reader."""

    amount: str
    was: str = ""
    saving: str = ""
    box: Box
    ink: Color
    was_ink: Color
    saving_ink: Color
    saving_color: Color = ""  # of the pill behind it; empty: none
    font: str = "heading"
    weight: int = 700
    size: int = 32
    min_size: int = 16
    minor: Minor = Minor.LEVEL
    flow: Flow = Flow.ACROSS
    align: Align = Align.START
    valign: VAlign = VAlign.MIDDLE
    language: str = field(default="")
    kind: str = "price"

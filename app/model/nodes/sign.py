"""Whether a store is open."""

from dataclasses import dataclass

from app.model.nodes.basics import Align, Box, Color, VAlign


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A light, the state in a word, until when, and today's hours; in the reader's language."""

    is_open: bool
    content: str  # Open
    detail: str = ""  # until 18:00
    hours: str = ""  # Today 09:00 to 18:00
    box: Box
    open_color: Color  # of the light and the word
    closed_color: Color
    open_ground: Color = ""  # of the pill; empty: none
    closed_ground: Color = ""
    ink: Color
    muted: Color
    font: str = "body"
    size: int = 16
    min_size: int = 11
    align: Align = Align.START
    valign: VAlign = VAlign.MIDDLE
    language: str = ""
    kind: str = "sign"

    @property
    def color(self) -> Color:
        """The colour of the light and the word."""
        return self.open_color if self.is_open else self.closed_color

    @property
    def ground(self) -> Color:
        """The colour of the pill."""
        return self.open_ground if self.is_open else self.closed_ground

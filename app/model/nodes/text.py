"""A text."""

from dataclasses import dataclass, field

from app.model.nodes.basics import Align, Box, Color, VAlign, within

SPAN_END = "\x1f"
"""Parts the spans of a text; never drawn, and taken out of every value that is written into one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a span differs from the text it is in: what is empty, 0 or False is as the text says."""

    font: str = ""  # a family
    weight: int = 0
    size: int = 0  # CSS pixels while the text has its full size; it shrinks with the text
    underline: bool = False
    strike: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text in any script: shrinks from `size` to `min_size` to fit, then ends in an ellipsis.

    With `styles`, `content` has as many spans, parted by SPAN_END; when their number is another,
    the whole text is in the first style.
    """

    content: str
    box: Box
    ink: Color
    font: str = "body"  # a family
    weight: int = 400
    size: int = 16
    min_size: int = 16
    lines: int = 1
    align: Align = Align.START
    valign: VAlign = VAlign.TOP
    line_height: float = field(default=1.25, metadata=within(0.01, 10))
    strike: bool = False
    language: str = ""  # BCP 47, for shaping and line breaking
    styles: tuple[Style, ...] = ()
    inks: tuple[Color, ...] = ()  # of the spans; empty: as the text
    underline: bool = False
    spacing: float = field(default=0, metadata=within(-0.2, 2))  # ems between letters
    outline: float = field(default=0, metadata=within(0, 20))  # CSS pixels
    outline_color: Color = ""
    shadow: tuple[int, int, int] = field(default=(0, 0, 0), metadata=within(-100, 100))
    """Right, down, blur in CSS pixels."""
    shadow_color: Color = ""  # empty: none
    kind: str = "text"

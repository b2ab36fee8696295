"""A text."""

from dataclasses import dataclass, field

from app.model.nodes.basics import Align, Box, Color, VAlign, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text in any script: shrinks from `size` to `min_size` to fit, then ends in an ellipsis."""

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
    kind: str = "text"

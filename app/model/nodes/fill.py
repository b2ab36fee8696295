"""The ground of a scene."""

from dataclasses import dataclass

from app.model.nodes.basics import Color


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """The whole canvas in one colour, or a linear gradient from `color` (top) to `to` (bottom)."""

    color: Color
    to: Color = ""
    kind: str = "fill"

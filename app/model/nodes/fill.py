"""The ground of a scene."""

from dataclasses import dataclass, field

from app.model.nodes.basics import Color, Gradient, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """The whole canvas in one colour, or a gradient from `color` over `via` to `to`."""

    color: Color
    to: Color = ""
    via: Color = ""
    gradient: Gradient = Gradient.LINEAR
    angle: int = field(default=180, metadata=within(-360, 360))  # degrees as in CSS: 180 runs down
    kind: str = "fill"

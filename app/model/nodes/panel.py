"""A rectangle."""

from dataclasses import dataclass, field

from app.model.nodes.basics import Box, Color, Gradient, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A filled, optionally bordered rectangle with rounded corners, perhaps on a shadow.

    A gradient runs from `color` over `via` to `to`. `corners`: four radii from the upper left
    clockwise, where they are not all `radius`. `blur` as in CSS.
    """

    box: Box
    color: Color = ""  # empty: no fill
    to: Color = ""  # second colour of a gradient
    radius: int = 0
    border: int = 0
    border_color: Color = ""
    via: Color = ""
    gradient: Gradient = Gradient.LINEAR
    angle: int = field(default=180, metadata=within(-360, 360))  # degrees as in CSS
    corners: tuple[int, ...] = ()
    shadow: Color = ""
    shadow_offset: tuple[int, int] = (0, 0)
    shadow_blur: int = field(default=0, metadata=within(0, 100))
    kind: str = "panel"

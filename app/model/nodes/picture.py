"""A picture from the assets."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.model.nodes.basics import Box, Color, Fit, within


class Mask(StrEnum):
    """What is cut out of a picture."""

    BOX = "box"
    CIRCLE = "circle"  # the largest in the middle of the box


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An asset, by content digest, fitted into a box.

    `ground` fills what the picture leaves of its box, or lets through. `tint` lies over it,
    `strength` percent of it.
    """

    asset: str
    box: Box
    fit: Fit = Fit.COVER
    focus: tuple[int, int] = (50, 50)  # percent of width, height that stay visible
    radius: int = 0
    alt: str = ""
    mask: Mask = Mask.BOX
    opacity: int = field(default=100, metadata=within(0, 100))  # percent
    tint: Color = ""
    strength: int = field(default=50, metadata=within(0, 100))  # percent
    ground: Color = ""
    kind: str = "picture"

    @property
    def area(self) -> Box:
        """The box, or the square around its circle."""
        x, y, width, height = self.box
        if self.mask is Mask.BOX:
            return self.box
        side = min(width, height)
        return x + (width - side) // 2, y + (height - side) // 2, side, side

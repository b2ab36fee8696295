"""What nodes are made of: boxes, colours, alignments, and the limits of their numbers."""

from collections.abc import Mapping
from enum import StrEnum

Box = tuple[int, int, int, int]  # x, y, width, height
Color = str  # "#rrggbbaa", lower case


class Fit(StrEnum):
    """How a picture fills its box."""

    COVER = "cover"
    CONTAIN = "contain"
    FILL = "fill"


class Gradient(StrEnum):
    """How a gradient runs."""

    LINEAR = "linear"
    RADIAL = "radial"  # from the middle to the corners


class Align(StrEnum):
    """Horizontal alignment; start and end follow the text's direction."""

    START = "start"
    CENTER = "center"
    END = "end"


class VAlign(StrEnum):
    """Vertical alignment of a text in its box."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


def within(least: float, most: float) -> Mapping[str, tuple[float, float]]:
    """Return the metadata of a number's field: the limits that the renderer holds it to."""
    return {"limits": (least, most)}

"""The resolved picture as data: plain, hashable, in CSS pixels with the origin at the top left.

A scene is what is drawn and nothing else: equal scenes are equal pixels. Every expression has
been evaluated, every asset is named by its content digest, every colour is `#rrggbbaa`.
Nodes are painted in order. The order of fields is part of the canonical form (see `digest.py`).
"""

from dataclasses import dataclass
from enum import StrEnum

Box = tuple[int, int, int, int]  # x, y, width, height
Color = str  # "#rrggbbaa", lower case


class Fit(StrEnum):
    """How a picture fills its box."""

    COVER = "cover"
    CONTAIN = "contain"
    FILL = "fill"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """The whole canvas in one colour, or a linear gradient from `color` (top) to `to` (bottom)."""

    color: Color
    to: Color = ""
    kind: str = "fill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A filled, optionally bordered rectangle with rounded corners."""

    box: Box
    color: Color = ""  # empty: no fill
    to: Color = ""  # second colour of a vertical gradient
    radius: int = 0
    border: int = 0
    border_color: Color = ""
    kind: str = "panel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line from (x1, y1) to (x2, y2)."""

    points: tuple[int, int, int, int]
    color: Color
    width: int = 1
    kind: str = "line"


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
    line_height: float = 1.25
    strike: bool = False
    language: str = ""  # BCP 47, for shaping and line breaking
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An asset, by content digest, fitted into a box."""

    asset: str
    box: Box
    fit: Fit = Fit.COVER
    focus: tuple[int, int] = (50, 50)  # percent of width, height that stay visible
    radius: int = 0
    alt: str = ""
    kind: str = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A horizontal bar, `value` of 0 to 1000 (per mille) filled."""

    box: Box
    value: int
    color: Color
    track: Color
    radius: int = 0
    kind: str = "progress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A schematic: rings around the reader, the store in its direction at its distance."""

    box: Box
    bearing: int  # degrees clockwise from north, reader to store
    distance_m: int  # metres, rounded for display
    label: str
    ink: Color
    ground: Color
    accent: Color
    kind: str = "map"


Node = Fill | Panel | Line | Text | Picture | Progress | Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is drawn: `width` by `height` CSS pixels at `density` device pixels each."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    density: int = 2
    background: Color = "#ffffffff"

"""The resolved picture as data: plain, hashable, in CSS pixels with the origin at the top left.

A scene is what is drawn and nothing else: equal scenes are equal pixels. Every expression has
been evaluated, every asset is named by its content digest, every colour is `#rrggbbaa`.
Nodes are painted in order. The order of fields is part of the canonical form (see `digest.py`).

Each node has a module of its own in `nodes`. By convention: what has a place has a `box` (or
`points`, pairs of x and y), what names an asset has `asset`, what is a text in the reader's
language has `content` and `language`, `kind` comes last.
"""

from dataclasses import dataclass

from app.model.nodes.area import Area
from app.model.nodes.badge import Badge
from app.model.nodes.basics import Align, Box, Color, Fit, VAlign
from app.model.nodes.calendar import Calendar
from app.model.nodes.chart import Chart
from app.model.nodes.code import Code
from app.model.nodes.countdown import Countdown
from app.model.nodes.fill import Fill
from app.model.nodes.icon import Icon
from app.model.nodes.line import Line
from app.model.nodes.map import Map
from app.model.nodes.panel import Panel
from app.model.nodes.picture import Picture
from app.model.nodes.price import Price
from app.model.nodes.progress import Progress
from app.model.nodes.ring import Ring
from app.model.nodes.sign import Sign
from app.model.nodes.stars import Stars
from app.model.nodes.text import Text

__all__ = [
    "Align",
    "Area",
    "Badge",
    "Box",
    "Calendar",
    "Chart",
    "Code",
    "Color",
    "Countdown",
    "Fill",
    "Fit",
    "Icon",
    "Line",
    "Map",
    "Node",
    "Panel",
    "Picture",
    "Price",
    "Progress",
    "Ring",
    "Scene",
    "Sign",
    "Stars",
    "Text",
    "VAlign",
]

Node = (
    Fill
    | Panel
    | Line
    | Text
    | Picture
    | Progress
    | Map
    | Area
    | Countdown
    | Icon
    | Code
    | Badge
    | Ring
    | Stars
    | Price
    | Chart
    | Sign
    | Calendar
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is drawn: `width` by `height` CSS pixels at `density` device pixels each."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    density: int = 2
    background: Color = "#ffffffff"

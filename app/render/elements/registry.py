"""The look of every kind of node, in the order of the model."""

from collections.abc import Mapping
from typing import Any, Final

from app.model.nodes.code import Code
from app.model.nodes.countdown import Countdown
from app.model.nodes.fill import Fill
from app.model.nodes.icon import Icon
from app.model.nodes.line import Line
from app.model.nodes.map import Map
from app.model.nodes.panel import Panel
from app.model.nodes.picture import Picture
from app.model.nodes.progress import Progress
from app.model.nodes.text import Text
from app.render.elements import code, countdown, fill, icon, line, map, panel, picture, progress, text  # noqa: A004
from app.render.elements.look import Look

LOOKS: Final[Mapping[type, Look[Any]]] = {
    Fill: Look(fill.paint, ground=fill.ground),
    Panel: Look(panel.paint, ground=panel.ground),
    Line: Look(line.paint),
    Text: Look(text.paint, text.html, is_empty=text.is_empty, speaks=True, is_sharp=True),
    Picture: Look(picture.paint, picture.html, is_photo=True),
    Progress: Look(progress.paint, progress.html, is_sharp=True),
    Map: Look(map.paint, map.html, is_sharp=True),
    Countdown: Look(countdown.paint, countdown.html, is_empty=countdown.is_empty, is_sharp=True),
    Icon: Look(icon.paint, icon.html, is_sharp=True),
    Code: Look(code.paint, code.html, is_sharp=True),
}

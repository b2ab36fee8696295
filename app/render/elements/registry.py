"""The look of every kind of node, in the order of the model."""

from collections.abc import Mapping
from typing import Any, Final

from app.model.nodes.area import Area
from app.model.nodes.badge import Badge
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
from app.render.elements import (
    area,
    badge,
    calendar,
    chart,
    code,
    countdown,
    fill,
    icon,
    line,
    map,  # noqa: A004
    panel,
    picture,
    price,
    progress,
    ring,
    sign,
    stars,
    text,
)
from app.render.elements.look import Look

LOOKS: Final[Mapping[type, Look[Any]]] = {
    Fill: Look(fill.paint, ground=fill.ground),
    Panel: Look(panel.paint, ground=panel.ground),
    Line: Look(line.paint),
    Text: Look(
        text.paint, text.html, words=text.words, is_empty=text.is_empty, speaks=True, is_sharp=True
    ),
    Picture: Look(picture.paint, picture.html, is_photo=True),
    Progress: Look(progress.paint, progress.html, words=progress.words, is_sharp=True),
    Map: Look(map.paint, map.html, words=map.words, is_sharp=True),
    Area: Look(area.paint, area.html, is_sharp=True),
    Countdown: Look(
        countdown.paint,
        countdown.html,
        words=countdown.words,
        is_empty=countdown.is_empty,
        is_sharp=True,
    ),
    Icon: Look(icon.paint, icon.html, is_sharp=True),
    Code: Look(code.paint, code.html, is_sharp=True),
    Badge: Look(badge.paint, badge.html, words=badge.words, is_empty=badge.is_empty, is_sharp=True),
    Ring: Look(ring.paint, ring.html, words=ring.words, is_sharp=True),
    Stars: Look(stars.paint, stars.html, words=stars.words, is_sharp=True),
    Price: Look(price.paint, price.html, words=price.words, is_empty=price.is_empty, is_sharp=True),
    Chart: Look(chart.paint, chart.html, words=chart.words, is_empty=chart.is_empty, is_sharp=True),
    Sign: Look(sign.paint, sign.html, words=sign.words, is_empty=sign.is_empty, is_sharp=True),
    Calendar: Look(
        calendar.paint,
        calendar.html,
        words=calendar.words,
        is_empty=calendar.is_empty,
        is_sharp=True,
    ),
}

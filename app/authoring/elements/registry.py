"""Every kind of element by the name it has in a layout, in the order of the documentation."""

from collections.abc import Mapping
from typing import Any, Final

from app.authoring.elements import (
    badge,
    box,
    calendar,
    chart,
    code,
    countdown,
    fill,
    icon,
    line,
    map,  # noqa: A004
    picture,
    price,
    progress,
    ring,
    sign,
    stars,
    text,
)
from app.authoring.elements.kind import Kind

KINDS: Final[Mapping[str, Kind[Any]]] = {
    "fill": Kind(fill.SCHEMA, fill.build, ground=fill.ground),
    "box": Kind(box.SCHEMA, box.build, ground=box.ground),
    "line": Kind(line.SCHEMA, line.build, ground=line.ground),
    "text": Kind(text.SCHEMA, text.build, texts=text.texts, ground=text.ground),
    "picture": Kind(picture.SCHEMA, picture.build),
    "progress": Kind(progress.SCHEMA, progress.build),
    "map": Kind(map.SCHEMA, map.build),
    "countdown": Kind(countdown.SCHEMA, countdown.build, texts=countdown.texts),
    "icon": Kind(icon.SCHEMA, icon.build),
    "code": Kind(code.SCHEMA, code.build),
    "badge": Kind(badge.SCHEMA, badge.build, texts=badge.texts, ground=badge.ground),
    "ring": Kind(ring.SCHEMA, ring.build),
    "stars": Kind(stars.SCHEMA, stars.build),
    "price": Kind(price.SCHEMA, price.build, texts=price.texts, ground=price.ground),
    "chart": Kind(chart.SCHEMA, chart.build),
    "sign": Kind(sign.SCHEMA, sign.build, texts=sign.texts, ground=sign.ground),
    "calendar": Kind(calendar.SCHEMA, calendar.build),
}

"""How a computed value becomes a node's field; a field that is not named here takes it as it is."""

from collections.abc import Callable, Mapping
from typing import Final

from app.decide.conversions import (
    degrees,
    icon_name,
    metres,
    parted,
    per_mille,
    seconds,
    series,
    written,
)
from app.decide.stores_shown import digests, distances, labels, places, ways
from app.model.facts import Value
from app.model.nodes.area import Area
from app.model.nodes.badge import Badge
from app.model.nodes.calendar import Calendar
from app.model.nodes.chart import Chart
from app.model.nodes.countdown import Countdown
from app.model.nodes.icon import Icon
from app.model.nodes.map import Map
from app.model.nodes.picture import Picture
from app.model.nodes.price import Price
from app.model.nodes.progress import Progress
from app.model.nodes.ring import Ring
from app.model.nodes.sign import Sign
from app.model.nodes.text import Text

Field = object
"""What a node holds: a `Value`, or a tuple of them where the node shows several."""

Convert = Callable[[Value], Field | None]

FIELDS: Final[Mapping[type, Mapping[str, Convert]]] = {
    Text: {"content": written, "inks": parted},
    Picture: {"asset": written},
    Progress: {"value": per_mille},
    Map: {
        "bearing": degrees,
        "distance_m": metres,
        "others": ways,
        "other_labels": labels,
        "rings_m": distances,
        "ring_labels": labels,
    },
    Area: {"stores": places, "labels": labels, "reader": places, "tiles": digests},
    Countdown: {"left_s": seconds, "restart_s": seconds},
    Icon: {"name": icon_name},
    Badge: {"content": written},
    Ring: {"value": per_mille},
    Price: {"amount": written},
    Chart: {"values": series},
    Sign: {"content": written},
    Calendar: {"day": written},
}
_AS_IT_IS: Final[Mapping[str, Convert]] = {}


def converted(kind: type, field: str, value: Value) -> Field | None:
    """Return a computed value as a field of that kind of node holds it; None when it cannot."""
    convert = FIELDS.get(kind, _AS_IT_IS).get(field)
    return convert(value) if convert is not None else value

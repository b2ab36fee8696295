"""`progress`: a bar that fills."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import ACCENT, TRACK
from app.authoring.schema_parts import BOX, RADIUS, WHEN, color, record, value
from app.model.nodes.progress import Progress

SCHEMA: Final = record(
    "A bar.",
    required=("value", "box"),
    value=value("From 0 to 1.", "stock.here / 20"),
    color=color("The filled part.", default=ACCENT[:7]),
    track=color("The rest.", "#e5e5e5", default=TRACK[:7]),
    radius={**RADIUS, "description": "Corner radius; 0 is as round as can be.", "default": 0},
    box=BOX,
    when=WHEN,
)


def build(form: Form) -> Progress:
    """Return the bar; its value is live."""
    form.number("value")
    return Progress(
        box=form.box(),
        value=0,
        color=form.color("color", ACCENT),
        track=form.color("track", TRACK),
        radius=form.whole("radius", 0),
    )

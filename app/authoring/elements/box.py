"""`box`: a rectangle."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import INK
from app.authoring.schema_parts import BOX, RADIUS, WHEN, color, number, record
from app.model.nodes.basics import Color
from app.model.nodes.panel import Panel

SCHEMA: Final = record(
    "A rectangle.",
    required=("box",),
    box=BOX,
    color=color("Its filling; none without it.", "#f1faee"),
    to=color("The colour at the bottom, for a gradient."),
    radius={**RADIUS, "default": 0},
    border=number("Width of its border.", 1, "integer", minimum=0, maximum=100, default=0),
    border_color=color("Colour of its border, nearly black without it."),
    when=WHEN,
)


def build(form: Form) -> Panel:
    """Return the rectangle; a border without a colour is of the standard ink."""
    border = form.whole("border", 0)
    return Panel(
        box=form.box(),
        color=form.color("color"),
        to=form.color("to"),
        radius=form.whole("radius", 0),
        border=border,
        border_color=form.color("border_color", INK if border else ""),
    )


def ground(node: Panel) -> Color | None:
    """Return its colour, empty when it has none; a gradient has no single one."""
    return None if node.to and node.color else node.color

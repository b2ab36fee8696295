"""`fill`: one colour or a gradient over the whole canvas or cell."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.schema_parts import WHEN, color, record
from app.model.nodes.basics import Color
from app.model.nodes.fill import Fill
from app.model.nodes.panel import Panel

SCHEMA: Final = record(
    "One colour, or a gradient from top to bottom, over the whole canvas or cell.",
    required=("color",),
    color=color("The colour.", "brand.paper"),
    to=color("The colour at the bottom."),
    when=WHEN,
)


def build(form: Form) -> Fill | Panel:
    """Return the ground of the canvas, or a rectangle as large as the cell."""
    first, last = form.color("color"), form.color("to")
    if form.cell.whole:
        return Fill(color=first, to=last)
    return Panel(box=form.cell.box, color=first, to=last)


def ground(node: Fill | Panel) -> Color | None:
    """Return its colour; a gradient has no single one."""
    return None if node.to else node.color

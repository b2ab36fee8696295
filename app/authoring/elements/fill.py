"""`fill`: one colour or a gradient over the whole canvas or cell."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.gradients import GRADIENT, gradient
from app.authoring.schema_parts import WHEN, color, record
from app.model.nodes.basics import Color
from app.model.nodes.fill import Fill
from app.model.nodes.panel import Panel

SCHEMA: Final = record(
    "One colour, or a gradient, over the whole canvas or cell.",
    required=("color",),
    color=color("The colour.", "brand.paper"),
    **GRADIENT,
    when=WHEN,
)


def build(form: Form) -> Fill | Panel:
    """Return the ground of the canvas, or a rectangle as large as the cell."""
    fields = gradient(form)
    return Fill(**fields) if form.cell.whole else Panel(box=form.cell.box, **fields)


def ground(node: Fill | Panel) -> Color | None:
    """Return its colour; a gradient has no single one."""
    return None if node.to else node.color

"""`line`: a straight line."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import INK
from app.authoring.schema_parts import PLACE, WHEN, color, integers, number, record
from app.model.nodes.basics import Color
from app.model.nodes.line import Line

SCHEMA: Final = record(
    "A straight line.",
    required=("points",),
    points=integers("x1, y1, x2, y2.", [0, 120, 600, 120], PLACE, PLACE, PLACE, PLACE),
    color=color("Its colour.", default=INK[:7]),
    width=number("Its width.", 1, "integer", minimum=1, maximum=100, default=1),
    when=WHEN,
)


def build(form: Form) -> Line:
    """Return the line, its ends in coordinates of the canvas."""
    x, y = form.cell.box[:2]
    x1, y1, x2, y2 = (int(number) for number in form.spec["points"])
    return Line(
        points=(x + x1, y + y1, x + x2, y + y2),
        color=form.color("color", INK),
        width=form.whole("width", 1),
    )


def ground(node: Line) -> Color:  # noqa: ARG001  # a kind's ground
    """Return nothing: a line is no ground."""
    return ""

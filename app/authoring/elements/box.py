"""`box`: a rectangle."""

from typing import Final

from app.authoring.drawing import Form
from app.authoring.elements.defaults import INK
from app.authoring.elements.gradients import GRADIENT, gradient
from app.authoring.schema_parts import BOX, PLACE, WHEN, Schema, color, integers, number, record
from app.model.nodes.basics import Color
from app.model.nodes.panel import Panel

_OFFSET, _BLUR = (0, 6), 18  # of a shadow that has only a colour
_RADIUS: Final[Schema] = {
    "title": "whole number, or four",
    "description": "Corner radius, or those of the upper left, upper right, lower right and lower "
    "left corner.",
    "type": ["integer", "array"],
    "minimum": 0,
    "maximum": 1000,
    "minItems": 4,
    "maxItems": 4,
    "items": {"type": "integer", "minimum": 0, "maximum": 1000},
    "examples": [[12, 12, 0, 0]],
    "default": 0,
}
SCHEMA: Final = record(
    "A rectangle.",
    required=("box",),
    box=BOX,
    color=color("Its filling; none without it.", "#f1faee"),
    **GRADIENT,
    radius=_RADIUS,
    border=number("Width of its border.", 1, "integer", minimum=0, maximum=100, default=0),
    border_color=color("Colour of its border, nearly black without it."),
    shadow=color("Colour of its shadow; none without it.", "#16302b33"),
    shadow_offset=integers("How far right and down it falls.", [0, 8], PLACE, PLACE)
    | {"default": list(_OFFSET)},
    shadow_blur=number(
        "How soft the shadow is.", 24, "integer", minimum=0, maximum=100, default=_BLUR
    ),
    when=WHEN,
)


def build(form: Form) -> Panel:
    """Return the rectangle; a border without a colour is of the standard ink."""
    border = form.whole("border", 0)
    shadow = form.color("shadow")
    across, down = form.spec.get("shadow_offset", _OFFSET)
    radius = form.spec.get("radius", 0)
    corners = tuple(radius) if isinstance(radius, list) else ()
    return Panel(
        box=form.box(),
        **gradient(form),
        radius=0 if corners else int(radius),
        border=border,
        border_color=form.color("border_color", INK if border else ""),
        corners=corners,
        shadow=shadow,
        shadow_offset=(int(across), int(down)) if shadow else (0, 0),
        shadow_blur=form.whole("shadow_blur", _BLUR) if shadow else 0,
    )


def ground(node: Panel) -> Color | None:
    """Return its colour, empty when it has none; a gradient has no single one."""
    return None if node.to and node.color else node.color

"""What elements with a gradient have in common."""

from collections.abc import Mapping
from typing import Any, Final

from app.authoring.drawing import Form
from app.authoring.schema_parts import Schema, color, number, text
from app.model.nodes.basics import Gradient

_DOWN: Final = 180
GRADIENT: Final[Mapping[str, Schema]] = {
    "to": color("The colour it runs to, for a gradient."),
    "via": color("A colour half way."),
    "gradient": text(
        "Along a line, or from the middle to the corners.",
        "radial",
        enum=[gradient.value for gradient in Gradient],
        default="linear",
    ),
    "angle": number(
        "Where the line runs: 180 down, 90 to the right, 135 to the lower right.",
        135,
        "integer",
        minimum=-360,
        maximum=360,
        default=_DOWN,
    ),
}


def gradient(form: Form) -> Mapping[str, Any]:
    """Return the fields of a node that a gradient needs."""
    return {
        "color": form.color("color"),
        "to": form.color("to"),
        "via": form.color("via"),
        "gradient": Gradient(form.spec.get("gradient", Gradient.LINEAR)),
        "angle": form.whole("angle", _DOWN),
    }

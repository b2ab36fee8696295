"""The schema of what arranges elements: stacks, and rows of a list."""

from collections.abc import Mapping
from typing import Final

from app.authoring.limits import ELEMENTS
from app.authoring.schema_parts import (
    BOX,
    DRAW,
    PLACE,
    WHEN,
    Schema,
    integers,
    number,
    record,
    text,
)

_STACK: Final = record(
    "Cells side by side or one below the other.",
    required=("box", "children"),
    box=BOX,
    direction=text("Where the next cell goes.", "down", enum=["down", "across"], default="down"),
    gap=number("Pixels between cells.", 8, "integer", minimum=0, maximum=1000, default=0),
    children={
        "description": "The cells; those without a size share what is left.",
        "type": "array",
        "minItems": 1,
        "maxItems": ELEMENTS,
        "items": record(
            "One cell.",
            required=("draw",),
            size=number("Height (down) or width (across).", 96, "integer", minimum=1, maximum=8192),
            draw=DRAW,
        ),
        "examples": [[{"size": 96, "draw": [{"fill": {"color": "#f1faee"}}]}]],
    },
    when=WHEN,
)
_EACH: Final = record(
    "The same drawing for each row of a list.",
    required=("of", "as", "box", "step", "draw"),
    of=text("A list.", "stores", maxLength=100),
    limit=number("At most so many rows.", 3, "integer", minimum=1, maximum=20, default=3),
    box=BOX | {"description": "Box of the first row."},
    step=integers("Pixels from one row to the next, right and down.", [0, 48], PLACE, PLACE),
    draw=DRAW,
    when=WHEN,
    **{"as": text("What a row is called.", "shop", pattern=r"^[a-z][a-z0-9_]{0,62}$")},
)

LAYOUTS: Final[Mapping[str, Schema]] = {
    "stack": _STACK,
    "each": _EACH,
}

"""The schema of what arranges elements: stacks, grids, and rows of a list."""

from collections.abc import Mapping
from typing import Final

from app.authoring.arranging import Spread
from app.authoring.limits import ELEMENTS
from app.authoring.schema_parts import (
    BOX,
    DRAW,
    PLACE,
    WHEN,
    Schema,
    flag,
    integers,
    number,
    record,
    text,
)

_TRACK: Final[Schema] = {
    "title": "pixels, or shares such as 2fr",
    "description": "Pixels, or shares of what is left: 1fr, 2fr.",
    "type": ["integer", "string"],
    "minimum": 1,
    "maximum": 8192,
    "pattern": "^[1-9][0-9]?fr$",
    "examples": ["2fr"],
}
_SPREAD: Final = [spread.value for spread in Spread]


def _children(description: str, **fields: Schema) -> Schema:
    return {
        "description": description,
        "type": "array",
        "minItems": 1,
        "maxItems": ELEMENTS,
        "items": record(
            "One cell.",
            required=("draw",),
            **fields,
            draw=DRAW,
            when={**WHEN, "description": "Draw the cell only when this holds."},
        ),
        "examples": [[{"draw": [{"fill": {"color": "#f1faee"}}]}]],
    }


def _tracks(description: str) -> Schema:
    return {
        "title": "number, or list of sizes",
        "description": description,
        "type": ["integer", "array"],
        "minimum": 1,
        "maximum": 20,
        "minItems": 1,
        "maxItems": 20,
        "items": _TRACK,
        "examples": [[96, "1fr", "1fr"]],
    }


_GAP: Final = number("Pixels between cells.", 8, "integer", minimum=0, maximum=1000, default=0)
_KEEP_ROOM: Final = flag(
    "Let a cell that shows nothing keep its room; without it the others close up.", default=False
)
_STACK: Final = record(
    "Cells side by side or one below the other.",
    required=("box", "children"),
    box=BOX,
    direction=text("Where the next cell goes.", "down", enum=["down", "across"], default="down"),
    gap=_GAP,
    align=text(
        "Where cells stand that do not fill the stack.", "center", enum=_SPREAD, default="start"
    ),
    keep_room=_KEEP_ROOM,
    children=_children(
        "The cells; those without a `size` share what is left.",
        size={**_TRACK, "description": "Height (down) or width (across): pixels, or a share."},
    ),
    when=WHEN,
)
_GRID: Final = record(
    "Cells in rows and columns, filled row by row.",
    required=("box", "columns", "children"),
    box=BOX,
    columns=_tracks("How many equal columns, or their widths: pixels, or shares such as 2fr."),
    rows=_tracks("How many equal rows, or their heights; without it as many as are needed."),
    gap={
        "title": "whole number, or two",
        "description": "Pixels between cells, or [across, down].",
        "type": ["integer", "array"],
        "minimum": 0,
        "maximum": 1000,
        "minItems": 2,
        "maxItems": 2,
        "items": {"type": "integer", "minimum": 0, "maximum": 1000},
        "examples": [[12, 8]],
        "default": 0,
    },
    align=text("Where columns stand that do not fill it.", "center", enum=_SPREAD, default="start"),
    valign=text("Where rows stand that do not fill it.", "end", enum=_SPREAD, default="start"),
    keep_room=_KEEP_ROOM,
    children=_children(
        "The cells.",
        span=number("Columns it takes.", 2, "integer", minimum=1, maximum=20, default=1),
    ),
    when=WHEN,
)
_EACH: Final = record(
    "The same drawing for each row of a list.",
    required=("of", "as", "box", "draw"),
    of=text("A list.", "stores", maxLength=100),
    limit=number("At most so many rows.", 3, "integer", minimum=1, maximum=20, default=3),
    box=BOX | {"description": "Box of the first row."},
    step=integers(
        "Pixels from one row to the next, right and down; without it one follows the other.",
        [0, 48],
        PLACE,
        PLACE,
    ),
    columns=number(
        "Rows of the list side by side, so many before the next line begins.",
        3,
        "integer",
        minimum=1,
        maximum=20,
    ),
    gap=number(
        "Pixels between them, where there is no `step`.",
        12,
        "integer",
        minimum=0,
        maximum=1000,
        default=0,
    ),
    draw=DRAW,
    when=WHEN,
    **{"as": text("What a row is called.", "shop", pattern=r"^[a-z][a-z0-9_]{0,62}$")},
)

LAYOUTS: Final[Mapping[str, Schema]] = {
    "stack": _STACK,
    "grid": _GRID,
    "each": _EACH,
}

"""The schema of what a layout may draw."""

from typing import Any, Final

from app.authoring.limits import COORDINATE, ELEMENTS, SOURCE_BYTES
from app.model.scene import Align, Fit, VAlign

Schema = dict[str, Any]

_HEX: Final = r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})"
_BRAND: Final = r"brand\.[A-Za-z][A-Za-z0-9_-]{0,62}"


def record(description: str, *, required: tuple[str, ...] = (), **fields: Schema) -> Schema:
    """Return the schema of a mapping with exactly these fields."""
    schema: Schema = {
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "properties": fields,
    }
    return schema | ({"required": list(required)} if required else {})


def text(description: str, example: str, **rules: Any) -> Schema:
    """Return the schema of a text."""
    return {"description": description, "type": "string", "examples": [example], **rules}


def number(description: str, example: float, kind: str = "number", **rules: Any) -> Schema:
    """Return the schema of a number or integer."""
    return {"description": description, "type": kind, "examples": [example], **rules}


HEX_COLOR: Final = text("A colour.", "#1d3557", pattern=f"^{_HEX}$")
COLOR: Final = text("A colour, or one of the brand's.", "brand.ink", pattern=f"^({_HEX}|{_BRAND})$")
TEXT: Final = text(
    "Text with `{{ expressions }}`.", "Open until {{ store.closes | time }}", maxLength=SOURCE_BYTES
)
CONDITION: Final = text(
    "A condition, as one expression.",
    "store.known and stock.here > 2",
    minLength=1,
    maxLength=SOURCE_BYTES,
)
_WHEN: Final = {**CONDITION, "description": "Draw it only when this holds."}


def _integers(description: str, example: list[int], *bounds: tuple[int, int]) -> Schema:
    return {
        "description": description,
        "type": "array",
        "prefixItems": [{"type": "integer", "minimum": a, "maximum": b} for a, b in bounds],
        "minItems": len(bounds),
        "maxItems": len(bounds),
        "examples": [example],
    }


_PLACE: Final = (-COORDINATE, COORDINATE)
_EXTENT: Final = (1, COORDINATE)
_BOX: Final = _integers(
    "x, y, width and height in CSS pixels.", [24, 24, 312, 72], _PLACE, _PLACE, _EXTENT, _EXTENT
)
_RADIUS: Final = number("Corner radius.", 8, "integer", minimum=0, maximum=1000)
_DRAW: Final[Schema] = {
    "description": "Elements, placed relative to their cell.",
    "type": "array",
    "maxItems": ELEMENTS,
    "items": {"$ref": "#/$defs/element"},
    "examples": [[{"text": {"content": "{{ shop.name }}", "box": [0, 0, 200, 24]}}]],
}


def _color(description: str, example: str = "brand.ink") -> Schema:
    return {**COLOR, "description": description, "examples": [example]}


_FILL: Final = record(
    "One colour, or a gradient from top to bottom, over the whole canvas or cell.",
    required=("color",),
    color=_color("The colour.", "brand.paper"),
    to=_color("The colour at the bottom."),
    when=_WHEN,
)
_PANEL: Final = record(
    "A rectangle.",
    required=("box",),
    box=_BOX,
    color=_color("Its filling; none without it.", "#f1faee"),
    to=_color("The colour at the bottom, for a gradient."),
    radius=_RADIUS,
    border=number("Width of its border.", 1, "integer", minimum=0, maximum=100),
    border_color=_color("Colour of its border."),
    when=_WHEN,
)
_LINE: Final = record(
    "A straight line.",
    required=("points",),
    points=_integers("x1, y1, x2, y2.", [0, 120, 600, 120], _PLACE, _PLACE, _PLACE, _PLACE),
    color=_color("Its colour."),
    width=number("Its width.", 1, "integer", minimum=1, maximum=100),
    when=_WHEN,
)
_TEXT: Final = record(
    "A text; hidden when a part of it is unknown, unless `fallback_text` is given.",
    required=("content", "box"),
    content=TEXT,
    box=_BOX,
    font=text("A role of the brand (`heading`, `body`) or a family.", "heading", maxLength=100),
    weight={
        "description": "`regular`, `bold`, or 400 to 700.",
        "enum": ["regular", "bold", 400, 500, 600, 700],
        "examples": ["bold"],
    },
    size={
        "description": "Font size, or [largest, smallest]: it shrinks to fit.",
        "type": ["integer", "array"],
        "minimum": 1,
        "maximum": 500,
        "minItems": 2,
        "maxItems": 2,
        "items": {"type": "integer", "minimum": 1, "maximum": 500},
        "examples": [[28, 18]],
    },
    lines=number("At most so many lines.", 2, "integer", minimum=1, maximum=50),
    ink=_color("Its colour."),
    align=text("Follows the direction of the script.", "start", enum=[a.value for a in Align]),
    valign=text("Place in the box.", "top", enum=[a.value for a in VAlign]),
    line_height=number("Multiple of the font size.", 1.25, minimum=0.8, maximum=4),
    strike={"description": "Struck through.", "type": "boolean", "examples": [True]},
    fallback_text={**TEXT, "description": "Shown when a part of `content` is unknown."},
    when=_WHEN,
)
_PICTURE: Final = record(
    "A picture from the assets.",
    required=("asset", "box"),
    asset=text("The asset's name.", "{{ product.image }}", minLength=1, maxLength=SOURCE_BYTES),
    box=_BOX,
    alt={**TEXT, "description": "The picture in words."},
    fit=text("How it fills its box.", "cover", enum=[f.value for f in Fit]),
    focus=_integers("Percent from left and top that stay visible.", [50, 30], (0, 100), (0, 100)),
    radius=_RADIUS,
    when=_WHEN,
)
_PROGRESS: Final = record(
    "A bar.",
    required=("value", "box"),
    value={**CONDITION, "description": "From 0 to 1.", "examples": ["stock.here / 20"]},
    color=_color("The filled part."),
    track=_color("The rest.", "#e5e5e5"),
    radius=_RADIUS,
    box=_BOX,
    when=_WHEN,
)
_MAP: Final = record(
    "Rings around the reader, and the store in its direction at its distance.",
    required=("around", "box"),
    around=text("`store`, or the name of a row of `each`.", "store", pattern=r"^[a-z][a-z0-9_]*$"),
    box=_BOX,
    ink=_color("Rings and words."),
    ground=_color("Background.", "#f2f2f2"),
    accent=_color("The store."),
    when=_WHEN,
)
_STACK: Final = record(
    "Cells side by side or one below the other.",
    required=("box", "children"),
    box=_BOX,
    direction=text("Where the next cell goes.", "down", enum=["down", "across"]),
    gap=number("Pixels between cells.", 8, "integer", minimum=0, maximum=1000),
    children={
        "description": "The cells; those without a size share what is left.",
        "type": "array",
        "minItems": 1,
        "maxItems": ELEMENTS,
        "items": record(
            "One cell.",
            required=("draw",),
            size=number("Height (down) or width (across).", 96, "integer", minimum=1, maximum=8192),
            draw=_DRAW,
        ),
        "examples": [[{"size": 96, "draw": [{"fill": {"color": "#f1faee"}}]}]],
    },
    when=_WHEN,
)
_EACH: Final = record(
    "The same drawing for each row of a list.",
    required=("of", "as", "box", "step", "draw"),
    of=text("A list.", "stores", maxLength=100),
    limit=number("At most so many rows.", 3, "integer", minimum=1, maximum=20),
    box=_BOX | {"description": "Box of the first row."},
    step=_integers("Pixels from one row to the next, right and down.", [0, 48], _PLACE, _PLACE),
    draw=_DRAW,
    when=_WHEN,
    **{"as": text("What a row is called.", "shop", pattern=r"^[a-z][a-z0-9_]{0,62}$")},
)

ELEMENT: Final[Schema] = {
    "minProperties": 1,
    "maxProperties": 1,
    **record(
        "One element: its kind and its fields.",
        fill=_FILL,
        box=_PANEL,
        line=_LINE,
        text=_TEXT,
        picture=_PICTURE,
        progress=_PROGRESS,
        map=_MAP,
        stack=_STACK,
        each=_EACH,
    ),
}

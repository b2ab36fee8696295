"""What schemas are made of: records, texts, numbers, colours, boxes, conditions."""

from typing import Any, Final

from app.authoring.limits import COORDINATE, ELEMENTS, SOURCE_BYTES

Schema = dict[str, Any]

_HEX: Final = r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})"
_BRAND: Final = r"brand\.[A-Za-z][A-Za-z0-9_-]{0,62}"
PLACE: Final = (-COORDINATE, COORDINATE)  # least and most of a coordinate
EXTENT: Final = (1, COORDINATE)


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


def flag(description: str, **rules: Any) -> Schema:
    """Return the schema of a yes or no."""
    return {"description": description, "type": "boolean", "examples": [True], **rules}


def integers(description: str, example: list[int], *bounds: tuple[int, int]) -> Schema:
    """Return the schema of a list of whole numbers, each within its bounds."""
    return {
        "description": description,
        "type": "array",
        "prefixItems": [{"type": "integer", "minimum": a, "maximum": b} for a, b in bounds],
        "minItems": len(bounds),
        "maxItems": len(bounds),
        "examples": [example],
    }


def color(description: str, example: str = "brand.ink", **rules: Any) -> Schema:
    """Return the schema of a colour, written out or one of the brand's."""
    return {**COLOR, "description": description, "examples": [example], **rules}


def value(description: str, example: str) -> Schema:
    """Return the schema of one expression that is computed when an email is opened."""
    kinds = ["string", "number"]  # a number needs no quotes
    return {**CONDITION, "type": kinds, "description": description, "examples": [example]}


HEX_COLOR: Final = text("A colour.", "#1d3557", pattern=f"^{_HEX}$")
COLOR: Final = text(
    "A colour, or one of the brand's.", "brand.ink", title="colour", pattern=f"^({_HEX}|{_BRAND})$"
)
TEXT: Final = text(
    "Text with `{{ expressions }}`.",
    "Open until {{ store.closes | time }}",
    title="text",
    maxLength=SOURCE_BYTES,
)
CONDITION: Final = text(
    "A condition, as one expression.",
    "store.known and stock.here > 2",
    title="expression",
    minLength=1,
    maxLength=SOURCE_BYTES,
)
WHEN: Final = {**CONDITION, "description": "Draw it only when this holds."}
BOX: Final = integers(
    "x, y, width and height in CSS pixels.", [24, 24, 312, 72], PLACE, PLACE, EXTENT, EXTENT
) | {"title": "box"}
RADIUS: Final = number("Corner radius.", 8, "integer", minimum=0, maximum=1000)
FALLBACK_TEXT: Final = {**TEXT, "description": "Shown when a part of `content` is unknown."}
FONT: Final = text("A role of the brand (`heading`, `body`) or a family.", "heading", maxLength=100)
WEIGHT: Final[Schema] = {
    "description": "`regular`, `bold`, or 400 to 700.",
    "enum": ["regular", "bold", 400, 500, 600, 700],
    "examples": ["bold"],
}
SIZE: Final[Schema] = {
    "title": "size",
    "description": "Font size, or [largest, smallest]: it shrinks to fit.",
    "type": ["integer", "array"],
    "minimum": 1,
    "maximum": 500,
    "minItems": 2,
    "maxItems": 2,
    "items": {"type": "integer", "minimum": 1, "maximum": 500},
    "examples": [[28, 18]],
}
DRAW: Final[Schema] = {
    "description": "Elements, placed relative to their cell.",
    "type": "array",
    "maxItems": ELEMENTS,
    "items": {"$ref": "#/$defs/element"},
    "examples": [[{"text": {"content": "{{ shop.name }}", "box": [0, 0, 200, 24]}}]],
}

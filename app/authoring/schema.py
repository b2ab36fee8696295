"""The law of block documents: their JSON Schema (2020-12), with words and examples per field."""

from typing import Any, Final

from app.authoring.appointments import EVENT
from app.authoring.choosing import FORMATS
from app.authoring.limits import COORDINATE, ELEMENTS
from app.authoring.schema_elements import ELEMENT
from app.authoring.schema_parts import CONDITION, HEX_COLOR, TEXT, Schema, number, record, text
from app.model.plan import ParamKind, StoreChoice, Zone

_NAME: Final = r"^[a-z0-9][a-z0-9-]{0,62}$"
_WORD: Final = r"^[a-z][a-z0-9_]{0,62}$"


def block_schema() -> dict[str, Any]:
    """Return the published schema of a block document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://opentime.example/block.schema.json",
        "title": "Opentime block",
        **record(
            "A picture that is decided when an email is opened.",
            required=("block", "size", "fallback"),
            block=text("The block's name, as it stands in URLs.", "nearest-store", pattern=_NAME),
            title=text("A name for people; the studio shows it.", "Nearest store", maxLength=200),
            about=text(
                "What it is for, in a sentence; the studio shows it.",
                "Sends readers to the store around the corner.",
                maxLength=400,
            ),
            tags=_TAGS,
            size=text(
                "Width and height in CSS pixels, at most 800x1728.",
                "600x240",
                pattern=r"^[1-9][0-9]{0,3}x[1-9][0-9]{0,3}$",
            ),
            density=number("Device pixels per CSS pixel.", 2, "integer", minimum=1, maximum=3),
            format=text(
                "The kind of picture that is embedded; `auto` chooses by content: photographs go "
                "out as JPEG, countdowns as GIF, all else as PNG. `webp` and `avif` must be "
                "enabled on the server.",
                "auto",
                enum=["auto", *FORMATS],
                default="auto",
            ),
            background={**HEX_COLOR, "description": "What shows where nothing is drawn."},
            params=_PARAMS,
            store=_STORE,
            zone=text(
                "Whose wall clock `clock.*` shows; `brand` keeps the block shareable.",
                "reader",
                enum=[zone.value for zone in Zone],
                default="reader",
            ),
            prefetch=text(
                "What readers are shown that fetch ahead and keep the picture: `steady`, the first "
                "variant that stays true for a week, else the fallback; `live`, what holds now.",
                "steady",
                enum=["steady", "live"],
                default="steady",
            ),
            alt={**TEXT, "description": "The picture in words, for readers who do not see it."},
            event=EVENT,
            variants={
                "description": "Tried from the top; the first whose condition holds is shown.",
                "type": "array",
                "maxItems": 50,
                "items": _variant("One answer of the block.", named=True),
            },
            fallback=_variant("Shown when no variant holds; it needs no condition.", named=False),
            layouts={
                "description": "Drawings by name, for `draw`.",
                "type": "object",
                "propertyNames": {"pattern": _NAME},
                "maxProperties": 50,
                "additionalProperties": _ELEMENTS,
                "examples": [{"plain": [{"fill": {"color": "brand.paper"}}]}],
            },
        ),
        "$defs": {"element": ELEMENT},
    }


_ELEMENTS: Final[Schema] = {
    "description": "Elements, painted in order.",
    "type": "array",
    "maxItems": ELEMENTS,
    "items": {"$ref": "#/$defs/element"},
}

_TAGS: Final[Schema] = {
    "description": "Words to find it by in the studio.",
    "type": "array",
    "maxItems": 12,
    "uniqueItems": True,
    "items": {"type": "string", "minLength": 1, "maxLength": 40},
    "examples": [["stores", "spring"]],
}

_PARAMS: Final[Schema] = {
    "description": "Values that a message or the URL may set.",
    "type": "object",
    "propertyNames": {"pattern": _WORD},
    "maxProperties": 50,
    "examples": [{"sku": {"type": "text", "default": "NB-1042"}}],
    "additionalProperties": record(
        "One parameter.",
        required=("type",),
        type=text("What it holds.", "text", enum=[kind.value for kind in ParamKind]),
        default={
            "description": "Its value when nobody sets it; otherwise empty, 0 or false.",
            "type": ["string", "number", "boolean"],
            "maxLength": 2000,
            "examples": ["NB-1042"],
        },
    ),
}

_CHOICES: Final = [choice.value for choice in StoreChoice]

_STORE: Final[Schema] = {
    "description": "Which store `store.*` is.",
    "type": ["string", "object"],
    "examples": ["nearest-open", {"choose": "nearest-with-stock", "within_km": 50}],
    "if": {"type": "string"},
    "then": {"enum": _CHOICES},
    "else": record(
        "Choice and reach.",
        choose=text("Which one.", "nearest", enum=_CHOICES, default="nearest"),
        within_km=number(
            "Stores farther away are not considered, in kilometres.",
            50,
            exclusiveMinimum=0,
            maximum=COORDINATE * 3,
        ),
    ),
}


def _variant(description: str, *, named: bool) -> Schema:
    fields: dict[str, Schema] = {
        "say": {
            "description": "What it says, decided once: texts by name, in order. `link` is where "
            "a click goes; names that end in `link` or `url` are addresses.",
            "type": "object",
            "propertyNames": {"pattern": _WORD},
            "maxProperties": 50,
            "additionalProperties": TEXT,
            "examples": [{"headline": "Hello {{ person.first_name or 'there' }}"}],
        },
        "draw": {
            "description": "A layout's name, or elements.",
            "type": ["string", "array"],
            "maxItems": ELEMENTS,
            "items": {"$ref": "#/$defs/element"},
            "examples": ["store-card"],
        },
    }
    if not named:
        return record(description, required=("draw",), **fields)
    fields["name"] = text("Its name, in reports and explanations.", "pick-up", pattern=_NAME)
    fields["when"] = {**CONDITION, "description": "Holds or not; without it always holds."}
    return record(description, required=("name", "draw"), **fields)

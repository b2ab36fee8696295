"""The schema of what a layout may draw."""

from typing import Final

from app.authoring.elements.registry import KINDS
from app.authoring.schema_layouts import LAYOUTS
from app.authoring.schema_parts import Schema, record

ELEMENT: Final[Schema] = {
    "minProperties": 1,
    "maxProperties": 1,
    **record("One element: its kind and its fields."),
    "properties": {name: kind.schema for name, kind in KINDS.items()} | dict(LAYOUTS),
}

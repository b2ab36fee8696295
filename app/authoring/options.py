"""What an element accepts, in words: the rows of its table in the documentation."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from app.authoring.elements.registry import KINDS
from app.authoring.schema_layouts import LAYOUTS
from app.authoring.schema_parts import Schema

_EVERYWHERE = frozenset({"when"})
_BY_NAME = {"asset": "asset", "fallback": "asset", "name": "icon"}
_BY_TITLE = {
    "box": "box", "colour": "color", "expression": "expression", "text": "text", "size": "size",
    "text, or list of spans": "text",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One field of an element. `default`: as written in a document, empty when there is none.

    `kind` is what a form asks for: text, font, asset, icon, color, expression, box, size, number,
    integer, yes-no, choice, list or fields.
    """

    name: str
    takes: str
    default: str
    says: str
    is_needed: bool
    kind: str
    choices: tuple[str | int | float, ...] = ()
    least: float | None = None
    most: float | None = None
    example: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A kind of element with its options; `when`, which every kind takes, is not among them."""

    name: str
    says: str
    options: tuple[Option, ...]


def described_kinds() -> tuple[Described, ...]:
    """Return every kind that a layout may hold, in the order of the documentation."""
    schemas = {name: kind.schema for name, kind in KINDS.items()} | dict(LAYOUTS)
    return tuple(
        Described(name=name, says=schema["description"], options=tuple(_options(schema)))
        for name, schema in schemas.items()
    )


def _options(schema: Schema) -> Iterator[Option]:
    needed = schema.get("required", [])
    for name, field in schema["properties"].items():
        if name not in _EVERYWHERE:
            yield Option(
                name=name,
                takes=_takes(field),
                default=_written(field["default"]) if "default" in field else "",
                says=field["description"],
                is_needed=name in needed,
                kind=_kind(name, field),
                choices=tuple(field.get("enum", ())),
                least=field.get("minimum", field.get("exclusiveMinimum")),
                most=field.get("maximum"),
                example=field.get("examples", [None])[0],
            )


def _kind(name: str, field: Schema) -> str:
    if "enum" in field:
        return "choice"
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name.endswith("font"):
        return "font"
    title, kind = field.get("title"), field.get("type", "text")
    if title in _BY_TITLE:
        return _BY_TITLE[title]
    kinds = {"boolean": "yes-no", "array": "list", "object": "fields", "string": "text"}
    plain = kind if isinstance(kind, str) else kind[0]
    return kinds.get(plain, plain)


def _takes(field: Schema) -> str:
    if "enum" in field:
        return ", ".join(f"`{_written(value)}`" for value in field["enum"])
    if "title" in field:
        return str(field["title"])
    kind = field.get("type", "text")
    if kind in ("integer", "number"):
        return _number(field)
    if kind == "array" and "prefixItems" in field:
        return f"{len(field['prefixItems'])} whole numbers"
    words = {"string": "text", "boolean": "yes or no", "array": "list", "object": "fields"}
    kinds = [kind] if isinstance(kind, str) else kind
    return " or ".join(words.get(each, each) for each in kinds)


def _number(field: Schema) -> str:
    name = "whole number" if field["type"] == "integer" else "number"
    least = field.get("minimum", field.get("exclusiveMinimum"))
    most = field.get("maximum")
    if least is None or most is None:
        return name
    return f"{name}, {least} to {most}"


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)

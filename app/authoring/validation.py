"""Checks a document against the schema and words what is wrong with it."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, Final

from app.authoring.findings import MOST, Findings, Path, spelled, suggestion
from app.authoring.law import Law
from app.authoring.reading import Tree
from app.authoring.schema import block_schema

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_LAW: Final = Law(block_schema())
_KINDS: Final = {
    "string": "a text", "integer": "a whole number", "number": "a number", "array": "a list",
    "object": "a mapping", "boolean": "true or false",
}  # fmt: skip
_LIMITS: Final = {
    "minimum": "at least", "maximum": "at most", "exclusiveMinimum": "more than",
    "minItems": "at least this many entries:", "maxItems": "at most this many entries:",
    "minLength": "at least this many characters:", "maxLength": "at most this many characters:",
    "maxProperties": "at most this many entries:", "minProperties": "at least this many entries:",
}  # fmt: skip
_HASH: Final = "If it is a colour, quote it: after a space `#` starts a comment in YAML."


def validate(tree: dict[str, Tree], findings: Findings) -> dict[str, Tree] | None:
    """Return the document without the parts that break the schema (None in lists).

    What is left can be compiled, so that one run finds the problems of both kinds. After a
    hundred problems nothing is left: None.
    """
    broken = note_errors(tree, _LAW, findings)
    if broken is None:
        return None
    unusable = {_whole(path) for error, path in broken if not _keeps_rest(error, path)}
    for path in sorted(unusable, key=len, reverse=True):
        _remove(tree, path)
    return tree


def note_errors(
    tree: dict[str, Tree], law: Law, findings: Findings
) -> "list[tuple[ValidationError, Path]] | None":
    """Word what breaks a schema; return each error with its place, None after too many."""
    broken: list[tuple[ValidationError, Path]] = []
    for number, error in enumerate(law.errors(tree)):
        if number >= MOST:
            findings.stop()
            return None
        path: Path = tuple(error.absolute_path)
        if "propertyNames" in error.absolute_schema_path:
            path = (*path, str(error.instance))
        for rule, where, message, remedy in _worded(error, path):
            findings.error(rule, where, message, remedy)
        broken.append((error, path))
    return broken


def _keeps_rest(error: "ValidationError", path: Path) -> bool:
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        return "minProperties" not in schema  # an element of an unknown kind
    # A block without fallback, or a variant without a layout, still has texts worth checking.
    outer = not path or (len(path) <= 2 and path[0] in ("variants", "fallback"))  # noqa: PLR2004  # variants[0]
    return outer and error.validator == "required"


def _whole(path: Path) -> Path:
    """Return the smallest part around the path that can be left out: an element, a parameter."""
    for end in range(len(path) - 1, 0, -1):
        before = path[end - 1]
        in_layout = end == 2 and path[0] == "layouts"  # noqa: PLR2004  # layouts.NAME[0]
        if isinstance(path[end], int) and (before == "draw" or in_layout):
            return path[: end + 1]
    return path[:2] if path[:1] == ("params",) else path


def _remove(tree: Tree, path: Path) -> None:
    parent: Any = tree
    for step in path[:-1]:
        parent = parent[step]
    if isinstance(parent, dict):
        del parent[path[-1]]
    else:
        parent[path[-1]] = None


def _worded(error: "ValidationError", path: Path) -> Iterator[tuple[str, Path, str, str]]:
    where = spelled(path) or "the document"
    schema: Any = error.schema
    rule: Any = error.validator_value
    value: Any = error.instance
    match error.validator:
        case "additionalProperties":
            yield from _unknown(value, schema.get("properties", {}), path)
        case "required":
            for name in (name for name in rule if name not in value):
                known = schema["properties"][name]
                rule_name = "missing-fallback" if name == "fallback" else "missing-field"
                message = f"`{name}` is missing in {where}."
                yield rule_name, path, message, f"Add it: {known['description']}"
        case "type":
            kinds = [rule] if isinstance(rule, str) else list(rule)
            wanted = " or ".join(_KINDS[kind] for kind in kinds)
            remedy = _HASH if value is None else f"Write {wanted}{_example(error)}."
            yield "wrong-type", path, f"`{where}` is {_shown(value)}, not {wanted}.", remedy
        case "enum":
            near = suggestion(str(value), [str(choice) for choice in rule])
            choices = ", ".join(str(choice) for choice in rule)
            message = f"`{where}` cannot be {_shown(value)}."
            yield "unknown-choice", path, message, near or f"There are: {choices}."
        case "pattern":
            message = f"`{where}` cannot be {_shown(value)}."
            yield "wrong-form", path, message, f"{_meaning(error)}{_example(error)}."
        case name:
            message = f"`{where}` is {_shown(value)}."
            yield (
                "out-of-bounds",
                path,
                message,
                f"It takes {_LIMITS[str(name)]} {rule}{_example(error)}.",
            )


def _unknown(
    value: Collection[str], known: Collection[str], path: Path
) -> Iterator[tuple[str, Path, str, str]]:
    there_are = f"There are: {', '.join(known)}."
    for number, name in enumerate(key for key in value if key not in known):
        # Looking for a likeness is slow, and so many are not told.
        near = suggestion(str(name), known) if number < MOST else ""
        message = f"There is no field `{name}` here."
        yield "unknown-field", (*path, name), message, near or there_are


def _meaning(error: "ValidationError") -> str:
    schema: Any = error.schema
    if "description" not in schema:
        return "Names have small letters, digits and hyphens (`_` inside expressions)"
    return str(schema["description"]).rstrip(".")


def _example(error: "ValidationError") -> str:
    schema: Any = error.schema
    examples = schema.get("examples")
    return f", e.g. `{examples[0]}`" if examples else ""


def _shown(value: object) -> str:
    match value:
        case None:
            return "empty"
        case dict():
            return "a mapping"
        case list():
            return f"a list of {len(value)}"
        case str():
            return f"“{value[:60]}”"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)[:60]

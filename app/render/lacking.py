"""Characters of a scene that no typeface has: emoji are left out, others are empty boxes."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from app.model.scene import Scene
from app.render.fonts import FontBook
from app.render.graphemes import clamp

_UNDRAWN = frozenset({"alt", "spoken", "value", "kind", "language"})  # fields
_FONT = "font"  # ends the names of fields that hold a family


def lacking(scene: Scene, book: FontBook) -> str:
    """Return them, each once, in the order in which they come."""
    said = list(_said("", scene.nodes))
    families = {"body", *(text for name, text in said if name.endswith(_FONT))}
    faces = {face for family in families for face in book.chain(family, 400)}
    drawn = "".join(clamp(text) for name, text in said if not name.endswith(_FONT))
    every = (char for char in dict.fromkeys(drawn) if not char.isascii())
    return "".join(char for char in every if not any(face.has(char) for face in faces))


def _said(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Give the strings within a value, each with the name of the field that holds it."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Sequence):
        for part in value:
            yield from _said(name, part)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _UNDRAWN:
                yield from _said(field.name, getattr(value, field.name))

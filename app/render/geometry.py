"""Limits of what may reach the drawing code: sizes, coordinates, number of layers."""

from dataclasses import dataclass, fields
from functools import cache
from typing import get_args, get_origin

from app.errors import RenderError
from app.model.nodes.placing import is_boxed
from app.model.scene import Node, Scene

MAX_SIDE = 4096  # device pixels
MAX_PIXELS = 8_000_000
MIN_SIDE = 2  # device pixels: mail clients strip 1x1 pictures as trackers
MAX_NODES = 50
MAX_COORDINATE = 8192
_MAX_DENSITY = 4
_MAX_NUMBERS = 1000  # in one field, such as the values of a chart


def check_scene(scene: Scene) -> None:
    """Raise RenderError when a scene is too large, too deep or not made of plain integers."""
    if not _is_whole(scene.density) or not 1 <= scene.density <= _MAX_DENSITY:
        raise _refusal("density", scene.density, f"1 to {_MAX_DENSITY}")
    for name, value in (("width", scene.width), ("height", scene.height)):
        if not _is_whole(value) or not MIN_SIDE <= value * scene.density <= MAX_SIDE:
            raise _refusal(name, value, f"{MIN_SIDE} to {MAX_SIDE} device pixels")
    pixels = scene.width * scene.height * scene.density**2
    if pixels > MAX_PIXELS:
        raise _refusal("scene", pixels, f"at most {MAX_PIXELS} pixels")
    if len(scene.nodes) > MAX_NODES:
        raise _refusal("nodes", len(scene.nodes), f"at most {MAX_NODES} layers")
    for node in scene.nodes:
        _check_node(node, scene.density)


def _check_node(node: Node, density: int) -> None:
    for rule in _rules(type(node)):  # type: ignore[arg-type]  # a class can be hashed
        rule.check(getattr(node, rule.field))
    _, _, width, height = node.box if is_boxed(node) else (0, 0, 0, 0)
    if width * height * density**2 > MAX_PIXELS:
        raise _refusal(f"{node.kind}.box", (width, height), f"at most {MAX_PIXELS} device pixels")


@dataclass(frozen=True, slots=True)
class _Whole:
    """A field that is a whole number within limits."""

    field: str
    name: str
    least: float
    most: float

    def check(self, value: object) -> None:
        if type(value) is not int or not self.least <= value <= self.most:
            raise _refusal(self.name, value, f"an integer of {self.least} to {self.most}")


@dataclass(frozen=True, slots=True)
class _Real(_Whole):
    """A field that is any number within limits."""

    def check(self, value: object) -> None:
        # Not within: also refuses NaN.
        if type(value) not in (int, float) or not self.least <= value <= self.most:  # type: ignore[operator]  # a number
            raise _refusal(self.name, value, f"a number of {self.least} to {self.most}")


@dataclass(frozen=True, slots=True)
class _Several(_Whole):
    """A field that is a tuple of whole numbers: `size` of them, up to a thousand when it is 0."""

    size: int

    def check(self, value: object) -> None:
        if type(value) is not tuple or len(value) != (self.size or len(value)):
            raise _refusal(self.name, value, f"{self.size or 'a tuple of'} integers")
        if len(value) > _MAX_NUMBERS:
            raise _refusal(self.name, len(value), f"at most {_MAX_NUMBERS} integers")
        for number in value:
            _Whole.check(self, number)


@cache
def _rules(kind: type[Node]) -> tuple[_Whole, ...]:
    """Return what the fields of a kind of node that hold numbers are checked by: their types."""
    found: list[_Whole] = []
    for item in fields(kind):
        least, most = item.metadata.get("limits", (-MAX_COORDINATE, MAX_COORDINATE))
        name = f"{fields(kind)[-1].default}.{item.name}"  # the last says what kind it is
        kinds = get_args(item.type) if get_origin(item.type) is tuple else ()
        if item.type is int:
            found.append(_Whole(item.name, name, least, most))
        elif item.type is float:
            found.append(_Real(item.name, name, least, most))
        elif kinds and set(kinds) <= {int, ...}:
            size = 0 if ... in kinds else len(kinds)
            found.append(_Several(item.name, name, least, most, size))
    return tuple(found)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _refusal(name: str, value: object, allowed: str) -> RenderError:
    shown = repr(value)[:60]
    return RenderError(
        f"{name} is {shown}, allowed is {allowed}.",
        remedy="Correct the layout and publish the block again.",
        field=name,
        value=shown,
    )

"""Limits of what may reach the drawing code: sizes, coordinates, number of layers."""

from dataclasses import Field, fields
from typing import Any, get_args, get_origin

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
    for item in fields(node):
        _check_field(f"{node.kind}.{item.name}", item, getattr(node, item.name))
    _, _, width, height = node.box if is_boxed(node) else (0, 0, 0, 0)
    if width * height * density**2 > MAX_PIXELS:
        raise _refusal(f"{node.kind}.box", (width, height), f"at most {MAX_PIXELS} device pixels")


def _check_field(name: str, item: Field[Any], value: object) -> None:
    """Check a field of numbers by its type: `int`, `float`, or a tuple of `int`."""
    limits = item.metadata.get("limits", (-MAX_COORDINATE, MAX_COORDINATE))
    if item.type is int:
        _check_whole(name, value, limits)
    elif item.type is float:
        _check_real(name, value, limits)
    elif get_origin(item.type) is tuple and set(get_args(item.type)) <= {int, ...}:
        _check_several(name, value, get_args(item.type))
        for number in value if isinstance(value, tuple) else ():
            _check_whole(name, number, limits)


def _check_several(name: str, value: object, kinds: tuple[object, ...]) -> None:
    if not isinstance(value, tuple):
        raise _refusal(name, value, "a tuple of integers")
    if ... in kinds and len(value) > _MAX_NUMBERS:
        raise _refusal(name, len(value), f"at most {_MAX_NUMBERS} integers")
    if ... not in kinds and len(value) != len(kinds):
        raise _refusal(name, value, f"{len(kinds)} integers")


def _check_real(name: str, value: object, limits: tuple[float, float]) -> None:
    least, most = limits
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refusal(name, value, "a number")
    if not least <= value <= most:  # also refuses NaN
        raise _refusal(name, value, f"a number of {least} to {most}")


def _check_whole(name: str, value: object, limits: tuple[float, float]) -> None:
    least, most = limits
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _refusal(name, value, f"an integer of {least} to {most}")


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

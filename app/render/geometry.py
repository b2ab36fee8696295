"""Limits of what may reach the drawing code: sizes, coordinates, number of layers."""

from dataclasses import fields

from app.errors import RenderError
from app.model.scene import Node, Scene

MAX_SIDE = 4096  # device pixels
MAX_PIXELS = 8_000_000
MIN_SIDE = 2  # device pixels: mail clients strip 1x1 pictures as trackers
MAX_NODES = 50
MAX_COORDINATE = 8192
_MAX_DENSITY = 4
_MAX_DISTANCE = 41_000_000  # metres, once around the earth
_NUMBERS = ("box", "points", "focus")


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
        value = getattr(node, item.name)
        if item.name in _NUMBERS:
            size = 2 if item.name == "focus" else 4
            if not isinstance(value, tuple) or len(value) != size:
                raise _refusal(f"{node.kind}.{item.name}", value, f"{size} integers")
            for number in value:
                _check_number(f"{node.kind}.{item.name}", number)
        elif item.name == "distance_m":
            if not _is_whole(value) or not 0 <= value <= _MAX_DISTANCE:
                raise _refusal("map.distance_m", value, f"0 to {_MAX_DISTANCE}")
        elif item.type is int:
            _check_number(f"{node.kind}.{item.name}", value)
    _, _, width, height = getattr(node, "box", (0, 0, 0, 0))
    if width * height * density**2 > MAX_PIXELS:
        raise _refusal(f"{node.kind}.box", (width, height), f"at most {MAX_PIXELS} device pixels")
    ratio = getattr(node, "line_height", 1.0)
    if isinstance(ratio, bool) or not isinstance(ratio, int | float) or not 0 < ratio <= 10:  # noqa: PLR2004  # also refuses NaN
        raise _refusal(f"{node.kind}.line_height", ratio, "more than 0, at most 10")


def _check_number(name: str, value: object) -> None:
    if not _is_whole(value) or not -MAX_COORDINATE <= int(str(value)) <= MAX_COORDINATE:
        raise _refusal(name, value, f"an integer of -{MAX_COORDINATE} to {MAX_COORDINATE}")


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

"""Gradients of nodes that have one."""

from PIL import Image

from app.model.nodes.basics import Gradient
from app.model.nodes.fill import Fill
from app.model.nodes.panel import Panel
from app.render.shapes.gradients import Size, linear, radial

_DOWN = 180


def gradient_of(node: Fill | Panel, size: Size) -> Image.Image | None:
    """Return a node's gradient in device pixels; None for one colour, and for two straight down.

    Those the canvas paints itself.
    """
    straight = node.gradient is Gradient.LINEAR and node.angle == _DOWN
    if not node.to or (straight and not node.via):
        return None
    colors = [color for color in (node.color, node.via, node.to) if color]
    if node.gradient is Gradient.RADIAL:
        return radial(size, colors)
    return linear(size, colors, node.angle)

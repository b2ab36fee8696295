"""The ground of a scene, painted."""

from app.model.nodes.basics import Color
from app.model.nodes.fill import Fill
from app.render.elements.brush import Brush


def paint(brush: Brush, node: Fill) -> str:
    """Paint the whole canvas."""
    brush.canvas.fill((0, 0, *brush.canvas.size), node.color, node.to)
    return ""


def ground(node: Fill) -> Color:
    """Return the colour that lies below what is painted later."""
    return node.color

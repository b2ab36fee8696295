"""A rectangle, painted."""

from app.model.nodes.basics import Color
from app.model.nodes.panel import Panel
from app.render.elements.brush import Brush


def paint(brush: Brush, node: Panel) -> str:
    """Paint a filled, bordered rectangle with round corners; the border lies inside."""
    canvas = brush.canvas
    x, y, width, height = (value * canvas.density for value in node.box)
    if width <= 0 or height <= 0:
        return ""
    radius = max(0, node.radius) * canvas.density
    box = (x, y, width, height)
    if node.color and radius:
        canvas.fill_rounded(box, radius, node.color, node.to)
    elif node.color:
        canvas.fill(box, node.color, node.to)
    if node.border > 0 and node.border_color:
        canvas.fill_frame(box, radius, node.border * canvas.density, node.border_color)
    return ""


def ground(node: Panel) -> Color:
    """Return the colour that lies below what is painted later; empty when there is none."""
    return node.color

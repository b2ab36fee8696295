"""The ground of a scene, painted."""

from app.model.nodes.basics import Color
from app.model.nodes.fill import Fill
from app.render.elements.brush import Brush
from app.render.elements.gradients import gradient_of


def paint(brush: Brush, node: Fill) -> str:
    """Paint the whole canvas."""
    canvas = brush.canvas
    if paint := gradient_of(node, canvas.size):
        canvas.lay(paint, (0, 0), paint if paint.mode == "RGBA" else None)
    else:
        canvas.fill((0, 0, *canvas.size), node.color, node.to)
    return ""


def ground(node: Fill) -> Color:
    """Return the colour that lies below what is painted later."""
    return node.color

"""A straight line, painted."""

from math import hypot

from app.model.nodes.line import Line
from app.render.elements.brush import Brush
from app.render.shapes.rounding import polygon


def paint(brush: Brush, node: Line) -> str:
    """Paint a straight line; upright and level ones lie on whole pixels."""
    canvas = brush.canvas
    if node.width <= 0:
        return ""
    x1, y1, x2, y2 = (value * canvas.density for value in node.points)
    thick = node.width * canvas.density
    if y1 == y2:
        canvas.fill((min(x1, x2), y1 - thick // 2, abs(x2 - x1), thick), node.color)
        return ""
    if x1 == x2:
        canvas.fill((x1 - thick // 2, min(y1, y2), thick, abs(y2 - y1)), node.color)
        return ""
    length = hypot(x2 - x1, y2 - y1)
    across, down = (y2 - y1) / length * thick / 2, (x1 - x2) / length * thick / 2
    outline = [
        (x1 + across, y1 + down),
        (x2 + across, y2 + down),
        (x2 - across, y2 - down),
        (x1 - across, y1 - down),
    ]
    if found := polygon(outline, canvas.size):
        canvas.stamp(found[0], found[1], node.color)
    return ""

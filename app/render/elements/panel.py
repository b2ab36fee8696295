"""A rectangle, painted."""

from app.model.nodes.basics import Box, Color
from app.model.nodes.panel import Panel
from app.render.canvas import Canvas
from app.render.colors import rgba
from app.render.elements.brush import Brush
from app.render.elements.gradients import gradient_of
from app.render.shapes.corners import Radii, cornered, framed
from app.render.shapes.shadows import blurred, shadow
from app.render.shapes.stamping import lay

_OPAQUE = 255
_CORNERS = 4


def paint(brush: Brush, node: Panel) -> str:
    """Paint a shadow, a filling and a border, which lies inside."""
    canvas = brush.canvas
    x, y, width, height = (value * canvas.density for value in node.box)
    if width <= 0 or height <= 0:
        return ""
    box = (x, y, width, height)
    radii = _radii(node, canvas.density)
    if node.shadow:
        _cast(canvas, node, box, radii)
    border = node.border * canvas.density if node.border_color else 0
    if node.color:
        if 1 < border < min(width, height) // 2 and rgba(node.border_color)[3] == _OPAQUE:
            # Below the border, not up to its edge: there the filling would shine through.
            inner = (x + 1, y + 1, width - 2, height - 2)
            _fill(canvas, node, inner, _shrunk(radii))
        else:
            _fill(canvas, node, box, radii)
    if border > 0:
        if len(set(radii)) == 1:
            canvas.fill_frame(box, radii[0], border, node.border_color)
        else:
            canvas.stamp(framed(width, height, radii, border), (x, y), node.border_color)
    return ""


def ground(node: Panel) -> Color:
    """Return the colour that lies below what is painted later; empty when there is none."""
    return node.color


def _radii(node: Panel, density: int) -> Radii:
    radii = node.corners if len(node.corners) == _CORNERS else (node.radius,) * _CORNERS
    first, second, third, fourth = (max(0, radius) * density for radius in radii)
    return first, second, third, fourth


def _shrunk(radii: Radii) -> Radii:
    first, second, third, fourth = (max(0, radius - 1) for radius in radii)
    return first, second, third, fourth


def _fill(canvas: Canvas, node: Panel, box: Box, radii: Radii) -> None:
    x, y, width, height = box
    if paint := gradient_of(node, (width, height)):
        lay(canvas, (cornered(width, height, radii), (x, y)), paint)
    elif len(set(radii)) > 1:
        canvas.stamp(cornered(width, height, radii), (x, y), node.color, node.to)
    elif radii[0]:
        canvas.fill_rounded(box, radii[0], node.color, node.to)
    else:
        canvas.fill(box, node.color, node.to)


def _cast(canvas: Canvas, node: Panel, box: Box, radii: Radii) -> None:
    """Cast the shadow; below a filling that lets light through there is none."""
    x, y, width, height = box
    across, down = (value * canvas.density for value in node.shadow_offset)
    blur = node.shadow_blur * canvas.density
    if len(set(radii)) == 1:
        mask, spill = shadow(width, height, radii[0], blur)
    else:
        mask, spill = blurred(cornered(width, height, radii), blur)
    colors = (color for color in (node.color, node.via, node.to) if color)
    if not node.color or any(rgba(color)[3] < _OPAQUE for color in colors):
        mask.paste(0, (spill - across, spill - down), cornered(width, height, radii))
    canvas.stamp(mask, (x - spill + across, y - spill + down), node.shadow)

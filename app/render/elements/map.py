"""The schematic map: rings around the reader, stores in their true direction.

No tiles and no streets: it says how far and which way, and promises nothing else.
"""

from math import cos, pi, sin

from PIL import Image, ImageDraw

from app.model.nodes.basics import Align, Box, VAlign
from app.model.nodes.map import Map
from app.model.nodes.text import Text
from app.render.canvas import Canvas
from app.render.colors import faded, mixed, rgba
from app.render.elements.brush import Brush
from app.render.elements.page import Page
from app.render.maps.labels import Labelling
from app.render.maps.pins import Point, draw_reader, draw_trail, reader_box, stamp_polygon
from app.render.maps.placing import draw_pins, label_pins
from app.render.maps.schematic import SMALL, Plan, planned
from app.render.shapes.rounding import rounded

_COMPASS = 34  # CSS pixels, side of its corner
_RING_LABEL = 9  # CSS pixels
_RING_SHADE, _RING_EDGE = 0.055, 0.12  # how much accent a ring adds, and ink its edge
_FINE = 2  # samples per pixel and axis; edges this faint need no more
_RING_ANGLES = (135, 225, 45, 315, 180, 0, 90, 270)  # where a ring is labelled, best first


def paint(brush: Brush, node: Map) -> str:
    """Draw a map into its box; labels name the distances, in the reader's words."""
    canvas = brush.canvas
    x, y, width, height = node.box
    if width <= 0 or height <= 0:
        return ""
    patch = Canvas(width * canvas.density, height * canvas.density, node.ground, canvas.density)
    on_patch = brush.on(patch)
    plan = planned(node)
    _rings(patch, node, plan)
    draw_trail(patch, plan.reader, plan.tips[0], plan.size, faded(node.ink, 0.55))
    draw_reader(patch, plan.reader, plan.size, mixed(node.ink, node.accent, 0.15))
    draw_pins(patch, plan.tips, plan.size, node.accent, node.ground)
    _label(on_patch, node, plan)
    corners = rounded(*patch.size, min(node.radius, height // 4) * canvas.density)
    canvas.lay(patch.picture, (x * canvas.density, y * canvas.density), corners)
    return ""


def words(node: Map) -> str:
    """Return the distance."""
    return node.label


def html(page: Page, node: Map, width: int) -> str:
    """Return the labels behind a pin; nothing where there are none."""
    labels = [label for label in (node.label, *node.other_labels) if label]
    if not labels:
        return ""
    content = "\n".join(f"📍 {label}" for label in labels)
    words = Text(content=content, box=node.box, ink=node.ink, size=13, weight=700)
    return page.text(words, width)


def _rings(patch: Canvas, node: Map, plan: Plan) -> None:
    """Paint rings from the outermost in, each a shade deeper, on a patch that is still empty."""
    fine = _FINE * patch.density
    size = (patch.size[0] * _FINE, patch.size[1] * _FINE)
    ground = node.ground
    picture = Image.new("RGB", size, rgba(ground)[:3])
    brush = ImageDraw.Draw(picture)
    x, y = (value * fine for value in plan.reader)
    for ring in reversed(plan.rings):
        ground = mixed(ground, node.accent, _RING_SHADE)
        for radius, color in (
            (ring.radius * fine, mixed(ground, node.ink, _RING_EDGE)),
            (ring.radius * fine - fine, ground),
        ):
            if radius > 0:  # of a ring smaller than its edge only the edge is there
                around = (x - radius, y - radius, x + radius, y + radius)
                brush.ellipse(around, fill=rgba(color)[:3])
    patch.lay(picture.reduce(_FINE), (0, 0))


def _label(brush: Brush, node: Map, plan: Plan) -> None:
    """Label the nearest store, the others, the north, the rings, as long as there is room."""
    labelling = Labelling(brush, node.box[2:], node.ground, node.ink, len(plan.tips) == 1)
    labelling.obstacles.append(reader_box(plan.reader, plan.size))
    labelling.avoid_way(plan.reader, plan.tips[0])
    label_pins(labelling, plan.tips, (node.label, *node.other_labels), plan.size)
    corner = labelling.free_corner(_COMPASS) if min(node.box[2:]) >= SMALL else None
    if corner is not None:
        _compass(node, corner, brush)
    for ring in plan.rings:
        if ring.label:
            places = [_on_ring(plan.reader, ring.radius, angle) for angle in _RING_ANGLES]
            labelling.on(ring.label, _RING_LABEL, places)


def _on_ring(middle: Point, radius: float, angle: int) -> Point:
    turn = angle * pi / 180
    return middle[0] + radius * sin(turn), middle[1] - radius * cos(turn)


def _compass(node: Map, corner: Box, brush: Brush) -> None:
    """Draw a needle pointing north with its letter in a corner."""
    patch = brush.canvas
    d, x, y = patch.density, corner[0] + corner[2] // 2, corner[1] + 7
    for half, tint in ((-1, faded(node.ink, 0.75)), (1, faded(node.ink, 0.40))):
        points = [((x + dx) * d, (y + dy) * d) for dx, dy in ((0, 0), (half * 4, 11), (0, 8.5))]
        stamp_polygon(patch, points, tint)
    brush.text(
        Text(
            content="N", box=(x - 10, y + 11, 20, 12), ink=faded(node.ink, 0.65), weight=700,
            size=9, min_size=9, align=Align.CENTER, valign=VAlign.MIDDLE,
        ),
    )  # fmt: skip

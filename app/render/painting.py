"""A scene painted node by node, in order."""

from math import hypot
from typing import assert_never

from PIL import ImageChops

from app.model.scene import Fill, Line, Map, Node, Panel, Picture, Progress, Scene, Text
from app.render.canvas import Canvas, polygon, rounded
from app.render.geometry import check_scene
from app.render.lettering import Letterer
from app.render.maps import draw_map
from app.render.pictures import Gallery


class Painter:
    """Paints scenes with the typefaces and pictures it is given."""

    def __init__(self, letterer: Letterer, gallery: Gallery) -> None:
        self._letterer = letterer
        self._gallery = gallery

    def paint(self, scene: Scene) -> tuple[Canvas, tuple[str, ...]]:
        """Return the canvas and the digests of assets that could not be drawn."""
        check_scene(scene)
        size = (scene.width * scene.density, scene.height * scene.density)
        canvas = Canvas(*size, scene.background, scene.density)
        skipped = [asset for node in scene.nodes if (asset := self._node(canvas, node))]
        return canvas, tuple(skipped)

    def _node(self, canvas: Canvas, node: Node) -> str:
        """Paint one node; return the asset it could not get, else nothing."""
        match node:
            case Fill():
                canvas.fill((0, 0, *canvas.image.size), node.color, node.to)
            case Panel():
                paint_panel(canvas, node)
            case Line():
                paint_line(canvas, node)
            case Text():
                self._letterer.draw(canvas, node)
            case Picture():
                return "" if self._gallery.draw(canvas, node) else node.asset
            case Progress():
                paint_progress(canvas, node)
            case Map():
                draw_map(canvas, node, self._letterer)
            case _:
                assert_never(node)
        return ""


def paint_panel(canvas: Canvas, node: Panel) -> None:
    """Paint a filled, bordered rectangle with round corners; the border lies inside."""
    x, y, width, height = (value * canvas.density for value in node.box)
    if width <= 0 or height <= 0:
        return
    radius = max(0, node.radius) * canvas.density
    box = (x, y, width, height)
    if node.color and radius:
        canvas.fill_rounded(box, radius, node.color, node.to)
    elif node.color:
        canvas.fill(box, node.color, node.to)
    if node.border > 0 and node.border_color:
        canvas.fill_frame(box, radius, node.border * canvas.density, node.border_color)


def paint_line(canvas: Canvas, node: Line) -> None:
    """Paint a straight line; upright and level ones lie on whole pixels."""
    if node.width <= 0:
        return
    x1, y1, x2, y2 = (value * canvas.density for value in node.points)
    thick = node.width * canvas.density
    if y1 == y2:
        canvas.fill((min(x1, x2), y1 - thick // 2, abs(x2 - x1), thick), node.color)
        return
    if x1 == x2:
        canvas.fill((x1 - thick // 2, min(y1, y2), thick, abs(y2 - y1)), node.color)
        return
    length = hypot(x2 - x1, y2 - y1)
    across, down = (y2 - y1) / length * thick / 2, (x1 - x2) / length * thick / 2
    outline = [
        (x1 + across, y1 + down),
        (x2 + across, y2 + down),
        (x2 - across, y2 - down),
        (x1 - across, y1 - down),
    ]
    if found := polygon(outline, canvas.image.size):
        canvas.stamp(found[0], found[1], node.color)


def paint_progress(canvas: Canvas, node: Progress) -> None:
    """Paint a bar with round ends; a `radius` above 0 makes the ends less round."""
    x, y, width, height = (value * canvas.density for value in node.box)
    if width <= 0 or height <= 0:
        return
    radius = node.radius * canvas.density if node.radius > 0 else height
    track = rounded(width, height, radius)
    canvas.stamp(track, (x, y), node.track)
    if node.value <= 0:
        return
    done = width * min(1000, node.value) // 1000
    # A bar that has just begun is a cap of full height, cut by the track's own end.
    bar = rounded(max(done, min(height, width)), height, radius)
    whole = track.copy()
    whole.paste(0, (0, 0, width, height))
    whole.paste(bar, (0, 0))
    canvas.stamp(ImageChops.multiply(whole, track), (x, y), node.color)

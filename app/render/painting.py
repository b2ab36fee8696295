"""A scene painted node by node, in order."""

from dataclasses import dataclass

from app.model.scene import Scene
from app.render.canvas import Canvas
from app.render.elements.brush import Brush
from app.render.elements.registry import LOOKS
from app.render.encoding import Ground, Over
from app.render.geometry import check_scene
from app.render.icons import IconShelf
from app.render.lettering import Letterer
from app.render.maps.area import Cartographer
from app.render.pictures import Gallery
from app.render.plates import Plates


@dataclass(frozen=True, slots=True)
class Painting:
    """A painted scene; `skipped` names assets that could not be drawn.

    `over` says what it shows as other scenes did, where that is known.
    """

    canvas: Canvas
    skipped: tuple[str, ...]
    over: Over | None = None


class Painter:
    """Paints scenes with the typefaces, pictures, icons and maps it is given.

    With plates, what a scene begins with like others is painted once; without, every time.
    """

    def __init__(
        self,
        letterer: Letterer,
        gallery: Gallery,
        icons: IconShelf,
        cartographer: Cartographer,
        plates: Plates | None = None,
    ) -> None:
        self._letterer = letterer
        self._gallery = gallery
        self._icons = icons
        self._cartographer = cartographer
        self._plates = plates

    def paint(self, scene: Scene) -> Painting:
        """Return a scene painted; raises RenderError for one beyond the limits."""
        check_scene(scene)
        if self._plates is None:
            canvas = blank(scene)
            return Painting(canvas, self._nodes(canvas, scene, 0, len(scene.nodes)))
        return self._painted(scene, self._plates)

    def _painted(self, scene: Scene, plates: Plates) -> Painting:
        beginning, whole = plates.beginning(scene), len(scene.nodes)
        ground = plates.ground(beginning)
        if ground:
            canvas = Canvas.over(ground.image, scene.density)
            skipped = self._nodes(canvas, scene, beginning.place, whole)
            return Painting(canvas, skipped, Over(ground, canvas.touched))
        canvas = blank(scene)
        skipped = self._nodes(canvas, scene, 0, beginning.place)
        if beginning.place and not skipped:  # what was missing may be there the next time
            plates.keep(beginning, Ground(canvas.picture.copy()))
        return Painting(canvas, skipped + self._nodes(canvas, scene, beginning.place, whole))

    def _nodes(self, canvas: Canvas, scene: Scene, first: int, end: int) -> tuple[str, ...]:
        """Paint nodes of a scene and return the assets that could not be drawn."""
        brush = self.brush(canvas)
        drawn = (LOOKS[type(node)].paint(brush, node) for node in scene.nodes[first:end])
        return tuple(asset for asset in drawn if asset)

    def brush(self, canvas: Canvas) -> Brush:
        """Return what elements paint with on a canvas."""
        return Brush(canvas, self._letterer, self._gallery, self._icons, self._cartographer)


def blank(scene: Scene) -> Canvas:
    """Return the canvas of a scene."""
    size = (scene.width * scene.density, scene.height * scene.density)
    return Canvas(*size, scene.background, scene.density)

"""A scene painted node by node, in order."""

from app.model.scene import Scene
from app.render.canvas import Canvas
from app.render.elements.brush import Brush
from app.render.elements.registry import LOOKS
from app.render.geometry import check_scene
from app.render.icons import IconShelf
from app.render.lettering import Letterer
from app.render.maps.area import Cartographer
from app.render.pictures import Gallery


class Painter:
    """Paints scenes with the typefaces, pictures, icons and maps it is given."""

    def __init__(
        self, letterer: Letterer, gallery: Gallery, icons: IconShelf, cartographer: Cartographer
    ) -> None:
        self._letterer = letterer
        self._gallery = gallery
        self._icons = icons
        self._cartographer = cartographer

    def paint(self, scene: Scene) -> tuple[Canvas, tuple[str, ...]]:
        """Return the canvas and the digests of assets that could not be drawn."""
        check_scene(scene)
        size = (scene.width * scene.density, scene.height * scene.density)
        canvas = Canvas(*size, scene.background, scene.density)
        brush = self.brush(canvas)
        drawn = (LOOKS[type(node)].paint(brush, node) for node in scene.nodes)
        return canvas, tuple(asset for asset in drawn if asset)

    def brush(self, canvas: Canvas) -> Brush:
        """Return what elements paint with on a canvas."""
        return Brush(canvas, self._letterer, self._gallery, self._icons, self._cartographer)

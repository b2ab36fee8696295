"""A scene painted node by node, in order."""

from dataclasses import dataclass

from app.model.rendering import Format
from app.model.scene import Scene
from app.render.canvas import Canvas
from app.render.elements.brush import Brush
from app.render.elements.registry import LOOKS
from app.render.encoding import Ground, Mirror, Over, encode, encode_indexed
from app.render.geometry import check_scene
from app.render.icons import IconShelf
from app.render.lettering import Letterer
from app.render.maps.area import Cartographer
from app.render.pictures import Gallery
from app.render.plates import Plates

_PALETTED = (Format.PNG, Format.GIF)


@dataclass(frozen=True, slots=True)
class Painting:
    """A painted scene; `skipped` names assets that could not be drawn.

    `ground` is what it shows as other scenes did, where that is known; `mirror` has shapes.
    """

    canvas: Canvas
    skipped: tuple[str, ...]
    ground: Ground | None = None
    mirror: Mirror | None = None

    def encoded(self, kind: Format, *, sharp: bool) -> bytes:
        """Return the painting in a format; nobody may look at the canvas any more."""
        if self.ground is None:
            return encode(self.canvas.picture, kind, sharp=sharp)
        canvas = self.canvas
        surface = canvas.surface
        found = self.mirror and self.mirror.indexed(surface.picture, tuple(surface.settle()))
        if found:
            body = encode_indexed(found, kind)
        else:
            picture = canvas.picture
            body = encode(picture, kind, sharp=sharp, over=Over(self.ground, canvas.touched))
        self.ground.take_back(surface.picture, canvas.touched)
        if self.mirror:
            self.mirror.close()
        return body


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

    def paint(self, scene: Scene, kind: Format) -> Painting:
        """Return a scene painted for a format; raises RenderError for one beyond the limits."""
        check_scene(scene)
        if self._plates is None:
            canvas = blank(scene)
            return Painting(canvas, self._nodes(canvas, scene, 0, len(scene.nodes)))
        return self._painted(scene, kind, self._plates)

    def _painted(self, scene: Scene, kind: Format, plates: Plates) -> Painting:
        beginning, whole = plates.beginning(scene), len(scene.nodes)
        ground = plates.ground(beginning)
        if ground:
            mirror = Mirror.of(ground) if kind in _PALETTED else None
            canvas = Canvas.on(ground.lend(), scene.density, mirror)
            skipped = self._nodes(canvas, scene, beginning.place, whole)
            return Painting(canvas, skipped, ground, mirror)
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

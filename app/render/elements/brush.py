"""What an element paints with."""

from dataclasses import dataclass, replace

from app.model.nodes.picture import Picture
from app.model.nodes.text import Text
from app.render.canvas import Canvas
from app.render.icons import IconShelf
from app.render.lettering import Letterer
from app.render.maps.area import Cartographer
from app.render.pictures import Gallery


@dataclass(frozen=True, slots=True)
class Brush:
    """The canvas and what comes on it; an element made of others paints them with it."""

    canvas: Canvas
    letterer: Letterer
    gallery: Gallery
    icons: IconShelf
    cartographer: Cartographer

    def on(self, canvas: Canvas) -> "Brush":
        """Return the brush for another canvas, such as a patch that is pasted later."""
        return replace(self, canvas=canvas)

    def in_pixels(self) -> "Brush":
        """Return the brush for the same canvas in device pixels, for what CSS pixels cannot say."""
        return self.on(self.canvas.in_pixels())

    def text(self, node: Text) -> None:
        """Draw a text."""
        self.letterer.draw(self.canvas, node)

    def picture(self, node: Picture) -> str:
        """Draw a picture; return the asset if it could not be drawn, else nothing."""
        return "" if self.gallery.draw(self.canvas, node) else node.asset

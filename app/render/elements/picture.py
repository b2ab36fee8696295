"""A picture from the assets, drawn and as mail-safe HTML."""

from app.model.nodes.picture import Picture
from app.render.elements.brush import Brush
from app.render.elements.page import Page


def paint(brush: Brush, node: Picture) -> str:
    """Draw a picture; return the asset if it could not be drawn, else nothing."""
    return brush.picture(node)


def html(page: Page, node: Picture, width: int) -> str:
    """Return the picture as an image of its own."""
    return page.picture(node, width)

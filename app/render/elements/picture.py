"""A picture from the assets, drawn and as mail-safe HTML."""

from dataclasses import replace

from app.model.nodes.picture import Mask, Picture
from app.render.elements.brush import Brush
from app.render.elements.page import Page


def paint(brush: Brush, node: Picture) -> str:
    """Draw a picture; return the asset if it could not be drawn, else nothing."""
    return brush.picture(node)


def html(page: Page, node: Picture, width: int) -> str:
    """Return the picture as an image of its own; a circle as a square with round corners."""
    if node.mask is Mask.BOX:
        return page.picture(node, width)
    side = min(width, node.area[2])
    return page.picture(replace(node, box=node.area, radius=side // 2), side)

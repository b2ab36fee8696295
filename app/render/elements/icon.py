"""An icon, drawn in one colour or in its own, and as an emoji in mails' HTML."""

from app.model.icons import ICONS
from app.model.nodes.basics import Align, VAlign
from app.model.nodes.icon import Icon
from app.model.nodes.text import Text
from app.render.elements.brush import Brush
from app.render.elements.page import Page

_INK = "#1a1a1aff"
_EMOJI_SHARE = 0.8  # of the icon's side, so that an emoji is about as large


def paint(brush: Brush, node: Icon) -> str:
    """Draw an icon as large as its box allows; one that does not exist leaves a gap."""
    canvas = brush.canvas
    x, y, width, height = (value * canvas.density for value in node.box)
    side = min(width, height)
    if side <= 0:
        return ""
    at = (x + (width - side) // 2, y + (height - side) // 2)
    picture = None if node.color else brush.icons.picture(node.name, side)
    if picture is not None:
        canvas.lay(picture, at, picture)
    elif mask := brush.icons.mask(node.name, side):
        canvas.stamp(mask, at, node.color or _INK)
    return ""


def html(page: Page, node: Icon, width: int) -> str:
    """Return an emoji of the icon's meaning, else its alt text; nothing where it has neither."""
    emoji = ICONS.get(node.name, "")
    shown = emoji or node.alt
    if not shown:
        return ""
    size = max(10, round(min(node.box[2:]) * _EMOJI_SHARE)) if emoji else 13
    words = Text(
        content=shown, box=node.box, ink=node.color or _INK, size=size, line_height=1.0,
        align=Align.CENTER, valign=VAlign.MIDDLE,
    )  # fmt: skip
    return page.text(words, width)

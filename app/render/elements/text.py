"""A text, drawn and as mail-safe HTML."""

from app.model.nodes.text import Text
from app.render.elements.brush import Brush
from app.render.elements.page import Page
from app.render.graphemes import clamp
from app.render.passage import plain, spans


def paint(brush: Brush, node: Text) -> str:
    """Draw a text into its box."""
    brush.text(node)
    return ""


def html(page: Page, node: Text, width: int) -> str:
    """Return the text as text."""
    return page.text(node, width)


def words(node: Text) -> str:
    """Return the text without its spans."""
    return plain(spans(node))


def is_empty(node: Text) -> bool:
    """Tell whether there is nothing to read."""
    return not clamp(node.content).strip()

"""A countdown, painted as it stands and as mail-safe HTML; GIFs of it move, see `animation`."""

from app.model.nodes.countdown import Countdown
from app.render.colors import over
from app.render.countdown.counting import amounts
from app.render.countdown.labels import left_in_words
from app.render.countdown.painting import paint_countdown, words_of, words_text
from app.render.elements.brush import Brush
from app.render.elements.page import Page


def paint(brush: Brush, node: Countdown) -> str:
    """Paint cells and digits, or the words in their place."""
    paint_countdown(brush, node)
    return ""


def html(page: Page, node: Countdown, width: int) -> str:
    """Return its words on the colour of its cells."""
    text = words_text(node, words(node))
    return page.text(text, width, over(node.color, page.ground) if node.color else None)


def is_empty(node: Countdown) -> bool:
    """Tell whether the time is over and nothing is said of it."""
    return not words(node)


def words(node: Countdown) -> str:
    """Return what is left in words, or the words in place of the digits."""
    if node.left_s > 0 and not node.stable:
        return left_in_words(amounts(node, node.left_s), node.language, node.numerals)
    return words_of(node)

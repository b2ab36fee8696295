"""Text set in lines: words of one face and direction, measured, fitted to a box."""

from app.model.scene import Text
from app.render.bidi import Direction, direction_of
from app.render.fitting import LEAST_LEADING, MAX_SIZE, Setter
from app.render.fonts import FontBook
from app.render.graphemes import MAX_GRAPHEMES
from app.render.passage import Cut, passage, plain, spans
from app.render.setting import Line, Run, Setting
from app.render.typecase import Typecase
from app.render.widths import Shaper
from app.render.words import Words


class Typesetter:
    """Sets texts with the faces of a book, shaped by a typecase."""

    def __init__(self, book: FontBook, case: Typecase) -> None:
        self._book = book
        self._case = case

    def fit(self, node: Text, density: int) -> Setting:
        """Shrink a text until it fits its box and lines, then cut it with an ellipsis."""
        return self._one_line(node, density) or self.fit_any(node, density)

    def fit_any(self, node: Text, density: int) -> Setting:
        """Return the same by the way that every text can go."""
        found = spans(node)
        said = plain(found)
        asked = _asked(node)
        language = asked or _guessed(said)
        direction = direction_of(said, language=asked)
        text = passage(node, found, self._book, language)
        return Setter(
            node=node,
            density=density,
            text=text,
            words=Words(text, direction, self._book, in_one=node.lines == 1),
            shaper=Shaper(self._case, asked, node.spacing),
            direction=direction,
            language=language,
        ).fitted()

    def _one_line(self, node: Text, density: int) -> Setting | None:
        """Return a plain text set in one line if it fits one; most texts are plain."""
        if node.lines != 1 or node.styles or node.spacing or len(node.content) > MAX_GRAPHEMES:
            return None
        said, asked = node.content.strip(), _asked(node)
        if not node.content.isascii() or not node.content.isprintable() or not said:
            return None
        chain = self._book.chain(node.font, node.weight, asked)
        if direction_of(said, language=asked) is Direction.RTL or not chain[0].has(said):
            return None
        shaped = self._case.shape_words(chain[0], said, asked)
        most = max(1, min(node.size, MAX_SIZE))
        size = _largest(shaped.width, density, node.box[2] * density, (node.min_size, most))
        if not size:
            return None
        ink = node.inks[0] if len(node.inks) == 1 else ""
        cut = Cut(chain, node.weight, 1.0, node.underline, node.strike, ink)
        run = Run(said, chain[0], shaped, size * density, cut, 0.0)
        line = Line((run,), size * density, chain[0])
        return Setting((line,), max(node.line_height, LEAST_LEADING), Direction.LTR, whole=True)


def _asked(node: Text) -> str:
    """Return a node's language if it is spelled as one."""
    return node.language if node.language.replace("-", "").isalnum() else ""


def _largest(ems: float, density: int, room: int, sizes: tuple[int, int]) -> int:
    """Return the largest of the sizes (from, to) at which a width in ems fits; 0 for none."""
    least, size = max(1, min(sizes)), sizes[1]
    while ems * (size * density) > room:
        size = min(size - 1, int(room / ems / density) + 1)
        if size < least:
            return 0
    return size


def _guessed(text: str) -> str:
    """Return the language whose shapes of ideographs a text without a language needs."""
    if any("\u3041" <= char <= "\u30ff" for char in text):
        return "ja"
    if any("\uac00" <= char <= "\ud7a3" for char in text):
        return "ko"
    return ""

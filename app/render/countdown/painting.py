"""A countdown painted: a ground that stays, and parts that change from second to second."""

from dataclasses import dataclass, replace
from enum import Enum

from PIL import Image

from app.model.nodes.basics import Align, Box, Color, VAlign
from app.model.nodes.countdown import Countdown
from app.model.nodes.panel import Panel
from app.model.nodes.text import Text
from app.render.canvas import Canvas
from app.render.colors import mixed, opaque
from app.render.countdown.counting import amounts, counts, written
from app.render.countdown.glyphs import word
from app.render.countdown.labels import label
from app.render.countdown.layout import Cell, Layout, arrange
from app.render.elements.brush import Brush
from app.render.elements.panel import paint as paint_panel

_WORDS_SIZE = 0.30  # of the box's height
_LARGEST_WORDS, _LEAST_WORDS = 30, 11  # CSS pixels
_SMALLER = 0.6  # of their size, rather than on two lines
_MARGIN = 12  # CSS pixels beside words
_CREASE, _CREASE_HIGH = 0.45, 0.018  # share of black, of the cell's height
_SEPARATOR_SIZE = 0.8  # of the digits
_SEPARATOR_WIDE = 0.6  # of the gap between cells
_BLACK = "#000000"
_LEVELS = bytes(range(0, 256, 17))  # of coverage
_REGULAR = 400
_MOST_INK, _SEVERAL = 8, 5
_MOST_GROUNDS = 8  # colours below a part that are drawn exactly


class PartKind(Enum):
    """What a part shows."""

    DIGIT = 1
    LABEL = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A place that shows a digit or the name of a unit; parts do not overlap."""

    kind: PartKind
    box: Box  # device pixels


class Face:
    """One countdown with so many digits in each cell: what its parts are and how they look."""

    def __init__(self, brush: Brush, node: Countdown, layout: Layout) -> None:
        self._letterer = brush.letterer
        self._density = brush.canvas.density
        self._node = node
        self._layout = layout
        self.parts = tuple(part for cell in layout.cells for part in _parts(cell))

    def state(self, left_s: int) -> tuple[str, ...]:
        """Return what each part shows when so much is left, in as many digits."""
        shown: list[str] = []
        pairs = zip(self._layout.cells, amounts(self._node, left_s), strict=True)
        for cell, (unit, amount) in pairs:
            shown.extend(written(amount, self._node.numerals))
            if cell.label is not None:
                shown.append(label(unit, amount, self._layout.labels, self._node.language))
        return tuple(shown)

    def sample(self) -> tuple[str, ...]:
        """Return a state that has most ink."""
        node, digit = self._node, self._node.numerals[_MOST_INK]
        shown: list[str] = []
        for cell in self._layout.cells:
            shown += [digit] * len(cell.slots)
            if cell.label is not None:
                shown.append(label(cell.unit, _SEVERAL, self._layout.labels, node.language))
        return tuple(shown)

    def shades(self, index: int, ground: Image.Image) -> Image.Image | None:
        """Return a picture of every colour that a part can have; None: more than a few."""
        below = ground.getcolors(_MOST_GROUNDS)
        if below is None:
            return None
        picture = Image.new("RGB", (len(_LEVELS), len(below)))
        for row, (_, color) in enumerate(below):
            assert isinstance(color, tuple)
            picture.paste(color, (0, row, picture.width, row + 1))
        mask = Image.frombytes("L", (len(_LEVELS), 1), _LEVELS)
        canvas = Canvas.over(picture, 1)
        canvas.stamp(mask.resize(picture.size, Image.Resampling.NEAREST), (0, 0), self._ink(index))
        return canvas.picture

    def paint_ground(self, brush: Brush) -> None:
        """Paint cells and separators."""
        fine = brush.in_pixels()
        node = self._node
        for cell in self._layout.cells:
            paint_panel(
                fine,
                Panel(
                    box=cell.box, color=node.color, radius=node.radius * self._density,
                    border=node.border * self._density, border_color=node.border_color,
                ),
            )  # fmt: skip
            self._crease(brush.canvas, (0, 0), cell)
        for box in self._layout.separators:
            self._separate(brush.canvas, box)

    def paint_part(self, canvas: Canvas, origin: tuple[int, int], index: int, shown: str) -> None:
        """Paint what a part shows on its ground; `origin` is the canvas's place on the scene's."""
        part, node = self.parts[index], self._node
        at = (part.box[0] - origin[0], part.box[1] - origin[1])
        if part.kind is PartKind.LABEL:
            size, font = self._layout.label_size, node.label_font
            shape = word(self._letterer, shown, font, _REGULAR, size, part.box[2:])
            canvas.stamp(shape, at, node.label_ink)
            return
        canvas.stamp(self._layout.glyphs.masks[shown], at, node.ink)
        for cell in self._layout.cells:
            if part.box in cell.slots:
                self._crease(canvas, origin, cell)

    def _ink(self, index: int) -> Color:
        is_label = self.parts[index].kind is PartKind.LABEL
        return self._node.label_ink if is_label else self._node.ink

    def _separate(self, canvas: Canvas, box: Box) -> None:
        """Paint a separator in the middle of the gap, beside the middle of the digits."""
        node, size = self._node, max(1, round(self._layout.size * _SEPARATOR_SIZE))
        shape = self._separator(size)
        bare = not (node.color or node.border)
        if not bare and shape.width > box[2] * _SEPARATOR_WIDE:
            shape = self._separator(max(1, int(size * box[2] * _SEPARATOR_WIDE / shape.width)))
        slot = self._layout.cells[0].slots[0]
        at = (box[0] + (box[2] - shape.width) // 2, slot[1] + (slot[3] - shape.height) // 2)
        canvas.stamp(shape, at, node.ink if bare else node.label_ink)

    def _separator(self, size: int) -> Image.Image:
        node, room = self._node, (4 * size, 2 * size)
        shape = word(self._letterer, node.separator, node.font, node.weight, size, room)
        return shape.crop(shape.getbbox())

    def _crease(self, canvas: Canvas, origin: tuple[int, int], cell: Cell) -> None:
        """Draw the line through a cell's digits, as much of it as is on the canvas."""
        color = self._node.color
        if not (self._node.split and color):
            return
        x, _, width, height = cell.box
        thick, inset = max(1, round(height * _CREASE_HIGH)), self._node.border * self._density
        middle = cell.slots[0][1] + cell.slots[0][3] // 2
        top = middle - thick // 2 - origin[1]
        box = (x + inset - origin[0], top, width - 2 * inset, thick)
        canvas.fill(box, mixed(opaque(color), _BLACK, _CREASE))


def face_of(brush: Brush, node: Countdown) -> Face | None:
    """Return the face of a countdown; None where there is no room, or words in place of digits."""
    layout = arrange(node, brush.canvas.density, brush.letterer)
    return Face(brush, node, layout) if layout and counts(node) else None


def paint_countdown(brush: Brush, node: Countdown) -> None:
    """Paint a countdown as it stands."""
    if not counts(node):
        paint_words(brush, node)
    elif face := face_of(brush, node):
        face.paint_ground(brush)
        for index, shown in enumerate(face.state(node.left_s)):
            face.paint_part(brush.canvas, (0, 0), index, shown)


def paint_words(brush: Brush, node: Countdown) -> None:
    """Paint the words that stand in place of the digits, on one ground; nothing for no words."""
    words = words_of(node)
    if not words or min(node.box[2:]) <= 0:
        return
    paint_panel(
        brush,
        Panel(
            box=node.box, color=node.color, radius=node.radius, border=node.border,
            border_color=node.border_color,
        ),
    )  # fmt: skip
    text = words_text(node, words)
    on_one_line = replace(text, lines=1, min_size=min(text.size, round(text.size * _SMALLER)))
    _, whole = brush.letterer.extent(on_one_line, brush.canvas.density)
    brush.text(on_one_line if whole else text)


def words_of(node: Countdown) -> str:
    """Return the words that stand in place of the digits; empty while they count, or for none."""
    if counts(node):
        return ""
    return node.stable if node.left_s > 0 else node.expired


def words_text(node: Countdown, words: str) -> Text:
    """Return words as a text in the middle of the box."""
    x, y, width, height = node.box
    margin = min(_MARGIN, width // 8)
    size = max(_LEAST_WORDS, min(round(height * _WORDS_SIZE), _LARGEST_WORDS))
    return Text(
        content=words, box=(x + margin, y, width - 2 * margin, height), ink=node.ink,
        font=node.font, weight=node.weight, size=size, min_size=min(size, _LEAST_WORDS), lines=3,
        align=Align.CENTER, valign=VAlign.MIDDLE, language=node.language,
    )  # fmt: skip


def _parts(cell: Cell) -> list[Part]:
    slots = [Part(PartKind.DIGIT, slot) for slot in cell.slots]
    return slots if cell.label is None else [*slots, Part(PartKind.LABEL, cell.label)]

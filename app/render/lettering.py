"""A set text drawn: shadow, outline, ink of each colour, lines under and through, emoji."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.model.keeping import Weighed
from app.model.scene import Align, Color, Text, VAlign
from app.render.bidi import Direction
from app.render.canvas import Canvas
from app.render.casting import Letter, together
from app.render.colors import rgba
from app.render.emoji import Sticker, Stickers
from app.render.fonts import FontBook
from app.render.linebreaks import has_ideographs
from app.render.rules import Stroke, draw_rules
from app.render.setting import Line, Run, Setting
from app.render.sheets import Point, Sheets, Stamp, area_around, stamps
from app.render.spreading import blurred, spread
from app.render.typecase import Typecase
from app.render.typesetting import Typesetter

_SPILL = 0.9  # ems a glyph may leave its box: marks above, tails below
_MOST_OUTLINE, _MOST_BLUR = 20, 100  # CSS pixels
_BOLD = 600
_KEPT_BYTES = 12 * 1024 * 1024  # of texts ready to be painted
_OVERHEAD, _LETTER_BYTES = 1500, 1000  # of one beside its masks, of a letter with its own: about
_OPAQUE = 255


@dataclass(frozen=True, slots=True)
class Placed:
    """A run and where its pen stands on the baseline, in device pixels of the canvas."""

    run: Run
    x: float
    baseline: int


@dataclass(frozen=True, slots=True)
class _Inked:
    """A text ready to be painted: its stamps or letters from below, then its pictures."""

    stamps: tuple[Stamp, ...] = ()
    letters: tuple[tuple[Color, Sequence[Letter]], ...] = ()
    stickers: tuple[Sticker, ...] = ()


class Letterer:
    """Draws text nodes; safe to share between threads. Texts drawn last are kept, in bytes.

    Without `keep` every letter is drawn anew: the same pixels, slowly.
    """

    def __init__(self, book: FontBook, *, keep: bool = True) -> None:
        self._case = Typecase(keep=keep)
        self._typesetter = Typesetter(book, self._case)
        self._stickers = Stickers(self._case)
        self._kept: Weighed[tuple[Text, int, Point], _Inked] = Weighed(
            _KEPT_BYTES if keep else 0, _weight
        )

    def draw(self, canvas: Canvas, node: Text) -> None:
        """Draw a text into its box."""
        if node.box[2] <= 0 or not node.content.strip():
            return
        key = (node, canvas.density, canvas.size)
        inked = self._kept.get(key)
        if inked is None:
            inked = self._inked(canvas, node)
            self._kept.put(key, inked)
        for mask, at, color in inked.stamps:
            canvas.stamp(mask, at, color)
        for color, letters in inked.letters:
            canvas.imprint(letters, color)
        for picture, at in inked.stickers:
            canvas.lay(picture, at, picture)

    def _inked(self, canvas: Canvas, node: Text) -> _Inked:
        setting = self._typesetter.fit(node, canvas.density)
        placed = list(self._placed(setting, node, canvas.density))
        if _is_plain(node, placed):
            return self._imprinted(node, placed)
        sheets = _sheets(canvas, node, setting, placed)
        if sheets is None:
            return _Inked()
        for one in placed:
            mask = sheets.of(one.run.cut.ink or node.ink)
            for letter, box in self._letters(one, sheets.area[:2]):
                mask.im.paste(255, box, letter)
        draw_rules(sheets, (_stroke(one, node) for one in placed))
        stickers = tuple(self._pictures(placed))
        outline = _outline(sheets, node, canvas.density)
        below = (*_cast(canvas, node, outline or sheets, stickers), *(outline or sheets).stamps())
        return _Inked((*below, *(sheets.stamps() if outline else ())), stickers=stickers)

    def _imprinted(self, node: Text, placed: list[Placed]) -> _Inked:
        """Return a text whose letters need not be gathered before they are painted."""
        found: dict[Color, list[list[Letter]]] = {}
        for one in placed:
            if letters := self._letters(one, (0, 0)):
                found.setdefault(one.run.cut.ink or node.ink, []).append(letters)
        parts = ((color, part) for color, runs in found.items() for part in together(runs))
        return _Inked(letters=tuple(parts), stickers=tuple(self._pictures(placed)))

    def extent(self, node: Text, density: int) -> tuple[float, bool]:
        """Return the width of a fitted text in CSS pixels, and whether all of it fits."""
        setting = self._typesetter.fit(node, density)
        return max(line.width for line in setting.lines) / density, setting.whole

    def baseline(self, node: Text, density: int) -> float:
        """Return how far below the top of its box a text's first line stands, in CSS pixels."""
        setting = self._typesetter.fit(node, density)
        return self._fall(setting, setting.lines[0]) / density

    def _fall(self, setting: Setting, line: Line) -> float:
        """Return how far the baseline lies below the top of its line, in device pixels."""
        above, below = self._case.reach(line.face)
        return line.size * (setting.leading + above - below) / 2

    def _placed(self, setting: Setting, node: Text, density: int) -> Iterator[Placed]:
        """Give every run of the lines and where it stands."""
        x, top, width, height = (value * density for value in node.box)
        used = round(sum(line.size for line in setting.lines) * setting.leading)
        if node.valign is not VAlign.TOP:
            top += (height - used) // (2 if node.valign is VAlign.MIDDLE else 1)
        share = _share(node.align, setting.direction)
        fall = float(top)
        for line in setting.lines:
            baseline = round(fall + self._fall(setting, line))
            left = x + (width - line.width) * share
            for run in line.runs:
                yield Placed(run, left, baseline)
                left += run.width
            fall += line.size * setting.leading

    def _letters(self, one: Placed, origin: Point) -> list[Letter]:
        run = one.run
        if run.face.color or run.text.isspace():
            return []
        pen = (one.x - origin[0], one.baseline - origin[1])
        bold = run.cut.weight >= _BOLD > run.face.weight
        return self._case.letters(run.shaped, run.face, run.size, pen, bold=bold)

    def _pictures(self, placed: list[Placed]) -> Iterator[Sticker]:
        for one in placed:
            if one.run.face.color:
                found = self._stickers.stickers(one.run.face, one.run.shaped, one.run.size)
                for picture, (left, top) in found:
                    yield picture, (round(one.x) + left, one.baseline + top)


def _is_plain(node: Text, placed: list[Placed]) -> bool:
    """Tell whether letters are all there is to a text, in inks that hide what is below."""
    if node.outline_color or node.shadow_color:
        return False
    cuts = [one.run.cut for one in placed]
    if any(cut.underline or cut.strike for cut in cuts):
        return False
    return all(rgba(ink)[3] == _OPAQUE for ink in {cut.ink or node.ink for cut in cuts})


def _sheets(canvas: Canvas, node: Text, setting: Setting, placed: list[Placed]) -> Sheets | None:
    """Return empty sheets over the words and all that surrounds them; None outside the canvas."""
    if not placed:
        return None
    largest = max(line.size for line in setting.lines)
    around = min(node.outline, _MOST_OUTLINE) if node.outline_color else 0
    if node.shadow_color:
        around += max(map(abs, node.shadow[:2])) + _blur(node)
    reach = round(largest * _SPILL + around * canvas.density)
    box = (
        int(min(one.x for one in placed)),
        min(one.baseline for one in placed) - largest,
        int(max(one.x + one.run.width for one in placed)) + 1,
        max(one.baseline for one in placed) + largest // 2,
    )
    area = area_around(box, reach, canvas.size)
    return Sheets(area) if area else None


def _outline(sheets: Sheets, node: Text, density: int) -> Sheets | None:
    """Return what was inked with a rim around it, in the colour of the outline; None without."""
    if not node.outline_color or node.outline <= 0 or not sheets.masks:
        return None
    whole = sheets.union()
    rim = spread(whole, min(node.outline, _MOST_OUTLINE) * density)
    return Sheets(sheets.area, {node.outline_color: rim})


def _stroke(one: Placed, node: Text) -> Stroke:
    run = one.run
    return Stroke(
        cut=run.cut, color=run.cut.ink or node.ink, size=run.size, baseline=one.baseline,
        left=one.x, right=one.x + run.width, ideographic=has_ideographs(run.text),
    )  # fmt: skip


def _cast(
    canvas: Canvas, node: Text, shape: Sheets, stickers: tuple[Sticker, ...]
) -> Iterator[Stamp]:
    """Give the shadow of what was inked and of the pictures."""
    if not node.shadow_color:
        return
    cast = Sheets(shape.area)
    for color in shape.masks:
        cast.add("", shape.masks[color], shape.area[:2])
    for picture, at in stickers:
        cast.add("", picture.getchannel("A"), at)
    right, down = (step * canvas.density for step in node.shadow[:2])
    mask = cast.of("")
    if blur := _blur(node) * canvas.density:
        mask = blurred(mask, blur)
    yield from stamps(mask, (shape.area[0] + right, shape.area[1] + down), node.shadow_color)


def _blur(node: Text) -> int:
    return max(0, min(node.shadow[2], _MOST_BLUR))


def _share(align: Align, direction: Direction) -> float:
    """Return which share of the free width stands left of a line."""
    if align is Align.CENTER:
        return 0.5
    at_end = align is Align.END
    return 1.0 if at_end != (direction is Direction.RTL) else 0.0


def _weight(inked: _Inked) -> int:
    masks = sum(mask.width * mask.height for mask, _, _ in inked.stamps)
    letters = sum(_LETTER_BYTES * len(some) for _, some in inked.letters)
    return (
        _OVERHEAD + masks + letters + 4 * sum(one.width * one.height for one, _ in inked.stickers)
    )

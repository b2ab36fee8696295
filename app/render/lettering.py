"""A set text drawn: one mask for its ink, colour pictures for its emoji."""

from contextlib import suppress
from dataclasses import dataclass

from PIL import Image, ImageDraw

from app.model.scene import Align, Text, VAlign
from app.render.bidi import Direction
from app.render.canvas import Canvas
from app.render.emoji import Stickers
from app.render.fonts import FontBook
from app.render.typesetting import Run, Setting, Typesetter, shape

_BOLD = 600
_FAUX_BOLD = 0.022  # stroke in ems, for faces that have no bold
_SPILL = 0.45  # ems a glyph may leave its box: marks above, tails below
_STRIKE_AT = 0.30  # ems above the baseline
_STRIKE_WIDTH = 0.065  # ems
_EMOJI_DROP = 0.20  # ems below the baseline, where pictures stand


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The mask that a text's ink gathers in, its origin in device pixels of the canvas."""

    ink: Image.Image
    left: int
    top: int


class Letterer:
    """Draws text nodes; safe to share between threads."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._typesetter = Typesetter(book)
        self._stickers = Stickers(book)

    def draw(self, canvas: Canvas, node: Text) -> None:
        """Draw a text into its box."""
        if not node.content.strip() or node.box[2] <= 0:
            return
        setting = self._typesetter.fit(node, canvas.density)
        x, y, width, height = (value * canvas.density for value in node.box)
        used = round(setting.line_height * len(setting.lines))
        start = y
        if node.valign is not VAlign.TOP:
            start += (height - used) // (2 if node.valign is VAlign.MIDDLE else 1)
        sheet = _sheet(canvas, (x, min(y, start), width, max(height, used)), setting.size)
        if sheet is None:
            return
        baseline = start + self._ascent(setting)
        for line in setting.lines:
            room = width - sum(run.width for run in line)
            pen = (x + room * _share(node.align, setting.direction), round(baseline))
            self._line(canvas, sheet, line, pen, setting)
            if node.strike:
                _strike(sheet, line, pen, setting.size)
            baseline += setting.line_height
        if inked := sheet.ink.getbbox():
            at = (sheet.left + inked[0], sheet.top + inked[1])
            canvas.stamp(sheet.ink.crop(inked), at, node.ink)

    def extent(self, node: Text, density: int) -> tuple[float, bool]:
        """Return the width of a fitted text in CSS pixels, and whether all of it fits."""
        setting = self._typesetter.fit(node, density)
        width = max(sum(run.width for run in line) for line in setting.lines) / density
        return width, setting.whole

    def baseline(self, node: Text, density: int) -> float:
        """Return how far below the top of its box a text's first line stands, in CSS pixels."""
        return self._ascent(self._typesetter.fit(node, density)) / density

    def _ascent(self, setting: Setting) -> float:
        """Return how far the first baseline lies below the top of the first line."""
        ascent, descent = self._book.open(setting.primary, setting.size).getmetrics()
        return float((setting.line_height - ascent - descent) / 2 + ascent)

    def _line(
        self,
        canvas: Canvas,
        sheet: _Sheet,
        line: tuple[Run, ...],
        pen: tuple[float, int],
        setting: Setting,
    ) -> None:
        brush = ImageDraw.Draw(sheet.ink)
        across, baseline = pen
        for run in line:
            if run.face.color:
                self._paste_sticker(canvas, run, (across, baseline), setting.size)
            elif run.text.strip():
                faux = setting.weight >= _BOLD > run.face.weight
                font = self._book.open(run.face, setting.size)
                direction, language = shape(font, run.direction, setting.language)
                # FreeType gives up on a few large shapes (U+FDFD): a gap beats no picture.
                with suppress(OSError):
                    brush.text(
                        (across - sheet.left, baseline - sheet.top),
                        run.text,
                        fill=255,
                        font=font,
                        anchor="ls",
                        stroke_width=setting.size * _FAUX_BOLD if faux else 0,
                        direction=direction,
                        language=language,
                    )
            across += run.width

    def _paste_sticker(self, canvas: Canvas, run: Run, pen: tuple[float, int], size: int) -> None:
        picture = self._stickers.sticker(run.face, run.text, size)
        if picture is not None:
            at = (round(pen[0]), pen[1] + round(size * _EMOJI_DROP) - picture.height)
            canvas.image.paste(picture, at, picture)


def _sheet(canvas: Canvas, box: tuple[int, int, int, int], size: int) -> _Sheet | None:
    """Return an empty mask over a box and its spill, cut at the canvas; None when outside."""
    spill = round(size * _SPILL)
    left, top = max(0, box[0] - spill), max(0, box[1] - spill)
    right = min(canvas.image.width, box[0] + box[2] + spill)
    bottom = min(canvas.image.height, box[1] + box[3] + spill)
    if right <= left or bottom <= top:
        return None
    return _Sheet(Image.new("L", (right - left, bottom - top), 0), left, top)


def _strike(sheet: _Sheet, line: tuple[Run, ...], pen: tuple[float, int], size: int) -> None:
    thick = max(1, round(size * _STRIKE_WIDTH))
    left = pen[0] - sheet.left
    top = pen[1] - sheet.top - round(size * _STRIKE_AT)
    right = left + sum(run.width for run in line)
    ImageDraw.Draw(sheet.ink).rectangle((left, top, max(left, right), top + thick - 1), fill=255)


def _share(align: Align, direction: Direction) -> float:
    """Return which share of the free width stands left of a line."""
    if align is Align.CENTER:
        return 0.5
    at_end = align is Align.END
    return 1.0 if at_end != (direction is Direction.RTL) else 0.0

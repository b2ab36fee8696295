"""Whether a store is open, painted and as mail-safe HTML."""

from dataclasses import dataclass, replace

from app.model.nodes.basics import Align, VAlign
from app.model.nodes.sign import Sign
from app.model.nodes.text import Text
from app.render.bidi import Direction, direction_of
from app.render.colors import faded
from app.render.elements.brush import Brush
from app.render.elements.inline import Line, Span, line_html, share
from app.render.elements.page import Page
from app.render.shapes.rounding import disc, rounded

_LIGHT, _HALO = 0.56, 1.0  # diameters in ems
_AFTER_LIGHT, _AFTER_WORD = 0.42, 0.34  # ems
_SIDE, _PILL_TALL = 0.85, 2.0  # ems
_SMALL = 0.82  # of the hours below
_LINE = 1.35
_DOWNWARDS = {VAlign.TOP: 0.0, VAlign.MIDDLE: 0.5, VAlign.BOTTOM: 1.0}
_SHARE = {Align.START: 0.0, Align.CENTER: 0.5, Align.END: 1.0}


@dataclass(frozen=True, slots=True)
class _Set:
    """The texts of a sign at one size, in device pixels."""

    word: Text
    detail: Text
    widths: tuple[float, float]
    size: int

    @property
    def width(self) -> float:
        """The width from the light to the last word."""
        word, detail = self.widths
        rest = _AFTER_WORD * self.size + detail if detail else 0.0
        return (_HALO + _AFTER_LIGHT) * self.size + word + rest


def paint(brush: Brush, node: Sign) -> str:
    """Paint the light, the state and until when on one line, today's hours below."""
    density = brush.canvas.density
    x, y, width, height = (value * density for value in node.box)
    if width <= 0 or height <= 0 or not node.content.strip():
        return ""
    fine = brush.in_pixels()
    side = _SIDE if node.ground else 0.0
    line = _fitted(fine, node, (width, height), density)
    tall = round(line.size * (_PILL_TALL if node.ground else _LINE))
    small = max(1, round(line.size * _SMALL))
    below = round(small * 1.5) if node.hours and tall + small * 1.5 <= height else 0
    top = y + round((height - tall - below) * _DOWNWARDS[node.valign])
    wide = min(width, round(line.width + 2 * side * line.size))
    backwards = direction_of(node.content, language=node.language) is Direction.RTL
    share = _SHARE[node.align]
    left = x + round((width - wide) * (1 - share if backwards else share))
    if node.ground:
        fine.canvas.stamp(rounded(wide, tall, tall // 2), (left, top), node.ground)
    _draw(fine, node, line, (left, top, wide, tall), backwards=backwards)
    if below:
        hours = _text(node, node.hours, small, node.muted, 400)
        box = (x, top + tall, width, below)
        fine.text(replace(hours, box=box, align=node.align, min_size=max(1, small // 2)))
    return ""


def html(page: Page, node: Sign, width: int) -> str:
    """Return the state with a dot, until when, and the hours below."""
    size = node.size
    spans = [
        Span(text="●", ink=node.color, size=size, spoken=" "),
        Span(text=node.content, ink=node.color, size=size, bold=True),
        Span(text=node.detail, ink=node.ink, size=size),
        Span(text=node.hours, ink=node.muted, size=share(size, _SMALL), begins=True),
    ]
    line = Line(box=node.box, align=node.align, font=node.font, language=node.language)
    return line_html(page, line, tuple(span for span in spans if span.text), width)


def words(node: Sign) -> str:
    """Return the state and until when."""
    return f"{node.content} {node.detail}"


def is_empty(node: Sign) -> bool:
    """Tell whether there is no state."""
    return not node.content.strip()


def _fitted(fine: Brush, node: Sign, room: tuple[int, int], density: int) -> _Set:
    """Return the texts as large as the room allows; the detail gives way at the smallest size."""
    side, tall = (_SIDE, _PILL_TALL) if node.ground else (0.0, _LINE)
    most = min(node.size * density, max(1, int(room[1] / tall)))
    size = most
    for shown in (node, replace(node, detail="")):
        size = most
        while size >= min(most, node.min_size * density):
            line = _set(fine, shown, size)
            wide = line.width + 2 * side * size
            if wide <= room[0]:
                return line
            size = min(size - 1, int(size * room[0] / wide))
    return _set(fine, replace(node, detail=""), max(1, size))


def _set(fine: Brush, node: Sign, size: int) -> _Set:
    word = _text(node, node.content, size, node.color, 700)
    detail = _text(node, node.detail, size, node.ink, 400)
    measure = fine.letterer.extent
    widths = (measure(word, 1)[0], measure(detail, 1)[0] if node.detail else 0.0)
    return _Set(word, detail, widths, size)


def _draw(
    fine: Brush, node: Sign, line: _Set, box: tuple[int, int, int, int], *, backwards: bool
) -> None:
    """Draw light, word and detail from the start of a box, which is its right for Arabic."""
    left, top, wide, tall = box
    size = line.size
    side = (wide - line.width) / 2
    light = side + _HALO * size / 2
    word = side + (_HALO + _AFTER_LIGHT) * size
    detail = word + line.widths[0] + _AFTER_WORD * size

    def at(offset: float, length: float = 0.0) -> float:
        return left + (wide - offset - length if backwards else offset)

    for diameter, color in ((_HALO, faded(node.color, 0.22)), (_LIGHT, node.color)):
        round_ = max(2, round(diameter * size / 2) * 2)
        corner = (round(at(light) - round_ / 2), top + round(tall / 2 - round_ / 2))
        fine.canvas.stamp(disc(round_), corner, color)
    for text, offset, length in (
        (line.word, word, line.widths[0]),
        (line.detail, detail, line.widths[1]),
    ):
        if length:
            place = (round(at(offset, length)) - 2, top, round(length) + 4, tall)
            fine.text(replace(text, box=place, align=Align.CENTER))


def _text(node: Sign, content: str, size: int, ink: str, weight: int) -> Text:
    return Text(
        content=content, box=(0, 0, 8000, 0), ink=ink, font=node.font, weight=weight,
        size=size, min_size=size, valign=VAlign.MIDDLE, language=node.language,
    )  # fmt: skip

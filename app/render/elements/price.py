"""A price, painted and as mail-safe HTML."""

from dataclasses import replace

from app.model.nodes.basics import Align, VAlign
from app.model.nodes.price import Flow, Price
from app.render.bidi import Direction, direction_of
from app.render.elements.brush import Brush
from app.render.elements.inline import BOLD, Line, Span, line_html, share
from app.render.elements.page import Page
from app.render.elements.price_parts import (
    CAPITAL,
    PILL,
    PILL_TALL,
    SAVING,
    WAS,
    Part,
    baseline,
    fitted_rows,
    row_width,
)
from app.render.shapes.rounding import rounded

_DOWNWARDS = {VAlign.TOP: 0.0, VAlign.MIDDLE: 0.5, VAlign.BOTTOM: 1.0}


def paint(brush: Brush, node: Price) -> str:
    """Paint as large as the box allows; what is saved, then the former price give way first."""
    x, y, width, height = (value * brush.canvas.density for value in node.box)
    if width <= 0 or height <= 0 or not node.amount.strip():
        return ""
    fine = brush.in_pixels()
    rows = fitted_rows(fine.letterer, node, (width, height), brush.canvas.density)
    top = y + (height - rows.height) * _DOWNWARDS[node.valign]
    backwards = direction_of(node.amount, language=node.language) is Direction.RTL
    for row in rows.rows:
        foot = top + baseline(row)
        room = width - row_width(row)
        if backwards:
            across = x + width - room * _share(node.align)
            for part in row:
                across -= part.width
                _draw(fine, node, part, (across, foot))
                across -= part.after
        else:
            across = x + room * _share(node.align)
            for part in row:
                _draw(fine, node, part, (across, foot))
                across += part.width + part.after
        top += rows.advance(row)
    return ""


def html(page: Page, node: Price, width: int) -> str:
    """Return the amount, the former one struck through, and what is saved."""
    size = node.size
    down = node.flow is Flow.DOWN
    spans = [
        Span(text=node.amount, ink=node.ink, size=size, bold=node.weight >= BOLD),
        Span(text=node.was, ink=node.was_ink, size=share(size, WAS), strike=True, begins=down),
        Span(
            text=node.saving, ink=node.saving_ink, size=share(size, SAVING), bold=True,
            paper=node.saving_color, begins=down and not node.was,
        ),
    ]  # fmt: skip
    line = Line(box=node.box, align=node.align, font=node.font, language=node.language)
    return line_html(page, line, tuple(span for span in spans if span.text), width)


def words(node: Price) -> str:
    """Return the amount, and what is saved."""
    return f"{node.amount} ({node.saving})" if node.saving else node.amount


def is_empty(node: Price) -> bool:
    """Tell whether there is no amount."""
    return not node.amount.strip()


def _share(align: Align) -> float:
    """Return the share of the free width before the row."""
    return {Align.START: 0.0, Align.CENTER: 0.5, Align.END: 1.0}[align]


def _draw(fine: Brush, node: Price, part: Part, pen: tuple[float, float]) -> None:
    words, foot = part.text, pen[1] + part.drop
    left, wide = pen[0], part.width
    if part.pill:
        tall = round(words.size * PILL_TALL)
        top = round(foot - words.size * CAPITAL / 2 - tall / 2)
        mask = rounded(round(wide), tall, tall // 2)
        fine.canvas.stamp(mask, (round(left), top), node.saving_color)
        left, wide = left + PILL * words.size, wide - 2 * PILL * words.size
    # In the middle of a box a little wider: then it never ends in an ellipsis for a fraction.
    top = round(foot - fine.letterer.baseline(words, 1))
    box = (round(left) - 2, top, round(wide) + 4, 0)
    fine.text(replace(words, box=box, align=Align.CENTER))

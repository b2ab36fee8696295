"""A rating in stars, painted and as mail-safe HTML."""

from dataclasses import dataclass, replace
from math import ceil

from PIL import Image

from app.model.nodes.basics import Align, VAlign
from app.model.nodes.stars import Stars
from app.model.nodes.text import Text
from app.render.elements.brush import Brush
from app.render.elements.inline import Line, Span, line_html, share
from app.render.elements.page import Page
from app.render.shapes.masks import mask_of
from app.render.shapes.outlines import star

_TALL = 1.827  # of the radius: a star from its tip to its feet
_WIDE = 1.912
_LABEL = 0.74  # of a star's height
_LABEL_GAP = 0.38
_TRIES = 4
_HALF_FROM, _WHOLE_FROM = 3, 8  # tenths, where there are only whole and half stars


def paint(brush: Brush, node: Stars) -> str:
    """Paint the stars as high as the box, smaller where they would not fit, then the text."""
    density = brush.canvas.density
    x, y, width, height = (value * density for value in node.box)
    if min(width, height) < density:
        return ""
    row = _fitted(brush.in_pixels(), node, (width, height), density)
    left = x + round((width - row.width) * _SHARE[node.align])
    mask = _star(row.wide, row.tall)
    for index in range(node.count):
        at = (left + index * (row.wide + row.gap), y + (height - row.tall) // 2)
        _stamp(brush, node, mask, at, max(0, min(10, node.value - 10 * index)))
    if row.said:
        box = (left + row.stars + row.beside - 2, y, row.said + 4, height)
        words = replace(_label(node, row.tall, density), box=box, align=Align.CENTER)
        brush.in_pixels().text(words)
    return ""


def html(page: Page, node: Stars, width: int) -> str:
    """Return the stars as characters and the text beside them; who listens hears the rating."""
    whole, tenths = divmod(min(node.value, 10 * node.count), 10)
    half = _HALF_FROM <= tenths < _WHOLE_FROM
    filled = whole + (tenths >= _WHOLE_FROM)
    left = node.count - filled - half
    size = max(9, min(node.box[3], 40))
    spans = [
        Span(text="★" * filled + "½" * half, ink=node.color, size=size, spoken=node.spoken),
        Span(text="★" * left, ink=node.track, size=size, spoken=" "),
        Span(text=node.label, ink=node.ink, size=node.size or share(size, _LABEL)),
    ]
    line = Line(box=node.box, align=node.align, font=node.font)
    shown = tuple(span for span in spans if span.text.strip())
    return line_html(page, line, shown, width)


def words(node: Stars) -> str:
    """Return the rating behind a star, and the text beside it."""
    rating = node.spoken.partition("/")[0]
    said = node.label if rating and rating in node.label else f"{node.spoken} {node.label}"
    return f"★ {said.strip()}"


_SHARE = {Align.START: 0.0, Align.CENTER: 0.5, Align.END: 1.0}


@dataclass(frozen=True, slots=True)
class _Row:
    """Stars and text beside each other, in device pixels."""

    wide: int
    tall: int
    gap: int
    stars: int  # all of them
    beside: int  # between them and the text
    said: int  # width of the text

    @property
    def width(self) -> int:
        """The width of all."""
        return self.stars + self.beside + self.said


def _fitted(brush: Brush, node: Stars, room: tuple[int, int], density: int) -> _Row:
    """Return the largest row that fits; without its text when that alone is too long."""
    for shown in (node, replace(node, label="")):
        tall = room[1]
        for _ in range(_TRIES):
            row = _row(brush, shown, tall, density)
            if row.width <= room[0]:
                return row
            tall = max(1, min(tall - 1, tall * room[0] // row.width))
    return _row(brush, replace(node, label=""), 1, density)


def _row(brush: Brush, node: Stars, tall: int, density: int) -> _Row:
    wide, gap = round(tall / _TALL * _WIDE), node.gap * density
    stars = node.count * wide + gap * (node.count - 1)
    if not node.label.strip():
        return _Row(wide, tall, gap, stars, 0, 0)
    said = ceil(brush.letterer.extent(_label(node, tall, density), 1)[0])
    return _Row(wide, tall, gap, stars, round(tall * _LABEL_GAP), said)


def _label(node: Stars, tall: int, density: int) -> Text:
    size = node.size * density or max(9 * density, round(tall * _LABEL))
    return Text(
        content=node.label, box=(0, 0, 4000, 0), ink=node.ink, font=node.font, weight=node.weight,
        size=size, min_size=size, valign=VAlign.MIDDLE,
    )  # fmt: skip


def _star(wide: int, tall: int) -> Image.Image:
    radius = tall / _TALL
    placed = mask_of(star((wide / 2, radius), radius), (wide, tall))
    mask = Image.new("L", (wide, tall), 0)
    if placed is not None:
        mask.paste(placed[0], placed[1])
    return mask


def _stamp(brush: Brush, node: Stars, mask: Image.Image, at: tuple[int, int], tenths: int) -> None:
    """Stamp a star, its first tenths in the colour and the rest as track, side by side."""
    cut = round(mask.width * tenths / 10)
    for start, end, color in ((0, cut, node.color), (cut, mask.width, node.track)):
        if end > start:
            part = mask.crop((start, 0, end, mask.height))
            brush.canvas.stamp(part, (at[0] + start, at[1]), color)

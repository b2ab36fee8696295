"""A badge, painted and as mail-safe HTML."""

from dataclasses import replace
from html import escape
from math import ceil, sqrt

from PIL import Image

from app.model.nodes.badge import Badge, BadgeShape
from app.model.nodes.basics import Align, Box, VAlign
from app.model.nodes.text import Text
from app.render.bidi import Direction, direction_of
from app.render.canvas import Canvas
from app.render.colors import over
from app.render.elements.brush import Brush
from app.render.elements.inline import BOLD
from app.render.elements.page import TABLE, Page
from app.render.elements.words import family_stack
from app.render.graphemes import clamp
from app.render.shapes.masks import mask_of, without
from app.render.shapes.outlines import diagonal, ribbon, seal, tag
from app.render.shapes.pieces import Disc
from app.render.shapes.rounding import rounded
from app.render.shapes.stamping import stamp, tint

_SIDE = 0.82  # ems left and right of the text
_LINE = 1.3
_ROUND = frozenset({BadgeShape.PILL, BadgeShape.SEAL})
_SHADE = "#00000026"
_TURNED = 2  # a turned text is drawn so many times as large


def paint(brush: Brush, node: Badge) -> str:
    """Paint the shape as wide as the text needs, and the text on it."""
    if not node.content.strip() or min(node.box[2:]) <= 0:
        return ""
    match node.shape:
        case BadgeShape.CORNER:
            _corner(brush, node)
        case BadgeShape.SEAL:
            _seal(brush, node)
        case _:
            _label(brush, node)
    return ""


def html(page: Page, node: Badge, width: int) -> str:
    """Return the text on its colour, as wide as it needs."""
    text = escape(clamp(node.content).strip()).replace("\n", " ")
    side = "rtl" if direction_of(text, language=node.language) is Direction.RTL else "ltr"
    share = _share(node)
    align = "center" if node.align is Align.CENTER else "right" if share else "left"
    paper = over(node.color, page.ground)
    ink = over(node.ink, paper)
    frame = node.border and node.border_color
    style = (
        f"background-color:{paper};color:{ink};font-family:{family_stack(node.font)};"
        f"font-size:{node.size}px;line-height:{round(node.size * _LINE)}px;"
        f"font-weight:{'bold' if node.weight >= BOLD else 'normal'};"
        f"padding:{round(node.size * 0.25)}px {round(node.size * _SIDE)}px;"
        f"border-radius:{node.size if node.shape in _ROUND else round(node.size * 0.3)}px;"
        + (f"border:{node.border}px solid {over(node.border_color, paper)};" if frame else "")
    )
    language = f' lang="{escape(node.language)}"' if node.language else ""
    return (
        f'{TABLE} width="{width}"><tr><td align="{align}">{TABLE}><tr><td dir="{side}"{language} '
        f'bgcolor="{paper}" style="{style}">{page.linked(text, ink)}</td></tr></table></td></tr>'
        "</table>"
    )


def words(node: Badge) -> str:
    """Return its text."""
    return node.content


def is_empty(node: Badge) -> bool:
    """Tell whether there is nothing to read."""
    return not clamp(node.content).strip()


def _label(brush: Brush, node: Badge) -> None:
    """Paint a level badge: padding, text, padding, and what its shape adds at an end."""
    density = brush.canvas.density
    x, y, width, height = (value * density for value in node.box)
    before, after = _ends(node, height)
    words = _words(node, density, (0, 0, max(1, width - before - after), height))
    fine = brush.in_pixels()
    said = ceil(fine.letterer.extent(words, 1)[0])
    wide = min(width, before + said + after)
    left = x + round((width - wide) * _share(node))
    box = (left, y, wide, height)
    _stamp_label(brush, node, box)
    fine.text(replace(words, box=(left + before, y, wide - before - after, height)))


def _ends(node: Badge, height: int) -> tuple[int, int]:
    """Return the device pixels before and after the text."""
    side = round(height / _LINE * 0.62 * _SIDE)
    match node.shape:
        case BadgeShape.TAG:
            return round(height * 0.78), side
        case BadgeShape.RIBBON:
            return side, side + round(height * 0.3)
        case _:
            return side, side


def _stamp_label(brush: Brush, node: Badge, box: Box) -> None:
    canvas, (x, y, wide, height) = brush.canvas, box
    match node.shape:
        case BadgeShape.TAG:
            _stamp_tag(canvas, node, box)
            return
        case BadgeShape.RIBBON:
            stamp(canvas, ribbon(box, height * 0.3), node.color, node.to, 90)
            return
        case _:
            pass
    radius = height // 2 if node.shape is BadgeShape.PILL else round(height * 0.22)
    tint(canvas, (rounded(wide, height, radius), (x, y)), node.color, node.to, 90)
    if node.border and node.border_color:
        canvas.fill_frame(box, radius, node.border * canvas.density, node.border_color)


def _stamp_tag(canvas: Canvas, node: Badge, box: Box) -> None:
    """Stamp a tag; its hole shows what lies below."""
    x, y, _, height = box
    hole = Disc((x + height * 0.42, y + height / 2), height * 0.1)
    if placed := mask_of(tag(box, height * 0.12), canvas.size):
        tint(canvas, without(placed, [hole], canvas.size), node.color, node.to, 90)


def _seal(brush: Brush, node: Badge) -> None:
    density = brush.canvas.density
    x, y, width, height = (value * density for value in node.box)
    radius = min(width, height) / 2
    left = x + (width - 2 * radius) * _share(node)
    center = (left + radius, y + height / 2)
    stamp(brush.canvas, seal(center, radius), node.color, node.to, 135)
    room = round(radius * 1.36)
    box = (round(center[0] - room / 2), round(center[1] - room / 2), room, room)
    brush.in_pixels().text(replace(_words(node, density, box), lines=3, line_height=1.12))


def _corner(brush: Brush, node: Badge) -> None:
    """Paint a band across an upper corner, its text along it."""
    canvas, density = brush.canvas, brush.canvas.density
    x, y, width, height = (value * density for value in node.box)
    reach = min(width, height)
    thick = round(node.size * density * 1.9)
    right = _share(node) > 0
    corner = (x + width if right else x, y)
    band = diagonal(corner, reach, thick, right=right)
    stamp(canvas, diagonal(corner, reach + thick * 0.14, thick, right=right), _SHADE)
    stamp(canvas, band, node.color, node.to, 135 if right else 45)
    length = round((reach - thick / sqrt(2)) * sqrt(2))
    mask = _written(brush, node, (max(1, length - thick), thick))
    turned = mask.rotate(-45 if right else 45, Image.Resampling.BICUBIC, expand=True)
    turned = turned.reduce(_TURNED)
    middle = (reach - thick / sqrt(2)) / 2
    at = (
        round((corner[0] - middle if right else corner[0] + middle) - turned.width / 2),
        round(corner[1] + middle - turned.height / 2),
    )
    canvas.stamp(turned, at, node.ink)


def _written(brush: Brush, node: Badge, size: tuple[int, int]) -> Image.Image:
    """Return a text as a mask, larger by `_TURNED`."""
    width, height = (side * _TURNED for side in size)
    sheet = Canvas(width, height, "#000000ff", 1)
    words = _words(node, brush.canvas.density * _TURNED, (0, 0, width, height))
    brush.on(sheet).text(replace(words, ink="#ffffffff"))
    return sheet.picture.getchannel("R")


def _words(node: Badge, density: int, box: Box) -> Text:
    return Text(
        content=node.content, box=box, ink=node.ink, font=node.font, weight=node.weight,
        size=node.size * density, min_size=min(node.min_size, node.size) * density,
        align=Align.CENTER, valign=VAlign.MIDDLE, language=node.language,
    )  # fmt: skip


def _share(node: Badge) -> float:
    """Return which share of the free width stands left of the badge."""
    if node.align is Align.CENTER:
        return 0.5
    backwards = direction_of(node.content, language=node.language) is Direction.RTL
    return 1.0 if (node.align is Align.END) != backwards else 0.0

"""A leaf of a calendar, painted and as mail-safe HTML."""

from html import escape
from math import sqrt

from app.model.nodes.basics import Align, Box, VAlign
from app.model.nodes.calendar import Calendar
from app.model.nodes.text import Text
from app.render.colors import faded, over
from app.render.elements.brush import Brush
from app.render.elements.page import Page
from app.render.elements.words import family_stack
from app.render.graphemes import clamp
from app.render.shapes.rounding import rounded
from app.render.shapes.shadows import shadow

_BAND = 0.27  # of the height
_MONTH = 0.56  # of the band
_MONTH_ASIDE = 0.11  # of the width
_WEEKDAY = 0.135  # of the height
_DAY = 0.47
_LEAST = 9  # pixels of a text in a mail


def paint(brush: Brush, node: Calendar) -> str:
    """Paint a leaf on a soft shadow."""
    density = brush.canvas.density
    x, y, width, height = (value * density for value in node.box)
    if min(width, height) < 8 * density:
        return ""
    canvas, radius = brush.canvas, min(node.radius * density, width // 2, height // 2)
    blur = max(1, round(height * 0.07))
    mask, spill = shadow(width, height, radius, blur)
    canvas.stamp(mask, (x - spill, y - spill + blur // 3), faded(node.ink, 0.22))
    leaf = rounded(width, height, radius)
    canvas.stamp(leaf, (x, y), node.paper)
    band = round(height * _BAND)
    canvas.stamp(leaf.crop((0, 0, width, band)), (x, y), node.color)
    _write(brush, node, (x, y, width, height), band)
    return ""


def html(page: Page, node: Calendar, width: int) -> str:
    """Return a leaf of three cells; who listens hears the whole date."""
    wide = min(width, node.box[2])
    height = node.box[3]
    band, low = round(height * _BAND), round(height * _WEEKDAY * 1.5) if node.weekday else 0
    cells = [
        (node.month, node.band_ink, node.color, round(band * _MONTH), band, "body"),
        (node.day, node.ink, node.paper, round(height * _DAY), height - band - low, node.font),
        (node.weekday, node.muted, node.paper, round(height * _WEEKDAY), low, "body"),
    ]
    rows = "".join(
        f'<tr><td align="center" height="{tall}" bgcolor="{paper[:7]}" style="background-color:'
        f"{paper[:7]};color:{over(ink, paper)};font-family:{family_stack(font)};"
        f"font-size:{max(_LEAST, size)}px;line-height:{tall}px;font-weight:"
        f'{"normal" if text is node.weekday else "bold"};">'
        f"{page.linked(escape(clamp(text).strip()), over(ink, paper))}</td></tr>"
        for text, ink, paper, size, tall, font in cells
        if text
    )
    return (
        f'<table role="img" aria-label="{escape(clamp(node.content))}" '
        f'cellpadding="0" cellspacing="0" border="0" width="{wide}" style="width:{wide}px;">'
        f"{rows}</table>"
    )


def words(node: Calendar) -> str:
    """Return the whole date."""
    return node.content


def is_empty(node: Calendar) -> bool:
    """Tell whether there is no day."""
    return not node.day


def _write(brush: Brush, node: Calendar, leaf: Box, band: int) -> None:
    x, y, width, height = leaf
    density = brush.canvas.density
    side = round(width * 0.07)
    rest = height - band
    low = round(height * _WEEKDAY * 1.5) if node.weekday else 0
    gap = round(height * 0.045) if node.weekday else 0
    inner = (x + side, width - 2 * side)
    fine = brush.in_pixels()
    aside = _aside(width, min(node.radius * density, width // 2, height // 2), band)
    month = (x + aside, y, width - 2 * aside, band)
    fine.text(_text(node, node.month, month, band * _MONTH, "band"))
    day = (inner[0], y + band + gap // 2, inner[1], rest - low - gap // 2)
    size = height * (_DAY if node.weekday else 0.54)
    fine.text(_text(node, node.day, day, size, "day"))
    if node.weekday:
        below = (inner[0], y + height - low - gap, inner[1], low)
        fine.text(_text(node, node.weekday, below, height * _WEEKDAY, "weekday"))


def _aside(width: int, radius: int, band: int) -> int:
    """Return how far the month stays off the sides, where the corners are round off those too."""
    top = band * (1 - _MONTH) / 2
    cut = radius - sqrt(radius**2 - (radius - top) ** 2) if top < radius else 0.0
    return max(round(width * _MONTH_ASIDE), round(cut + width * _MONTH_ASIDE / 2))


def _text(node: Calendar, content: str, box: Box, size: float, part: str) -> Text:
    inks = {"band": node.band_ink, "day": node.ink, "weekday": node.muted}
    tall = max(1, round(size))
    return Text(
        content=content, box=box, ink=inks[part], font=node.font if part == "day" else "body",
        weight=400 if part == "weekday" else 700, size=tall, min_size=max(1, tall // 2),
        align=Align.CENTER, valign=VAlign.MIDDLE, line_height=1.0, language=node.language,
    )  # fmt: skip

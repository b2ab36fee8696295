"""A code for scanners, drawn in whole device pixels, and its value as text in mails' HTML.

A code that has no room, or a value that cannot be coded, is written out instead: a smear of bars
would be scanned by nobody.
"""

from dataclasses import dataclass, replace

from PIL import Image

from app.model.codes import LINEAR
from app.model.nodes.basics import Align, Box, VAlign
from app.model.nodes.code import Code
from app.model.nodes.text import Text
from app.render.codes import Modules, modules_of
from app.render.elements.brush import Brush
from app.render.elements.page import Page, web_address

_CAPTION = (11, 18)  # CSS pixels, least and most
_CAPTION_SHARE = 0.17  # of the box's height
_LETTERS = 13  # CSS pixels, of an address in a mail
_LEAST_BARS = 12  # CSS pixels
_NOTE = (16, 10)  # CSS pixels, largest and smallest
_EAN_DIGIT = 7  # modules
_EAN_STARTS = (-9, *range(3, 45, _EAN_DIGIT), *range(50, 92, _EAN_DIGIT))  # modules, each digit


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a code stands, in device pixels: its modules, and the strip of its caption."""

    box: Box
    scale: int  # pixels of a module
    caption: Box


def paint(brush: Brush, node: Code) -> str:
    """Draw a code with its quiet zone, or what it says where it cannot be drawn."""
    canvas = brush.canvas
    x, y, width, height = (value * canvas.density for value in node.box)
    if width <= 0 or height <= 0:
        return ""
    if node.ground:
        canvas.fill_rounded((x, y, width, height), node.radius * canvas.density, node.ground)
    found = modules_of(node.symbology, node.value, node.level) if node.value else None
    place = _placed(node, found.mask.size, canvas.density) if found else None
    if found is None or place is None:
        _write(brush, node, (x, y, width, height))
        return ""
    left, top, across, down = place.box
    canvas.stamp(found.mask.resize((across, down), Image.Resampling.NEAREST), (left, top), node.ink)
    if node.caption:
        _caption(brush, node, place, found)
    return ""


def html(page: Page, node: Code, width: int) -> str:
    """Return the value in letters, linked where it is a web address; else the note.

    Scanners read pictures, and a mail's text is read by people: whoever stands at a till can say
    or type the value, and nobody scans a code off the telephone that shows it.
    """
    shown = node.value or node.note
    if not shown:
        return ""
    address = web_address(node.value)
    words = Text(
        content=shown, box=node.box, ink=node.ink, size=_LETTERS if address else 16,
        weight=400 if address else 700, align=Align.CENTER, valign=VAlign.MIDDLE,
    )  # fmt: skip
    page = replace(page, link=address or page.link)
    return page.text(words, width, node.ground[:7] or None)


def _placed(node: Code, size: tuple[int, int], density: int) -> _Place | None:
    """Return where a code of so many modules stands; None where it has no room."""
    x, y, width, height = (value * density for value in node.box)
    strip = _strip(height, density) if node.caption else 0
    scale = width // (size[0] + 2 * node.quiet)
    if node.symbology in LINEAR:
        above, gap = min(node.quiet * scale // 2, height // 10), 0
        down = height - strip - 2 * above
        fits = scale >= 1 and down >= _LEAST_BARS * density
    else:
        scale = min(scale, (height - strip) // (size[1] + 2 * node.quiet))
        gap = node.quiet * scale // 2 if strip else 0
        down = size[1] * scale
        above = (height - strip - gap - down) // 2
        fits = scale >= 1
    across = size[0] * scale
    left, top = x + (width - across) // 2, y + above
    caption = (left, top + down + gap, across, strip)
    return _Place((left, top, across, down), scale, caption) if fits else None


def _strip(height: int, density: int) -> int:
    """Return how high the caption's strip is in a box so many device pixels high."""
    least, most = (side * density for side in _CAPTION)
    return max(least, min(most, round(height * _CAPTION_SHARE)))


def _caption(brush: Brush, node: Code, place: _Place, found: Modules) -> None:
    """Write the value below its code; the digits of an EAN each below its own bars."""
    left, top, across, strip = place.caption
    if found.guards is None:
        reach = node.quiet * place.scale
        _letter(brush, node, node.value, (left - reach, top, across + 2 * reach, strip), strip)
        return
    guards = found.guards.resize((across, strip // 3), Image.Resampling.NEAREST)
    brush.canvas.stamp(guards, (left, top), node.ink)
    size = min(strip, round(_EAN_DIGIT * place.scale * 1.6))
    for digit, start in zip(node.value, _EAN_STARTS, strict=True):
        cell = (left + start * place.scale, top, _EAN_DIGIT * place.scale, strip)
        _letter(brush, node, digit, cell, size)


def _letter(brush: Brush, node: Code, content: str, box: Box, size: int) -> None:
    """Write a caption into a box of device pixels."""
    size = max(1, round(size * 0.86))
    words = Text(
        content=content, box=box, ink=node.ink, font=node.font, size=size,
        min_size=max(1, size // 2), align=Align.CENTER, valign=VAlign.MIDDLE, line_height=1.0,
    )  # fmt: skip
    brush.in_pixels().text(words)


def _write(brush: Brush, node: Code, box: Box) -> None:
    """Write the note, else the value, into a box of device pixels."""
    largest, smallest = (side * brush.canvas.density for side in _NOTE)
    margin = min(box[2] // 12, 12 * brush.canvas.density)
    words = Text(
        content=node.note or node.value, ink=node.ink, font=node.font, weight=700,
        box=(box[0] + margin, box[1], box[2] - 2 * margin, box[3]), size=largest,
        min_size=smallest, lines=3, align=Align.CENTER, valign=VAlign.MIDDLE,
    )  # fmt: skip
    brush.in_pixels().text(words)

"""A bar that fills, painted and as mail-safe HTML."""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from PIL import Image, ImageChops

from app.model.nodes.basics import Align, Box, VAlign
from app.model.nodes.progress import LabelPlace, Progress
from app.model.nodes.ring import Ends
from app.model.nodes.text import Text
from app.render.bidi import Direction, direction_of
from app.render.canvas import Canvas
from app.render.colors import over
from app.render.elements.brush import Brush
from app.render.elements.inline import BOLD, Line, Span, line_html
from app.render.elements.page import TABLE, Page
from app.render.shapes.rounding import rounded
from app.render.shapes.stamping import tint

_WHOLE = 1000  # per mille
_SIZE = 14  # CSS pixels of a text that stands outside of the bar
_INSIDE = 0.68  # of the bar's height
_LINE = 1.4
_THIN = 4  # pixels of a bar in a mail, at least
_BESIDE = 10  # CSS pixels between bar and text


@dataclass(frozen=True, slots=True)
class _Parts:
    """Where the bar and its text are, in device pixels."""

    bar: Box
    text: Box
    size: int


def paint(brush: Brush, node: Progress) -> str:
    """Paint the bar with its text; one that has just begun is a cap inside its track."""
    parts = _parts(brush, node)
    x, y, width, height = parts.bar
    if width <= 0 or height <= 0:
        return ""
    if not node.content.strip() and _painted_in_parts(brush.canvas, node, parts.bar):
        return ""
    track = _track(node, width, height, brush.canvas.density)
    done = _done(node, track, brush.canvas.density)
    if _is_backwards(node):
        track, done = (m.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for m in (track, done))
    if node.value < _WHOLE:  # else all of it would be covered, and shine through at the edges
        brush.canvas.stamp(track, (x, y), node.track)
    tint(brush.canvas, (done, (x, y)), node.color, node.to, 270 if _is_backwards(node) else 90)
    if node.content.strip():
        _write(brush.in_pixels(), node, parts, done)
    return ""


def html(page: Page, node: Progress, width: int) -> str:
    """Return two cells, the part that is done and the rest, below the text."""
    done = width * max(0, min(_WHOLE, node.value)) // _WHOLE
    is_below = bool(node.content.strip()) and node.place is LabelPlace.ABOVE
    tall = max(_THIN, node.box[3] - (round((node.size or _SIZE) * _LINE) if is_below else 0))
    parts = (
        (done, over(node.color, page.ground)),
        (width - done, over(node.track, page.ground)),
    )
    cells = "".join(
        f'<td width="{part}" height="{tall}" bgcolor="{color}" '
        f'style="width:{part}px;font-size:0;line-height:0;background-color:{color};">&nbsp;</td>'
        for part, color in (parts[::-1] if _is_backwards(node) else parts)
        if part > 0
    )
    bar = f'{TABLE} width="{width}"><tr>{cells}</tr></table>'
    if not node.content.strip():
        return bar
    # What is read inside of a bar has its colour; on the paper it needs that of the bar.
    ink = node.color if node.place is LabelPlace.INSIDE else node.ink
    words = Span(text=node.content, ink=ink, size=node.size or _SIZE, bold=node.weight >= BOLD)
    line = Line(box=node.box, align=Align.START, font=node.font, language=node.language)
    return line_html(page, line, (words,), width) + bar


def words(node: Progress) -> str:
    """Return its text."""
    return node.content


def _is_backwards(node: Progress) -> bool:
    """Tell whether the bar fills from the right, as the reader's language runs."""
    return direction_of("", language=node.language) is Direction.RTL


def _parts(brush: Brush, node: Progress) -> _Parts:
    """Return the bar's box and its text's; the bar has what the text leaves."""
    density = brush.canvas.density
    x, y, width, height = (value * density for value in node.box)
    whole = (x, y, width, height)
    if not node.content.strip():
        return _Parts(whole, whole, 0)
    if node.place is LabelPlace.INSIDE:
        return _Parts(whole, whole, node.size * density or max(1, round(height * _INSIDE)))
    size = (node.size or _SIZE) * density
    if node.place is LabelPlace.ABOVE:
        strip = min(height, round(size * _LINE))
        return _Parts((x, y + strip, width, height - strip), (x, y, width, strip), size)
    text = Text(content=node.content, box=(0, 0, 8000, 0), ink=node.ink, font=node.font,
                weight=node.weight, size=size, min_size=size)  # fmt: skip
    said = min(width // 2, ceil(brush.in_pixels().letterer.extent(text, 1)[0]) + 2)
    bar = width - said - _BESIDE * density
    if _is_backwards(node):
        return _Parts((x + width - bar, y, bar, height), (x, y, said, height), size)
    return _Parts((x, y, bar, height), (x + width - said, y, said, height), size)


def _painted_in_parts(canvas: Canvas, node: Progress, bar: Box) -> bool:
    """Paint a bar of which nothing but its two round ends needs a mask; tell whether it is one."""
    x, y, width, height = bar
    cap = min(_radius(node, height, canvas.density), width // 2, height // 2)
    done = max(width * min(_WHOLE, node.value) // _WHOLE, min(height, width))
    if (
        node.segments > 1
        or node.to
        or _is_backwards(node)
        or not 0 < 2 * cap <= done <= width - cap
    ):
        return False
    left, right, within = _ends(cap, height)
    for first, long, color in ((left, width, node.track), (within, done, node.color)):
        canvas.stamp(first, (x, y), color)
        canvas.fill((x + cap, y, long - 2 * cap, height), color)
        canvas.stamp(right, (x + long - cap, y), color)
    return True


@lru_cache(maxsize=64)
def _ends(cap: int, height: int) -> tuple[Image.Image, Image.Image, Image.Image]:
    """Return the masks of the ends of a bar, left, right, and left inside another. Shared."""
    both = rounded(2 * cap, height, cap)
    left, right = both.crop((0, 0, cap, height)), both.crop((cap, 0, 2 * cap, height))
    return left, right, ImageChops.multiply(left, left)


def _track(node: Progress, width: int, height: int, density: int) -> Image.Image:
    """Return the mask of the whole bar, in segments if it has them."""
    radius = _radius(node, height, density)
    if node.segments <= 1:
        return rounded(width, height, radius)
    mask = Image.new("L", (width, height), 0)
    for left, right in _cells(node, width, density):
        mask.paste(rounded(right - left, height, radius), (left, 0))
    return mask


def _radius(node: Progress, height: int, density: int) -> int:
    if node.ends is Ends.SQUARE:
        return 0
    return node.radius * density if node.radius > 0 else height


def _cells(node: Progress, width: int, density: int) -> list[tuple[int, int]]:
    """Return left and right of each segment; gaps shrink where there is no room."""
    gap = min(node.gap * density, max(0, (width - node.segments) // max(1, node.segments - 1)))
    wide = (width - gap * (node.segments - 1)) / node.segments
    lefts = [(wide + gap) * index for index in range(node.segments)]
    return [(round(left), max(round(left) + 1, round(left + wide))) for left in lefts]


def _done(node: Progress, track: Image.Image, density: int) -> Image.Image:
    """Return the mask of the filled part."""
    width, height = track.size
    value = min(_WHOLE, node.value)
    whole = Image.new("L", track.size, 0)
    if node.segments > 1:
        cells = _cells(node, width, density)
        full = value * node.segments
        for index, (left, right) in enumerate(cells):
            share = max(0, min(_WHOLE, full - index * _WHOLE))
            whole.paste(255, (left, 0, left + (right - left) * share // _WHOLE, height))
        return ImageChops.multiply(whole, track)
    done = width * value // _WHOLE
    if radius := _radius(node, height, density):
        whole.paste(rounded(max(done, min(height, width)), height, radius), (0, 0))
    else:
        whole.paste(255, (0, 0, done, height))
    return ImageChops.multiply(whole, track)


def _write(fine: Brush, node: Progress, parts: _Parts, done: Image.Image) -> None:
    """Write the text; inside of the bar in two inks, so that it is read on both of its parts."""
    words = _words(node, parts)
    if node.place is not LabelPlace.INSIDE:
        fine.text(words)
        return
    x, y, width, height = parts.bar
    ground = fine.canvas.picture.crop((x, y, x + width, y + height))
    words = replace(words, box=(words.box[0] - x, 0, words.box[2], height))
    on_track, on_bar = (Canvas.over(ground, 1) for _ in range(2))
    fine.on(on_track).text(replace(words, ink=node.color))
    fine.on(on_bar).text(words)
    fine.canvas.lay(Image.composite(on_bar.picture, on_track.picture, done), (x, y))


def _words(node: Progress, parts: _Parts) -> Text:
    inside, above = node.place is LabelPlace.INSIDE, node.place is LabelPlace.ABOVE
    x, y, width, height = parts.text
    side = height // 2 if inside else 0
    return Text(
        content=node.content, box=(x + side, y, max(1, width - 2 * side), height), ink=node.ink,
        font=node.font, weight=node.weight, size=parts.size, min_size=max(1, parts.size // 2),
        align=Align.END if node.place is LabelPlace.BESIDE else Align.START,
        valign=VAlign.TOP if above else VAlign.MIDDLE,
        line_height=1.0 if above else 1.2,  # what hangs down keeps off the bar
        language=node.language,
    )  # fmt: skip

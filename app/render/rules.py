"""Lines under and through words: under a word they leave room for what hangs down."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from PIL import Image, ImageChops, ImageFilter

from app.model.nodes.basics import Color
from app.render.passage import Cut
from app.render.sheets import Sheets

_THICK, _UNDER = 0.055, 0.115  # ems
_STRIKE_THICK, _THROUGH = 0.065, -0.30
_LOWER = 0.06  # ems that a line lies lower under ideographs, which stand on it
_INKED = 24  # of 255: fainter edges need no room


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stretch of one line in one cut, from `left` to `right` on the canvas."""

    cut: Cut
    color: Color
    size: int
    left: float
    right: float
    baseline: int
    ideographic: bool


def draw_rules(sheets: Sheets, strokes: Iterable[Stroke]) -> None:
    """Draw the lines that the cuts of the strokes ask for; the ink they lie under is there."""
    wanted = [one for one in strokes if one.cut.underline or one.cut.strike]
    joined = [_joined(list(group)) for _, group in groupby(wanted, key=_alike)]
    under = [_underline(sheets, stroke) for stroke in joined if stroke.cut.underline]
    through = [_strike(stroke) for stroke in joined if stroke.cut.strike]
    for color, mask, at in [*under, *through]:
        sheets.add(color, mask, at)


def _alike(stroke: Stroke) -> tuple[object, ...]:
    return stroke.cut, stroke.color, stroke.size, stroke.baseline


def _joined(strokes: list[Stroke]) -> Stroke:
    """Return neighbours of one line and cut as one."""
    ideographic = any(stroke.ideographic for stroke in strokes)
    return replace(strokes[0], right=strokes[-1].right, ideographic=ideographic)


def _underline(sheets: Sheets, stroke: Stroke) -> tuple[Color, Image.Image, tuple[int, int]]:
    thick = max(1, round(stroke.size * _THICK))
    drop = _UNDER + (_LOWER if stroke.ideographic else 0)
    left, width = _extent(stroke)
    top = stroke.baseline + max(thick, round(stroke.size * drop))
    mask = Image.new("L", (width, thick), 255)
    if not stroke.ideographic and sheets.masks:
        x, y = left - sheets.area[0], top - sheets.area[1]
        near = sheets.union((x, y - thick, x + width, y + 2 * thick))
        columns = near.resize((width, 1), Image.Resampling.BOX).resize((width, 2 * thick + 1))
        inked = columns.point([255 if value > _INKED else 0 for value in range(256)])
        gaps = inked.filter(ImageFilter.MaxFilter(2 * thick + 1)).crop((0, 0, width, thick))
        mask = ImageChops.subtract(mask, gaps)
    return stroke.color, mask, (left, top)


def _strike(stroke: Stroke) -> tuple[Color, Image.Image, tuple[int, int]]:
    thick = max(1, round(stroke.size * _STRIKE_THICK))
    left, width = _extent(stroke)
    top = stroke.baseline + round(stroke.size * _THROUGH)
    return stroke.color, Image.new("L", (width, thick), 255), (left, top)


def _extent(stroke: Stroke) -> tuple[int, int]:
    left = round(stroke.left)
    return left, max(1, round(stroke.right) - left)

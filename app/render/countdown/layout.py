"""Where the cells of a countdown stand, its digits and the names of its units, in device pixels."""

from dataclasses import dataclass, replace

from app.model.nodes.basics import Box
from app.model.nodes.countdown import Countdown, LabelPlace, Labels
from app.render.bidi import Direction, direction_of
from app.render.countdown.counting import Shape, shape
from app.render.countdown.glyphs import REFERENCE, Digits, digits, width_of
from app.render.countdown.labels import likely_labels
from app.render.lettering import Letterer

_WIDEST = 1.6  # cell widths per height
_LABEL_LINE = 1.35  # ems
_LABEL_GAP = 5  # CSS pixels above a label
_LEAST_LABEL = 9  # CSS pixels
_LEAST_CELL = 14  # CSS pixels: lower ones leave no room for names
_HIGH, _HIGH_BARE = 0.50, 0.84  # of a cell that digits take, with and without a ground
_WIDE, _WIDE_BARE = 0.78, 0.82
_HIGH_OVER_LABEL, _LABEL_INSIDE = 0.46, 0.34  # of a cell with its label inside
_LEAST_SHARE = 3  # cells' width per that of all gaps, at least
_SHORTER = {Labels.LONG: Labels.SHORT, Labels.SHORT: Labels.NARROW}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One unit: its ground, a slot for each digit, and a place for its name."""

    unit: str
    box: Box
    slots: tuple[Box, ...]
    label: Box | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Cells from the largest unit to the smallest, with separators between them."""

    cells: tuple[Cell, ...]
    separators: tuple[Box, ...]
    glyphs: Digits
    size: int  # of the digits
    labels: Labels
    label_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """The measures that all cells share."""

    wide: int
    tall: int
    gap: int
    label: int  # height of a label, 0 for none
    below: int  # of the top of the box, where labels begin that are not in the cells
    inside: bool  # labels stand in the cells


def arrange(node: Countdown, density: int, letterer: Letterer) -> Layout | None:
    """Return where everything stands; None without any room. It follows from the node's shape."""
    form = shape(node, node.left_s)
    grid = _grid(node, density)
    if min(grid.wide, grid.tall) < density:
        return None
    labels, label_size = _fitting_labels(node, grid, density, letterer)
    size = _digit_size(node, form, grid, density, letterer)
    glyphs = digits(letterer, node.font, node.weight, size, node.numerals)
    x, y, width, _ = (side * density for side in node.box)
    if _is_bare(node) and not grid.inside:
        # Names stand close below digits that are lower than their place; both in its middle.
        spare = max(0, grid.tall - round(glyphs.height / _HIGH_BARE))
        grid = replace(grid, tall=grid.tall - spare, below=grid.below - spare)
        y += spare // 2
    step = grid.wide + grid.gap
    left = x + (width - len(form) * step + grid.gap) // 2
    places = [left + index * step for index in range(len(form))]
    between = [(place + grid.wide, y, grid.gap, grid.tall) for place in places[:-1]]
    if direction_of("", language=node.language) is Direction.RTL:
        places.reverse()
    return Layout(
        cells=tuple(
            _cell(unit, count, (place, y), grid, glyphs)
            for (unit, count), place in zip(form, places, strict=True)
        ),
        separators=tuple(between) if node.separator and grid.gap else (),
        glyphs=glyphs,
        size=size,
        labels=labels,
        label_size=label_size,
    )


def _grid(node: Countdown, density: int) -> _Grid:
    width, height = node.box[2] * density, node.box[3] * density
    inside = node.label_place is LabelPlace.INSIDE
    label = 0 if node.labels is Labels.NONE else round(node.label_size * density * _LABEL_LINE)
    if height - label < _LEAST_CELL * density:
        label = 0
    if inside:
        label = min(label, int(height * _LABEL_INSIDE))
    tall = height - (label + _LABEL_GAP * density if label and not inside else 0)
    units = len(node.units)
    gap = min(node.gap * density, max(0, width) // (_LEAST_SHARE * units))
    wide = (width - gap * (units - 1)) // units
    return _Grid(
        wide=min(wide, round(tall * _WIDEST)), tall=tall, gap=gap, label=label,
        below=height - label, inside=inside,
    )  # fmt: skip


def _cell(unit: str, count: int, at: tuple[int, int], grid: _Grid, glyphs: Digits) -> Cell:
    x, y = at
    # A label's line is higher than its letters: it may reach a little into the margin.
    over = grid.label * 4 // 5 + glyphs.height // 5 if grid.label and grid.inside else 0
    top = y + (grid.tall - glyphs.height - over) // 2
    first = x + (grid.wide - (count - 1) * glyphs.pitch - glyphs.width) // 2
    label: Box | None = None
    if grid.label and grid.inside:
        label = (x, top + glyphs.height + glyphs.height // 5, grid.wide, grid.label)
    elif grid.label:
        reach = grid.gap // 2
        label = (x - reach, y + grid.below, grid.wide + 2 * reach, grid.label)
    return Cell(
        unit=unit,
        box=(x, y, grid.wide, grid.tall),
        slots=tuple(
            (first + place * glyphs.pitch, top, glyphs.width, glyphs.height)
            for place in range(count)
        ),
        label=label,
    )


def _is_bare(node: Countdown) -> bool:
    return not (node.color or node.border)


def _digit_size(node: Countdown, form: Shape, grid: _Grid, density: int, letterer: Letterer) -> int:
    """Return the largest size at which the digits of every cell fit."""
    at = digits(letterer, node.font, node.weight, REFERENCE, node.numerals)
    bare = _is_bare(node)
    high = _HIGH_BARE if bare else _HIGH
    if grid.inside and grid.label:
        high = _HIGH_OVER_LABEL
    most = max(count for _, count in form)
    wide = (_WIDE_BARE if bare else _WIDE) * grid.wide
    fitting = min(
        high * grid.tall / at.height,
        wide / ((most - 1) * at.pitch + at.width),
    )
    wanted = node.size * density or 400
    return max(1, min(wanted, int(REFERENCE * fitting), 400))


def _fitting_labels(
    node: Countdown, grid: _Grid, density: int, letterer: Letterer
) -> tuple[Labels, int]:
    """Return the longest names that fit below their cells, and their size."""
    if not grid.label:
        return Labels.NONE, 0
    room = grid.wide * 0.9 if grid.inside else grid.wide + grid.gap * 0.6
    largest = min(node.label_size * density, int(grid.label / _LABEL_LINE))
    least = min(largest, _LEAST_LABEL * density)
    labels = node.labels
    while True:
        words = set(likely_labels(node.units, labels, node.language))
        widest = max(width_of(letterer, word, node.label_font, REFERENCE) for word in words)
        fitting = int(room / max(widest, 1) * REFERENCE)
        if fitting >= max(least, largest * 3 // 4) or labels not in _SHORTER:
            return labels, max(1, min(largest, fitting))
        labels = _SHORTER[labels]

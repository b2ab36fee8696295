"""Pictures as indices into a palette of just their colours."""

from collections.abc import Sequence

from PIL import Image

from app.model.keeping import Kept
from app.render.boxes import Box, apart
from app.render.encoding.ground import Ground, Over
from app.render.encoding.palette import MOST, Palette, Rgb, colors_of

_RAMPS = 256


class Indexed:
    """A picture as indices into a palette of just its colours.

    `sheet` has mode L and a column of zeros at its left: the filter that PNG wants before each row.
    """

    __slots__ = ("colors", "sheet")

    def __init__(self, sheet: Image.Image, colors: Sequence[Rgb]) -> None:
        self.sheet = sheet
        self.colors = tuple(colors)

    @classmethod
    def of(cls, image: Image.Image, over: Over | None = None) -> "Indexed | None":
        """Return an image indexed without loss; None when it has too many colours for that."""
        if over is not None:
            working = working_of(over.ground)
            found = working and resolved(working.sheet.copy(), working, image, over)
            if found:
                return found
        colors = colors_of(image)
        palette = Palette.of(colors) if colors is not None else None
        if palette is None:
            return None
        return cls(_sheet(palette.indices(image)), palette.colors)


class Working:
    """A ground indexed by a palette that also has the colours of what is drawn upon it."""

    __slots__ = ("known", "palette", "ramps", "sheet")

    def __init__(self, ground: Image.Image, palette: Palette) -> None:
        self.ramps: Kept[tuple[int, Rgb], list[int]] = Kept(_RAMPS)  # by the mirror
        self.palette = palette
        self.known = frozenset(palette.colors)
        self.sheet = _sheet(palette.indices(ground))


def working_of(ground: Ground) -> Working | None:
    """Return a ground indexed; None when it has too many colours."""
    working = ground.made(Working, "indexed")
    if working is None and ground.made(bool, "colorful") is None:
        palette = Palette.of(colors_of(ground.image) or ())
        if palette is not None and palette.colors:
            working = ground.keep("indexed", Working(ground.image, palette))
        else:
            ground.keep("colorful", made=True)
    return working


def resolved(
    sheet: Image.Image, working: Working, image: Image.Image, over: Over
) -> Indexed | None:
    """Return a sheet of a ground with what changed looked up in the image; None beyond a palette.

    `sheet` is drawn on.
    """
    boxes = apart(over.changed)
    stack, places = _stacked(image, boxes)
    fresh: set[Rgb] | None = colors_of(stack) if boxes else set()
    if fresh is None:
        return None
    if not fresh <= working.known:
        wider = _widened(over.ground, working, frozenset(fresh))
        if wider is None:
            return None
        moves = [wider.palette.place[color] for color in working.palette.colors]
        sheet, working = _moved(sheet, moves), wider
    indices = working.palette.indices(stack)
    for (left, top, right, lower), place in zip(boxes, places, strict=True):
        sheet.im.paste(indices.im.crop(place), (left + 1, top, right + 1, lower))
    return _without_unused(sheet, working.palette.colors)


def _widened(ground: Ground, working: Working, fresh: frozenset[Rgb]) -> Working | None:
    """Return the ground indexed by more colours; None when no palette holds them."""
    palette = Palette.of(working.known | fresh)
    if palette is None:  # too many came together over time: begin anew with the ground's own
        ground.drop("indexed")
        return None
    return ground.keep("indexed", Working(ground.image, palette))


def _stacked(image: Image.Image, boxes: Sequence[Box]) -> tuple[Image.Image, list[Box]]:
    """Return boxes of an image one below the other, with colours of theirs alone, and where."""
    width = max((box[2] - box[0] for box in boxes), default=1)
    height = max(1, sum(box[3] - box[1] for box in boxes))
    stack = Image.new("RGB", (width, height), image.getpixel(boxes[0][:2] if boxes else (0, 0)))
    places: list[Box] = []
    top = 0
    for box in boxes:
        place = (0, top, box[2] - box[0], top + box[3] - box[1])
        stack.im.paste(image.im.crop(box), place)
        places.append(place)
        top = place[3]
    return stack, places


def _without_unused(sheet: Image.Image, colors: Sequence[Rgb]) -> Indexed:
    """Return indices into only the colours that are there."""
    counts = sheet.histogram()
    counts[0] -= sheet.height  # the column of filters
    used = [index for index in range(len(colors)) if counts[index]]
    if len(used) == len(colors):
        return Indexed(sheet, colors)
    moves = [0] * len(colors)
    for place, index in enumerate(used):
        moves[index] = place
    return Indexed(_moved(sheet, moves), [colors[index] for index in used])


def _moved(sheet: Image.Image, moves: Sequence[int]) -> Image.Image:
    """Exchange the indices of a sheet, but for the column of filters."""
    table = [*moves, *[0] * (MOST - len(moves))]
    sheet.im = sheet.im.point(table, None)
    if table[0]:
        sheet.paste(0, (0, 0, 1, sheet.height))
    return sheet


def _sheet(indices: Image.Image) -> Image.Image:
    sheet = Image.new("L", (indices.width + 1, indices.height), 0)
    sheet.paste(indices, (1, 0))
    return sheet

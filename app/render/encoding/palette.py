"""The colours of a picture and the index of each: exact, found by look-up.

Three tables, one per channel, whose entries for a colour sum up to its index (modulo 256). A colour
that alone has its red, green or blue can be given its index last, so tables are filled from the
back: colours are peeled off as long as one stands alone in a channel. Blends of two colours, as at
the edges of letters, nearly always peel.
"""

from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops

from app.render.encoding.ground import Box, Ground, Over, merged

MOST = 256
_OVERHEAD = 4_000  # pixels that could be looked at instead of beginning another box

Rgb = tuple[int, int, int]
Tables = list[int]
"""Three tables of 256 entries in a row, as Pillow looks up RGB."""


class Palette:
    """Colours in their order, with the tables that find them."""

    __slots__ = ("_tables", "colors")

    def __init__(self, colors: Sequence[Rgb], tables: Tables) -> None:
        self.colors = tuple(colors)
        self._tables = tables

    @classmethod
    def of(cls, colors: Iterable[Rgb]) -> "Palette | None":
        """Return the palette of these colours; None when they are too many or do not peel."""
        return cls.in_order(sorted(set(colors)))

    @classmethod
    def in_order(cls, ordered: Sequence[Rgb]) -> "Palette | None":
        """Return the palette of different colours in just this order; None likewise."""
        if len(ordered) > MOST:
            return None
        tables = _tables(ordered)
        return cls(ordered, tables) if tables is not None else None

    def indices(self, image: Image.Image) -> Image.Image:
        """Return the index of each pixel, as a picture of mode L; all colours are known ones."""
        red, green, blue = image.point(self._tables).split()
        return ImageChops.add_modulo(ImageChops.add_modulo(red, green), blue)


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
        if over is not None and (indexed := _indexed_over(image, over)):
            return indexed
        colors = colors_of(image)
        palette = Palette.of(colors) if colors is not None else None
        if palette is None:
            return None
        return cls(_sheet(palette.indices(image)), palette.colors)


def colors_of(image: Image.Image) -> set[Rgb] | None:
    """Return the colours of an RGB image; None for more than a palette holds."""
    counted = image.getcolors(MOST)
    if counted is None:
        return None
    return {(color[0], color[1], color[2]) for _, color in counted if isinstance(color, tuple)}


class _Working:
    """A ground indexed by a palette that also has the colours of what is drawn upon it."""

    __slots__ = ("known", "palette", "sheet")

    def __init__(self, ground: Image.Image, palette: Palette) -> None:
        self.palette = palette
        self.known = frozenset(palette.colors)
        self.sheet = _sheet(palette.indices(ground))


def _indexed_over(image: Image.Image, over: Over) -> Indexed | None:
    """Return an image indexed by looking only at what changed; None when all must be looked at."""
    boxes = merged(over.changed, _OVERHEAD)
    stack, places = _stacked(image, boxes)
    fresh = colors_of(stack) if boxes else set()
    working = _working(over.ground, fresh) if fresh is not None else None
    if working is None:
        return None
    sheet = working.sheet.copy()
    indices = working.palette.indices(stack)
    for (left, top, _, _), place in zip(boxes, places, strict=True):
        sheet.paste(indices.crop(place), (left + 1, top))
    return _without_unused(sheet, working.palette.colors)


def _stacked(image: Image.Image, boxes: Sequence[Box]) -> tuple[Image.Image, list[Box]]:
    """Return boxes of an image one below the other, with colours of theirs alone, and where."""
    width = max((box[2] - box[0] for box in boxes), default=1)
    height = sum(box[3] - box[1] for box in boxes)
    ink = image.getpixel(boxes[0][:2]) if boxes else 0
    stack = Image.new("RGB", (width, max(1, height)), ink)
    places: list[Box] = []
    top = 0
    for left, upper, right, lower in boxes:
        stack.paste(image.crop((left, upper, right, lower)), (0, top))
        places.append((0, top, right - left, top + lower - upper))
        top += lower - upper
    return stack, places


def _working(ground: Ground, fresh: set[Rgb]) -> _Working | None:
    """Return the ground indexed by a palette that has these colours too; None if none can be."""
    working = ground.made(_Working, "indexed")
    if working is not None and fresh <= working.known:
        return working
    own = ground.made(frozenset, "colors")
    if own is None:
        own = ground.keep("colors", frozenset(colors_of(ground.image) or ()))
    if not own:
        return None
    seen = working.known if working is not None else own
    palette = Palette.of(seen | fresh) or Palette.of(own | fresh)
    if palette is None:
        return None
    return ground.keep("indexed", _Working(ground.image, palette))


def _without_unused(sheet: Image.Image, colors: Sequence[Rgb]) -> Indexed:
    """Return indices into only the colours that are there."""
    counts = sheet.histogram()
    counts[0] -= sheet.height  # the column of filters
    used = [index for index in range(len(colors)) if counts[index]]
    if len(used) == len(colors):
        return Indexed(sheet, colors)
    places = [0] * MOST
    for place, index in enumerate(used):
        places[index] = place
    return Indexed(sheet.point(places), [colors[index] for index in used])


def _sheet(indices: Image.Image) -> Image.Image:
    sheet = Image.new("L", (indices.width + 1, indices.height), 0)
    sheet.paste(indices, (1, 0))
    return sheet


def _tables(colors: Sequence[Rgb]) -> Tables | None:
    """Return tables whose entries for each colour sum up to its place; None where none do."""
    holders: dict[tuple[int, int], set[int]] = {}
    for place, color in enumerate(colors):
        for channel, value in enumerate(color):
            holders.setdefault((channel, value), set()).add(place)
    alone = [at for at, places in holders.items() if len(places) == 1]
    peeled: list[tuple[int, int]] = []  # place, and the channel in which it stood alone
    while alone:
        at = alone.pop()
        if len(holders[at]) != 1:
            continue
        (place,) = holders[at]
        peeled.append((place, at[0]))
        for other in enumerate(colors[place]):
            holders[other].discard(place)
            if len(holders[other]) == 1:
                alone.append(other)
    if len(peeled) < len(colors):
        return None
    tables = [0] * (3 * MOST)
    for place, channel in reversed(peeled):
        entries = [MOST * at + value for at, value in enumerate(colors[place])]
        own = entries[channel]
        others = sum(tables[entry] for entry in entries if entry != own)
        tables[own] = (place - others) % MOST
    return tables

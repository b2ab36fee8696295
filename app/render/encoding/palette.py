"""The colours of a picture and the index of each: exact, found by look-up.

Three tables, one per channel, whose entries for a colour sum up to its index (modulo 256). A colour
that alone has its red, green or blue can be given its index last, so tables are filled from the
back: colours are peeled off as long as one stands alone in a channel. Blends of two colours, as at
the edges of letters, nearly always peel.
"""

from collections.abc import Iterable, Sequence

from PIL import Image

from app.render.encoding.ground import Box, Ground, Over, apart

MOST = 256

Rgb = tuple[int, int, int]
Tables = list[int]
"""Three tables of 256 entries in a row, as Pillow looks up RGB."""


class Palette:
    """Colours in their order, with the tables that find them."""

    __slots__ = ("_tables", "colors", "place")

    def __init__(self, colors: Sequence[Rgb], tables: Tables) -> None:
        self.colors = tuple(colors)
        self.place = {color: place for place, color in enumerate(self.colors)}
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
        # Pillow's core takes the tables as they are, its shell would round them every time.
        red, green, blue = image.im.point(self._tables, None).split()
        found = Image.new("L", image.size)
        found.im.paste(red.chop_add_modulo(green).chop_add_modulo(blue), (0, 0, *image.size))
        return found


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
    counted = _counted(image)
    return set(counted) if counted is not None else None


def _counted(image: Image.Image) -> dict[Rgb, int] | None:
    """Return how many pixels have each colour."""
    counted = image.getcolors(MOST)
    return {_rgb(color): count for count, color in counted} if counted is not None else None


def _rgb(color: object) -> Rgb:
    assert isinstance(color, tuple)
    red, green, blue = color
    return red, green, blue


class _Working:
    """A ground indexed by a palette that also has the colours of what is drawn upon it."""

    __slots__ = ("counts", "known", "palette", "sheet")

    def __init__(self, ground: Image.Image, palette: Palette) -> None:
        self.palette = palette
        self.known = frozenset(palette.colors)
        self.sheet = _sheet(palette.indices(ground))
        self.counts = self.sheet.histogram()
        self.counts[0] -= ground.height  # the column of filters


def _indexed_over(image: Image.Image, over: Over) -> Indexed | None:
    """Return an image indexed by looking only at what changed; None when all must be looked at."""
    boxes = apart(over.changed)
    stack, places, spare = _stacked(image, boxes)
    fresh = _counted(stack)
    working = _working(over.ground, set(fresh)) if fresh is not None else None
    if fresh is None or working is None:
        return None
    palette, sheet = working.palette, working.sheet.copy()
    indices, before = palette.indices(stack), Image.new("L", stack.size)
    for (left, top, right, lower), place in zip(boxes, places, strict=True):
        inner = (left + 1, top, right + 1, lower)
        before.paste(sheet.crop(inner), place)
        sheet.paste(indices.crop(place), inner)
    gone = before.histogram()
    counts = [count - less for count, less in zip(working.counts, gone, strict=True)]
    for color, count in fresh.items():
        counts[palette.place[color]] += count
    # What the stack has beside its boxes was counted twice: as index 0, and in the fresh colour.
    counts[0] += spare
    counts[palette.place[_rgb(stack.getpixel((0, 0)))]] -= spare
    return _without_unused(sheet, palette.colors, counts)


def _stacked(image: Image.Image, boxes: Sequence[Box]) -> tuple[Image.Image, list[Box], int]:
    """Return boxes of an image one below the other, where each is, and how many pixels are spare.

    Spare ones have the colour of the first pixel.
    """
    width = max((box[2] - box[0] for box in boxes), default=1)
    height = max(1, sum(box[3] - box[1] for box in boxes))
    stack = Image.new("RGB", (width, height), image.getpixel(boxes[0][:2] if boxes else (0, 0)))
    places: list[Box] = []
    top, spare = 0, width * height
    for left, upper, right, lower in boxes:
        place = (0, top, right - left, top + lower - upper)
        stack.paste(image.crop((left, upper, right, lower)), place)
        places.append(place)
        top, spare = place[3], spare - place[2] * (lower - upper)
    return stack, places, spare


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


def _without_unused(sheet: Image.Image, colors: Sequence[Rgb], counts: Sequence[int]) -> Indexed:
    """Return indices into only the colours that are there, so many times each."""
    used = [index for index in range(len(colors)) if counts[index]]
    if len(used) == len(colors):
        return Indexed(sheet, colors)
    places = [0] * MOST
    for place, index in enumerate(used):
        places[index] = place
    compact = Image.new("L", sheet.size)
    compact.im.paste(sheet.im.point(places, None), (0, 0, *sheet.size))
    return Indexed(compact, [colors[index] for index in used])


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

"""Pictures as indices into a palette of just their colours."""

from collections.abc import Sequence

from PIL import Image

from app.model.keeping import Kept
from app.render.boxes import Box, apart
from app.render.encoding.ground import Ground, Over
from app.render.encoding.palette import MOST, Palette, Rgb, colors_of
from app.render.encoding.sheet import Sheet

_RAMPS = 256
_PATIENCE = 16  # pictures in a row that a colour may be missing from


class Indexed:
    """A picture as indices into a palette of just its colours."""

    __slots__ = ("colors", "sheet")

    def __init__(self, sheet: Sheet, colors: Sequence[Rgb]) -> None:
        self.sheet = sheet
        self.colors = tuple(colors)

    @classmethod
    def of(cls, image: Image.Image, over: Over | None = None) -> "Indexed | None":
        """Return an image indexed without loss; None when it has too many colours for that."""
        if over is not None:
            working = working_of(over.ground)
            found = working and resolved(working.lend(), working, image, over)
            if found:
                return found
        colors = colors_of(image)
        palette = Palette.of(colors) if colors is not None else None
        if palette is None:
            return None
        return cls(Sheet.of(palette.indices(image)), palette.colors)


class Ramp:
    """Levels of an ink over a colour and their indices: those that are known, and as a table."""

    __slots__ = ("known", "place", "table")

    def __init__(self, known: Sequence[tuple[int, int]]) -> None:
        self.known = known
        self.place = dict(known)
        self.table = [0] * MOST
        for level, index in known:
            self.table[level] = index


class Working:
    """A ground indexed by a palette that also has the colours of what is drawn upon it.

    Colours that a number of pictures in a row did without leave the palette again: a picture that
    has all of them is written as it is.
    """

    __slots__ = ("_idle", "_pictures", "_sheet", "_spare", "known", "palette", "ramps")

    def __init__(self, sheet: Sheet, palette: Palette) -> None:
        self.ramps: Kept[tuple[int, Rgb], Ramp] = Kept(_RAMPS)  # by the mirror
        self.palette = palette
        self.known = frozenset(palette.colors)
        self._sheet = sheet
        self._spare: list[Sheet] = []  # one copy, or none while it is lent
        self._idle: frozenset[int] = frozenset()
        self._pictures = 0

    def lend(self) -> Sheet:
        """Return a copy of the ground's sheet to draw on."""
        try:
            return self._spare.pop()
        except IndexError:
            return self._sheet.copy()

    def take_back(self, copy: Sheet) -> None:
        """Make a copy that was drawn on a copy again, cheaper than another."""
        if not self._spare:
            copy.undo()
            self._spare.append(copy)

    def moved(self, palette: Palette) -> "Working":
        """Return the ground indexed by a palette that has all of its colours."""
        return Working(self._sheet.exchanged(moves(self.palette, palette)), palette)

    def without_idle(self, used: Sequence[int]) -> "Working | None":
        """Take note of what a picture used; return a leaner one once it should be taken."""
        unused = frozenset(range(len(self.palette.colors))).difference(used)
        self._idle = unused & self._idle if self._pictures else unused
        self._pictures = self._pictures + 1 if self._idle else 0
        if self._pictures < _PATIENCE:
            return None
        counts, colors = self._sheet.counts, self.palette.colors
        kept = [place for place in range(len(colors)) if counts[place] or place not in self._idle]
        self._pictures = 0
        palette = Palette.in_order([colors[place] for place in kept])
        return self.moved(palette) if palette and len(kept) < len(colors) else None


def working_of(ground: Ground) -> Working | None:
    """Return a ground indexed; None when it has too many colours."""
    working = ground.made(Working, "indexed")
    if working is None and ground.made(bool, "colorful") is None:
        palette = Palette.of(colors_of(ground.image) or ())
        if palette is not None and palette.colors:
            sheet = Sheet.of(palette.indices(ground.image))
            working = ground.keep("indexed", Working(sheet, palette))
        else:
            ground.keep("colorful", made=True)
    return working


def resolved(sheet: Sheet, working: Working, image: Image.Image, over: Over) -> Indexed | None:
    """Return a sheet of a ground with what changed looked up in the image; None beyond a palette.

    `sheet` is drawn on.
    """
    boxes = apart(over.changed)
    if not boxes:
        return _without_unused(sheet, working, over.ground)
    stack, places = _stacked(image, boxes)
    fresh = colors_of(stack)
    if fresh is None:
        return None
    if not fresh <= working.known:
        palette = Palette.of(working.known | fresh)
        if palette is None:  # too many came together over time: begin anew with the ground's own
            over.ground.drop("indexed")
            return None
        sheet = sheet.exchanged(moves(working.palette, palette))
        working = over.ground.keep("indexed", working.moved(palette))
    indices = working.palette.indices(stack)
    for box, place in zip(boxes, places, strict=True):
        former, part = sheet.at(box), indices.im.crop(place)
        gone, come = former.histogram(), part.histogram()
        counts = [(index, come[index] - gone[index]) for index in range(len(come))]
        sheet.put(box, part, counts, former)
    return _without_unused(sheet, working, over.ground)


def moves(palette: Palette, other: Palette) -> list[int]:
    """Return the place of each colour of a palette in another; 0 where it has none."""
    return [other.place.get(color, 0) for color in palette.colors]


def _stacked(image: Image.Image, boxes: Sequence[Box]) -> tuple[Image.Image, list[Box]]:
    """Return boxes of an image one below the other, with colours of theirs alone, and where."""
    width = max(box[2] - box[0] for box in boxes)
    height = sum(box[3] - box[1] for box in boxes)
    stack = Image.new("RGB", (width, height), image.getpixel(boxes[0][:2]))
    places: list[Box] = []
    top = 0
    for box in boxes:
        place = (0, top, box[2] - box[0], top + box[3] - box[1])
        stack.im.paste(image.im.crop(box), place)
        places.append(place)
        top = place[3]
    return stack, places


def _without_unused(sheet: Sheet, working: Working, ground: Ground) -> Indexed:
    """Return indices into only the colours that are there."""
    colors = working.palette.colors
    used = [place for place in range(len(colors)) if sheet.counts[place]]
    if len(used) == len(colors):
        return Indexed(sheet, colors)
    if leaner := working.without_idle(used):
        ground.keep("indexed", leaner)
    places = [0] * len(colors)
    for place, index in enumerate(used):
        places[index] = place
    return Indexed(sheet.exchanged(places), [colors[index] for index in used])

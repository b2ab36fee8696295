"""The colours of a picture and the index of each: exact, found by look-up.

Three tables, one per channel, whose entries for a colour sum up to its index (modulo 256). A colour
that alone has its red, green or blue can be given its index last, so tables are filled from the
back: colours are peeled off as long as one stands alone in a channel. Blends of two colours, as at
the edges of letters, nearly always peel.
"""

from collections.abc import Iterable, Sequence

from PIL import Image

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


def colors_of(image: Image.Image) -> set[Rgb] | None:
    """Return the colours of an RGB image; None for more than a palette holds."""
    found = image.getcolors(MOST)
    return {rgb(color) for _, color in found} if found is not None else None


def rgb(color: object) -> Rgb:
    """Return a colour as Pillow gives it, as what it is."""
    assert isinstance(color, tuple)
    red, green, blue = color
    return red, green, blue


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

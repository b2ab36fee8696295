"""The colours of one GIF: all of them where 256 suffice, else the nearest of 256."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from PIL import Image, ImageChops

from app.render.encoding.palette import MOST, Palette, Rgb, colors_of

_PINNED = 6  # large flat colours that are never exchanged for a near one


class Colors(Protocol):
    """Colours in their order, and the look-up of an RGB picture's colours among them."""

    @property
    def colors(self) -> tuple[Rgb, ...]:
        """Return the colours."""
        ...

    def indices(self, image: Image.Image) -> Image.Image:
        """Return the index of each pixel, as a picture of mode L."""
        ...


class Nearest:
    """Up to 256 colours, of which each pixel gets one that is near; pinned ones are exact."""

    def __init__(self, colors: Sequence[Rgb], pinned: Sequence[Rgb]) -> None:
        self.colors = tuple(colors)
        self._pinned = tuple(pinned)
        self._places = {color: place for place, color in enumerate(self.colors)}
        self._picture = Image.new("P", (1, 1))
        filled = [*self.colors, *[self.colors[0]] * (MOST - len(self.colors))]
        self._picture.putpalette([channel for color in filled for channel in color])

    def indices(self, image: Image.Image) -> Image.Image:
        """Return the index of each pixel, as a picture of mode L."""
        nearest = image.quantize(palette=self._picture, dither=Image.Dither.NONE)
        found = Image.frombytes("L", image.size, nearest.tobytes())
        for color in self._pinned:
            found.paste(self._places[color], mask=_where(image, color))
        return found


def depth_for(palette: Colors) -> int:
    """Return how many bits an index needs."""
    return max(2, (len(palette.colors) - 1).bit_length())


def table_of(palette: Colors) -> bytes:
    """Return the colours as a GIF lists them: 3 bytes each, a power of two of them."""
    return b"".join(map(bytes, palette.colors)).ljust(3 << depth_for(palette), b"\0")


def exact(pictures: Iterable[Image.Image], first: Iterable[Rgb] = ()) -> Palette | None:
    """Return the colours of pictures in their order, after the `first`; None: too many."""
    found: dict[Rgb, None] = dict.fromkeys(first)
    for picture in pictures:
        colors = colors_of(picture)
        if colors is None:
            return None
        found |= dict.fromkeys(sorted(colors))
    return Palette.in_order(list(found))


def nearest(sample: Image.Image) -> Nearest:
    """Return 256 colours that come near those of a sample; its largest flat ones stay exact."""
    counted = sorted(sample.getcolors(sample.width * sample.height) or (), reverse=True)
    pinned = [_rgb(color) for _, color in counted[:_PINNED]]
    reduced = sample.quantize(
        MOST - len(pinned), method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    channels = reduced.getpalette() or []
    others = [_rgb(channels[at : at + 3]) for at in range(0, len(channels), 3)]
    return Nearest(list(dict.fromkeys([*pinned, *others])), pinned)


def _rgb(color: object) -> Rgb:
    assert isinstance(color, Sequence)
    red, green, blue = color
    return red, green, blue


def _where(image: Image.Image, color: Rgb) -> Image.Image:
    """Return the mask of the pixels that have a colour."""
    masks = [
        channel.point([255 * (value == wanted) for value in range(MOST)])
        for channel, wanted in zip(image.split(), color, strict=True)
    ]
    return ImageChops.multiply(ImageChops.multiply(masks[0], masks[1]), masks[2])

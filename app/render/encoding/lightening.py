"""Pictures too heavy for mail made lighter: by fixed steps, so that it ends the same each time."""

from collections.abc import Iterator
from typing import Final

from PIL import Image

from app.model.rendering import Format
from app.render.encoding.gif import gif_of
from app.render.encoding.indexed import Indexed
from app.render.encoding.jpeg import encode_jpeg
from app.render.encoding.modern import encode_avif, encode_webp
from app.render.encoding.png import png_of
from app.render.encoding.sheet import Sheet

HEAVIEST: Final = 1_000_000  # bytes that mail clients and their proxies are sure to fetch
_QUALITIES: Final = ((70, 1), (55, 1), (40, 1), (40, 2), (40, 4), (25, 8))
_COLORS: Final = ((256, 1), (64, 1), (256, 2), (64, 4), (16, 16))
"""How good, and by how much the picture is made coarser each way."""


def lightened(image: Image.Image, kind: Format) -> tuple[bytes, str]:
    """Return an RGB image in HEAVIEST bytes, or the fewest there are, and how good it is."""
    lighter = _ever_lighter(image, kind)
    best = next(lighter)
    while len(best[0]) > HEAVIEST and (next_best := next(lighter, None)):
        best = next_best
    return best


def _ever_lighter(image: Image.Image, kind: Format) -> Iterator[tuple[bytes, str]]:
    if kind in {Format.PNG, Format.GIF}:
        for colors, coarser in _COLORS:
            indexed = _indexed(_coarse(image, coarser), colors)
            body = png_of(indexed) if kind is Format.PNG else gif_of(indexed)
            yield body, _told(f"{colors} colours", coarser)
        return
    for quality, coarser in _QUALITIES:
        yield _encoded(_coarse(image, coarser), kind, quality), _told(f"quality {quality}", coarser)


def _indexed(image: Image.Image, colors: int) -> Indexed:
    """Return an image in so many colours that stand for all of its own."""
    few = image.quantize(colors, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    channels = few.getpalette() or []
    sheet = Sheet.of(Image.frombytes("L", few.size, few.tobytes()))
    shown = zip(channels[::3], channels[1::3], channels[2::3], strict=True)
    return Indexed(sheet, [*shown][:colors])


def _encoded(image: Image.Image, kind: Format, quality: int) -> bytes:
    if kind is Format.WEBP:
        return encode_webp(image, quality)
    if kind is Format.AVIF:
        return encode_avif(image, quality)
    return encode_jpeg(image, sharp=False, quality=quality)


def _coarse(image: Image.Image, by: int) -> Image.Image:
    return image if by == 1 else image.reduce(by).resize(image.size, Image.Resampling.NEAREST)


def _told(how_good: str, coarser: int) -> str:
    return how_good if coarser == 1 else f"{how_good}, {coarser} times coarser"

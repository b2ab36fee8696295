"""Soft shadows of rounded rectangles: a Gaussian of which only one corner is ever computed.

A shadow large against its blur is a corner four times, edges stretched between them, and a full
middle. The corner depends on radius and blur alone, so layouts share it.
"""

from functools import lru_cache
from math import ceil

from PIL import Image, ImageFilter

from app.render.shapes.rounding import rounded

_REACH = 3.0  # standard deviations until a Gaussian is nothing in 8 bits
_COARSE = 6.0  # standard deviation in pixels above which a coarser picture is as good
_MOST_SCALE = 8


def shadow(width: int, height: int, radius: int, blur: int) -> tuple[Image.Image, int]:
    """Return the mask of a blurred rectangle, and how far it reaches beyond each side.

    Device pixels. `blur` as in CSS: twice the standard deviation.
    """
    radius = max(0, min(radius, width // 2, height // 2))
    spill = ceil(_REACH * blur / 2)
    side = radius + 2 * spill  # beyond it an edge looks the same all along
    if blur > 0 and min(width, height) > 2 * (side - spill):
        return _stretched(_corner(radius, blur), (width + 2 * spill, height + 2 * spill)), spill
    return blurred(rounded(width, height, radius), blur)


def blurred(shape: Image.Image, blur: int) -> tuple[Image.Image, int]:
    """Return any mask blurred, and how far it reaches beyond each side."""
    if blur <= 0:
        return shape, 0
    spill, sigma = ceil(_REACH * blur / 2), blur / 2
    scale = max(1, min(_MOST_SCALE, int(sigma / _COARSE)))
    size = (shape.width + 2 * spill, shape.height + 2 * spill)
    mask = Image.new("L", size, 0)
    mask.paste(shape, (spill, spill))
    if scale == 1:
        return mask.filter(ImageFilter.GaussianBlur(sigma)), spill
    coarse = mask.reduce(scale).filter(ImageFilter.GaussianBlur(sigma / scale))
    # The last column and row of samples may hang over the edge.
    over = (coarse.width * scale, coarse.height * scale)
    return coarse.resize(over, Image.Resampling.BICUBIC).crop((0, 0, *size)), spill


@lru_cache(maxsize=32)
def _corner(radius: int, blur: int) -> Image.Image:
    """Return the upper left corner of a shadow, up to where its edges run straight.

    Shared: never drawn on.
    """
    side = radius + 2 * ceil(_REACH * blur / 2)
    return blurred(rounded(2 * side, 2 * side, radius), blur)[0].crop((0, 0, side, side))


def _stretched(corner: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a corner mirrored into all four, its last row and column stretched between them."""
    side, (width, height) = corner.width, size
    flipped = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    top = Image.new("L", (width, side), 255)
    top.paste(corner, (0, 0))
    edge = corner.crop((side - 1, 0, side, side))
    top.paste(edge.resize((width - 2 * side, side), Image.Resampling.NEAREST), (side, 0))
    top.paste(flipped, (width - side, 0))
    mask = Image.new("L", size, 255)
    mask.paste(top, (0, 0))
    row = top.crop((0, side - 1, width, side))
    mask.paste(row.resize((width, height - 2 * side), Image.Resampling.NEAREST), (0, side))
    mask.paste(top.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, height - side))
    return mask

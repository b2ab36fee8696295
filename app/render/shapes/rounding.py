"""Masks of the shapes that are met most: rectangles with round corners, discs, polygons.

Anti-aliased masks of coverage (mode L) in device pixels, supersampled where an edge is curved.
"""

from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw

from app.render.levels import levelled
from app.render.shapes.masks import mask_of
from app.render.shapes.pieces import Disc

_FINE = 8  # samples per pixel and axis along curves
_MOST_AT_ONCE = 256  # device pixels of a radius
_MAX_SAMPLED = 4_000_000  # supersampled pixels of one polygon
_SMALL = 40_000  # pixels of a mask that is kept: a bar, a button, a chip


def rounded(width: int, height: int, radius: int) -> Image.Image:
    """Return the mask of a rectangle with round corners of a radius."""
    small = width * height <= _SMALL
    return _kept(width, height, radius).copy() if small else _rounded(width, height, radius)


@lru_cache(maxsize=128)
def _kept(width: int, height: int, radius: int) -> Image.Image:
    """Return a small mask. Shared: never drawn on."""
    return _rounded(width, height, radius)


def _rounded(width: int, height: int, radius: int) -> Image.Image:
    mask = Image.new("L", (width, height), 255)
    radius = min(radius, width // 2, height // 2)
    if radius > 0:
        corner = _corner(radius)
        flipped = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        mask.paste(corner, (0, 0))
        mask.paste(flipped, (width - radius, 0))
        mask.paste(corner.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, height - radius))
        mask.paste(
            flipped.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (width - radius, height - radius)
        )
    return mask


def frame(width: int, height: int, radius: int, border: int) -> Image.Image:
    """Return the mask of a border that lies inside a rounded rectangle."""
    mask = rounded(width, height, radius)
    inner = (width - 2 * border, height - 2 * border)
    if inner[0] > 0 and inner[1] > 0:
        hole = rounded(*inner, max(0, radius - border))
        mask.paste(0, (border, border), hole)
    return mask


def disc(diameter: int) -> Image.Image:
    """Return the mask of a disc; an empty one below a pixel."""
    return rounded(max(0, diameter), max(0, diameter), diameter // 2)


def polygon(
    points: Sequence[tuple[float, float]], within: tuple[int, int]
) -> tuple[Image.Image, tuple[int, int]] | None:
    """Return the mask of a polygon and where it goes; None when it lies outside `within`."""
    left = max(0, int(min(x for x, _ in points)) - 1)
    top = max(0, int(min(y for _, y in points)) - 1)
    right = min(within[0], int(max(x for x, _ in points)) + 2)
    bottom = min(within[1], int(max(y for _, y in points)) + 2)
    if right <= left or bottom <= top:
        return None
    width, height = right - left, bottom - top
    fine = _FINE
    while fine > 1 and width * height * fine * fine > _MAX_SAMPLED:
        fine //= 2
    large = Image.new("L", (width * fine, height * fine), 0)
    flat = [axis * fine for x, y in points for axis in (x - left, y - top)]
    ImageDraw.Draw(large).polygon(flat, fill=255)
    return (levelled(large.reduce(fine)) if fine > 1 else large), (left, top)


@lru_cache(maxsize=256)
def _corner(radius: int) -> Image.Image:
    """Return the top left quarter of a disc. Shared: never drawn on."""
    if radius > _MOST_AT_ONCE:  # in tiles: at once it would take the square of it in memory
        corner = Image.new("L", (radius, radius), 0)
        if placed := mask_of([Disc((radius, radius), radius)], corner.size):
            corner.paste(*placed)
        return corner
    side = radius * _FINE
    large = Image.new("L", (side, side), 0)
    ImageDraw.Draw(large).ellipse((0, 0, 2 * side - 1, 2 * side - 1), fill=255)
    return levelled(large.reduce(_FINE))

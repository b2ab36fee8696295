"""Shapes as masks of coverage: any union of polygons and discs, smooth along every edge.

Coordinates are device pixels of the canvas, the origin at its top left corner; a pixel covers
[x, x + 1). Shapes are supersampled in tiles, and only where an edge may run: what is filled
through and through costs next to nothing.
"""

from collections.abc import Sequence
from math import ceil, floor

from PIL import Image, ImageDraw

from app.render.levels import levelled
from app.render.shapes.pieces import Bounds, Piece, Point

_FINE, _FINEST = 8, 16  # samples per pixel and axis, along edges of large and small shapes
_SMALL = 48  # pixels, side of a shape that is sampled at its finest
_TILE = 128  # pixels, side of what is sampled at once

Placed = tuple[Image.Image, tuple[int, int]]
"""A mask and where its top left corner goes."""

_Framed = list[tuple[Piece, Bounds]]


def mask_of(pieces: Sequence[Piece], within: tuple[int, int]) -> Placed | None:
    """Return the mask of a union of pieces; None when nothing of it lies inside `within`."""
    framed = [(piece, piece.bounds()) for piece in pieces]
    box = _box(framed, within)
    if box is None:
        return None
    left, top, right, bottom = box
    mask = Image.new("L", (right - left, bottom - top), 0)
    fine = _FINEST if max(mask.size) <= _SMALL else _FINE
    for x in range(left, right, _TILE):
        end = min(x + _TILE, right)
        column = [one for one in framed if one[1][0] < end and one[1][2] > x]
        for y in range(top, bottom, _TILE):
            tile = (x, y, end, min(y + _TILE, bottom))
            here = [one for one in column if one[1][1] < tile[3] and one[1][3] > y]
            if here:
                mask.paste(_sampled(here, tile, fine), (x - left, y - top))
    return mask, (left, top)


def without(placed: Placed, pieces: Sequence[Piece], within: tuple[int, int]) -> Placed:
    """Return a mask with pieces cut out of it; what lies below shows there."""
    hole = mask_of(pieces, within)
    if hole is None:
        return placed
    mask, (left, top) = placed
    mask.paste(0, (hole[1][0] - left, hole[1][1] - top), hole[0])
    return placed


def _box(framed: _Framed, within: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """Return the whole pixels that pieces touch inside `within`: left, top, right, bottom."""
    if not framed:
        return None
    lefts, tops, rights, bottoms = zip(*(bounds for _, bounds in framed), strict=True)
    left, top = max(0, floor(min(lefts))), max(0, floor(min(tops)))
    right, bottom = min(within[0], ceil(max(rights))), min(within[1], ceil(max(bottoms)))
    return (left, top, right, bottom) if right > left and bottom > top else None


def _sampled(framed: _Framed, tile: tuple[int, int, int, int], fine: int) -> Image.Image:
    """Return the mask of a tile; one without an edge is sampled once a pixel."""
    left, top, right, bottom = tile
    size = (right - left, bottom - top)
    if any(
        b[0] <= left and b[1] <= top and b[2] >= right and b[3] >= bottom for _, b in framed
    ):  # else no piece can fill it
        coarse = _drawn(framed, (left - 1, top - 1), (size[0] + 2, size[1] + 2), 1)
        if coarse.getextrema() == (255, 255):
            return coarse.crop((1, 1, 1 + size[0], 1 + size[1]))
    return levelled(_drawn(framed, (left, top), size, fine).reduce(fine))


def _drawn(framed: _Framed, origin: Point, size: tuple[int, int], fine: int) -> Image.Image:
    """Return pieces drawn `fine` times as large, `origin` at the corner."""
    sheet = Image.new("L", (size[0] * fine, size[1] * fine), 0)
    pen = ImageDraw.Draw(sheet)
    for piece, _ in framed:
        piece.draw(pen, fine, origin, size)
    return sheet

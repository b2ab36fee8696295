"""JPEG: baseline, in tiles that each begin anew, so that only tiles that changed are encoded.

A restart marker after every few blocks makes the bytes of a tile depend on its pixels alone.
A picture that equals its ground elsewhere is the ground's bytes with the changed tiles exchanged:
the very bytes that encoding all of it gives.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil

from PIL import Image

from app.render.boxes import Box, merged
from app.render.encoding.ground import Ground, Over

_QUALITY = 82
_LEAST_TILE = 4  # blocks: a marker costs some six bytes
_OVERHEAD = 10_000  # pixels that could be encoded instead of beginning another box
_WHOLE = 0.7  # share of changed pixels from which all are encoded
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")  # in scans, other bytes FF are followed by 00
_SCAN = b"\xff\xda"
_MARKERS = [bytes((0xFF, 0xD0 + number)) for number in range(8)]
_END = b"\xff\xd9"


@dataclass(frozen=True, slots=True)
class _Tiles:
    """A JPEG taken apart: what stands before its scan, and its tiles row by row."""

    head: bytes
    tiles: Sequence[bytes]


def encode_jpeg(
    image: Image.Image, *, sharp: bool, over: Over | None = None, quality: int = _QUALITY
) -> bytes:
    """Return a baseline JPEG; `sharp` keeps its colours at full resolution.

    Over a ground it has the quality that all have.
    """
    changed = _changed(image.size, sharp=sharp, over=over)
    if over is None or changed is None:
        return _encoded(image, _blocks(image.width, sharp=sharp), sharp=sharp, quality=quality)
    step = _blocks(image.width, sharp=sharp)
    ground = _of_ground(over.ground, step, sharp=sharp)
    tiles = list(ground.tiles)
    side = _side(sharp=sharp)
    wide, across = step * side, ceil(image.width / (step * side))
    for box in changed:
        fresh = _apart(image.crop(box), step=step, sharp=sharp).tiles
        width = ceil((box[2] - box[0]) / wide)
        first = box[1] // side * across + box[0] // wide
        for row in range(len(fresh) // width):
            start = first + row * across
            tiles[start : start + width] = fresh[row * width : (row + 1) * width]
    return _together(ground.head, tiles)


def _of_ground(ground: Ground, step: int, *, sharp: bool) -> _Tiles:
    key = ("jpeg", sharp)
    return ground.made(_Tiles, key) or ground.keep(
        key, _apart(ground.image, step=step, sharp=sharp)
    )


def _changed(size: tuple[int, int], *, sharp: bool, over: Over | None) -> list[Box] | None:
    """Return the boxes to encode, at the edges of tiles; None when all had better be."""
    if over is None:
        return None
    side = _side(sharp=sharp)
    wide = _blocks(size[0], sharp=sharp) * side
    boxes: list[Box] = [
        (
            left // wide * wide, top // side * side,
            min(size[0], ceil(right / wide) * wide), min(size[1], ceil(bottom / side) * side),
        )
        for left, top, right, bottom in over.changed
    ]  # fmt: skip
    found = merged(boxes, _OVERHEAD)
    area = sum((box[2] - box[0]) * (box[3] - box[1]) for box in found)
    return None if area > _WHOLE * size[0] * size[1] else found


def _side(*, sharp: bool) -> int:
    """Return the side of a block in pixels."""
    return 8 if sharp else 16


def _blocks(width: int, *, sharp: bool) -> int:
    """Return how many blocks make a tile, so that whole tiles make a row."""
    across = ceil(width / _side(sharp=sharp))
    return next(
        (count for count in range(_LEAST_TILE, across) if across % count == 0), max(1, across)
    )


def _encoded(image: Image.Image, step: int, *, sharp: bool, quality: int = _QUALITY) -> bytes:
    file = BytesIO()
    image.save(
        file, "JPEG", quality=quality, subsampling="4:4:4" if sharp else "4:2:0",
        restart_marker_blocks=step, comment=b"",
    )  # fmt: skip
    return file.getvalue()


def _apart(image: Image.Image, *, step: int, sharp: bool) -> _Tiles:
    body = _encoded(image, step, sharp=sharp)
    scan = body.index(_SCAN)
    start = scan + 2 + int.from_bytes(body[scan + 2 : scan + 4], "big")
    return _Tiles(body[:start], _RESTART.split(body[start : -len(_END)]))


def _together(head: bytes, tiles: Sequence[bytes]) -> bytes:
    parts = [head, tiles[0]]
    for number, tile in enumerate(tiles[1:]):
        parts += (_MARKERS[number & 7], tile)
    parts.append(_END)
    return b"".join(parts)

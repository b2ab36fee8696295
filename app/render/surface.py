"""Pixels that shapes are put on, and word of where.

Shapes that a mirror takes are not painted until something else comes near them or somebody looks.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from PIL import Image

from app.render.boxes import Box, apart, clipped, overlap

Rgb = tuple[int, int, int]
Shape = tuple[Any, Box]
"""A mask (of Pillow's core; None for all of the box) and its box."""


class Mirror(Protocol):
    """Takes shapes whose colours it knows, so that they need not be painted."""

    def imprint(self, shapes: Sequence[Shape], ink: Rgb, box: Box) -> bool:
        """Tell whether the shapes were taken."""
        ...


class Surface:
    """An opaque RGB picture, `picture`, but for the shapes that the mirror has.

    `touched` are boxes outside of which nothing was painted.
    """

    __slots__ = ("_mirror", "_mirrored", "picture", "size", "touched")

    def __init__(self, picture: Image.Image, mirror: Mirror | None) -> None:
        self.picture = picture
        self.size = picture.size
        self.touched: list[Box] = []
        self._mirror = mirror
        self._mirrored: list[tuple[Box, Sequence[Shape], Rgb]] = []

    def put(self, shapes: Sequence[Shape], ink: Rgb, box: Box) -> None:
        """Paint shapes inside a box in an opaque colour, or leave it to the mirror."""
        if self._mirrors(shapes, ink, box):
            self._mirrored.append((box, shapes, ink))
        elif self.touch(box):
            self._paint(shapes, ink)

    def touch(self, box: Box) -> bool:
        """Note where is painted; tell whether any of it lies on the picture."""
        shown = clipped(box, self.size)
        if shown is None:
            return False
        self.finish(shown)
        self.touched.append(shown)
        return True

    def finish(self, box: Box) -> None:
        """Paint the shapes that only the mirror has, where they meet a box or one that does."""
        known = self._mirrored
        near: set[int] = set()
        boxes = [box] if known else []
        while boxes:
            found = {
                number
                for number, one in enumerate(known)
                if number not in near and any(overlap(one[0], each) for each in boxes)
            }
            near |= found
            boxes = [known[number][0] for number in found]
        if not near:
            return
        self._mirrored = [one for number, one in enumerate(known) if number not in near]
        for number in sorted(near):
            around, shapes, ink = known[number]
            self.touched.append(around)
            self._paint(shapes, ink)

    def settle(self) -> list[Box]:
        """Return the boxes that were painted on, none sharing a pixel; the mirror has the rest."""
        while True:
            boxes, waiting = apart(self.touched), len(self._mirrored)
            for box in boxes:  # a box around two may hold what neither does
                self.finish(box)
            if len(self._mirrored) == waiting:
                return boxes

    def _mirrors(self, shapes: Sequence[Shape], ink: Rgb, box: Box) -> bool:
        """Tell whether the mirror took shapes: where nothing else was painted."""
        if self._mirror is None or box != clipped(box, self.size):
            return False
        if any(overlap(box, other) for other in self.touched):
            return False
        return self._mirror.imprint(shapes, ink, box)

    def _paint(self, shapes: Sequence[Shape], ink: Rgb) -> None:
        # Pillow's core takes colours and boxes as they are, its shell would look at them anew.
        paste = self.picture.im.paste
        for mask, box in shapes:
            if mask is None:
                paste(ink, box)
            else:
                paste(ink, box, mask)

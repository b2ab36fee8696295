"""Indices in the rows that PNG wants, counted while they are drawn."""

from collections.abc import Sequence
from typing import Any

from PIL import Image

from app.render.boxes import Box
from app.render.encoding.palette import MOST


class Sheet:
    """The indices of a picture. `counts` tells how many pixels have each.

    `image` (mode L) has a column of zeros at its left: the filter that PNG wants before each row.
    It shares its memory with `rows`, so that nothing need be copied to be written. Drawn on by
    `put` alone.
    """

    __slots__ = ("_begun", "_core", "_puts", "counts", "image", "rows")

    def __init__(self, rows: bytearray, size: tuple[int, int], counts: Sequence[int]) -> None:
        self.rows = rows
        self.image = Image.frombuffer("L", size, rows, "raw", "L", 0, 1)
        self.counts = list(counts)
        self._core: Any = self.image.im  # drawn on past the shell, which would make a copy
        self._begun = counts
        self._puts: list[tuple[Box, Any]] = []

    @classmethod
    def of(cls, indices: Image.Image) -> "Sheet":
        """Return a picture of indices (mode L) as a sheet."""
        width, height = indices.size
        wider = Image.new("L", (width + 1, height), 0)
        wider.paste(indices, (1, 0))
        return cls(bytearray(wider.tobytes()), wider.size, indices.histogram())

    def copy(self) -> "Sheet":
        """Return the same sheet in memory of its own."""
        return Sheet(bytearray(self.rows), self.image.size, self.counts)

    def at(self, box: Box) -> Any:
        """Return what is in a box of the picture, as an image of Pillow's core."""
        left, top, right, lower = box
        return self._core.crop((left + 1, top, right + 1, lower))

    def bytes_at(self, box: Box) -> bytes:
        """Return the same as bytes."""
        left, top, right, lower = box
        wide = self.image.width
        first, size = top * wide + left + 1, right - left
        ends = range(first, first + (lower - top) * wide, wide)
        return b"".join(self.rows[start : start + size] for start in ends)

    def put(self, box: Box, indices: Any, counts: Sequence[tuple[int, int]], former: Any) -> None:
        """Put indices into a box of the picture.

        `counts` says how many more pixels have which index now, `former` is what the box had.
        """
        left, top, right, lower = box
        moved = (left + 1, top, right + 1, lower)
        self._core.paste(indices, moved)
        self._puts.append((moved, former))
        for index, more in counts:
            self.counts[index] += more

    def undo(self) -> None:
        """Make the sheet what it was before anything was put on it."""
        for box, former in reversed(self._puts):
            self._core.paste(former, box)
        self._puts.clear()
        self.counts = list(self._begun)

    def exchanged(self, moves: Sequence[int]) -> "Sheet":
        """Return the sheet with every index moved; indices that no pixel has may go anywhere."""
        table = bytes(moves).ljust(MOST, b"\0")
        rows = self.rows.translate(table)
        if table[0]:
            rows[:: self.image.width] = bytes(self.image.height)
        counts = [0] * MOST
        for index, move in enumerate(moves):
            counts[move] += self.counts[index]
        return Sheet(rows, self.image.size, counts)

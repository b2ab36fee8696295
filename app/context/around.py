"""The stores around a place, whatever they are: what a cell of the map is filled with."""

from collections.abc import Iterable
from math import inf, sqrt

from app.context.looking import Point
from app.context.tree import EVERY_KIND, Tree

ROUNDING = 1e-6
"""Kilometres by which figures of a chord may be off."""
_SPARE = 32  # stores beyond those wanted that are gathered before the farthest are let go


class Around:
    """Gathers the nearest stores, whatever they are; implements Looking."""

    __slots__ = ("_count", "_found", "_tree", "beyond", "far", "limit", "spot", "wanted")

    def __init__(self, spot: Point, tree: Tree, count: int) -> None:
        """Take a place, all there are, and how many are wanted."""
        self._count = count
        self.spot = spot
        self.limit = inf
        self.wanted = EVERY_KIND
        self.far = 0.0
        self.beyond = None
        self._tree = tree
        self._found: list[tuple[float, int]] = []

    def narrow(self) -> bool:
        """Want all kinds still."""
        return True

    def scan(self, slots: Iterable[int]) -> None:
        """Take the stores within the limit, which shrinks now and then."""
        xs, ys, zs, (x, y, z) = self._tree.xs, self._tree.ys, self._tree.zs, self.spot
        limit, take = self.limit, self._found.append
        for slot in slots:
            dx, dy, dz = xs[slot] - x, ys[slot] - y, zs[slot] - z
            square = dx * dx + dy * dy + dz * dz
            if square < limit:
                take((square, slot))
        if len(self._found) >= self._count + _SPARE:
            self._cut()

    def nearest(self) -> tuple[list[tuple[float, int]], float]:
        """Return the nearest by squared chord, and the km within which they are all there are."""
        if len(self._found) > self._count:
            self._cut()
        return sorted(self._found), inf if self.limit == inf else sqrt(self.limit) - ROUNDING

    def _cut(self) -> None:
        self._found.sort()
        del self._found[self._count :]
        self.limit = self._found[-1][0]

"""Places in space, halved again and again along their longest side, so that few need a look.

Halving adapts to cities by itself, and points in space know neither poles nor antimeridian.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from math import inf, sqrt

from app.context.looking import Looking, Point, Reaching

LEAF = 12
"""A leaf holds at most this many places, at least half as many."""

EVERY_KIND = -1
"""The mask that wants all places."""

_SAMPLE = 256


class Tree:
    """A balanced k-d tree without pointers: node n has the children 2n and 2n + 1.

    Slots number the places in the order of the leaves; `order[slot]` is the place's own index and
    `slot_of[index]` its slot. Every node knows by a mask what kinds of places are below it.
    """

    __slots__ = (
        "_axis", "_boxes", "_leaves", "_masks", "_middle", "_radius", "_split", "order",
        "slot_of", "xs", "ys", "zs",
    )  # fmt: skip

    def __init__(self, points: Sequence[Point], kinds: Callable[[int], int]) -> None:
        self._leaves = 1
        while len(points) > LEAF * self._leaves:
            self._leaves *= 2
        self._axis = bytearray(self._leaves)
        self._split = array("d", bytes(8 * self._leaves))
        order = list(range(len(points)))
        columns = [list(column) for column in zip(*points, strict=True)] or [[], [], []]
        for node in range(1, self._leaves):
            self._halve(node, order, columns)
        self.order = array("I", order)
        self.slot_of = array("I", bytes(4 * len(order)))
        for slot, index in enumerate(order):
            self.slot_of[index] = slot
        # Through an array, so that neighbours are neighbours in memory too.
        sorted_columns = [array("d", [column[n] for n in order]).tolist() for column in columns]
        self.xs: list[float] = sorted_columns[0]
        self.ys: list[float] = sorted_columns[1]
        self.zs: list[float] = sorted_columns[2]
        self._masks = self._gathered(order, kinds)
        self._boxes = self._boxed()
        self._middle = array("I", bytes(8 * self._leaves))
        self._radius = array("d", bytes(16 * self._leaves))
        self._measure()

    def descend(self, search: Looking, budget: float) -> bool:
        """Show a search every place of its wanted kinds within its limit, the near ones first.

        Return False when they are far, or more than `budget` would have to be shown and the
        search does not narrow.
        """
        axis, split, masks, leaves = self._axis, self._split, self._masks, self._leaves
        w, e, s, n, lo, hi = self._boxes
        spot, beyond, wanted, limit = search.spot, search.beyond, search.wanted, search.limit
        x, y, z = spot
        stack = [(0.0, 1)]
        while stack:
            gap, node = stack.pop()
            if gap >= limit or not masks[node] & wanted:
                continue
            # As in `apart`.
            dx = w[node] - x if x < w[node] else x - e[node] if x > e[node] else 0.0
            dy = s[node] - y if y < s[node] else y - n[node] if y > n[node] else 0.0
            dz = lo[node] - z if z < lo[node] else z - hi[node] if z > hi[node] else 0.0
            if dx * dx + dy * dy + dz * dz >= limit or (beyond is not None and beyond(node)):
                continue
            while node < leaves:
                across = spot[axis[node]] - split[node]
                node = 2 * node + (across >= 0)
                further = across * across
                if further < limit and masks[node ^ 1] & wanted:
                    stack.append((max(gap, further), node ^ 1))
                if not masks[node] & wanted:
                    break
            else:
                left = self._show(search, node, budget)
                if left is None:
                    return False
                budget = left
                wanted, limit = search.wanted, search.limit
        return True

    def _show(self, search: Looking, leaf: int, budget: float) -> float | None:
        """Show a search a leaf; return what is left of its budget, None when it is to stop."""
        slots = self._slots(leaf)
        budget -= len(slots)
        if budget < 0:
            if not search.narrow():
                return None
            budget = inf
            if not self._masks[leaf] & search.wanted:
                return budget
        search.scan(slots)
        return None if search.far else budget

    def descend_among(self, search: Looking, chosen: Sequence[int]) -> None:
        """Show a search those of the chosen slots (ascending) that matter, the near ones first."""
        axis, split, masks, leaves = self._axis, self._split, self._masks, self._leaves
        spot, beyond = search.spot, search.beyond
        stack = [(0.0, 1, 0, len(chosen))]
        while stack:
            gap, node, start, stop = stack.pop()
            if gap >= search.limit or not masks[node] & search.wanted:
                continue
            if self.apart(node, spot) >= search.limit or (beyond is not None and beyond(node)):
                continue
            while stop - start > LEAF and node < leaves:
                cut = bisect_left(chosen, self._first(2 * node + 1), start, stop)
                across = spot[axis[node]] - split[node]
                further = max(gap, across * across)
                if across >= 0:
                    aside, node, start, end = (2 * node, start, cut), 2 * node + 1, cut, stop
                else:
                    aside, node, end = (2 * node + 1, cut, stop), 2 * node, cut
                stop = end
                if aside[1] < aside[2] and further < search.limit:
                    stack.append((further, *aside))
            if start < stop and masks[node] & search.wanted:
                search.scan(chosen[start:stop])

    def descend_outward(self, search: Reaching) -> None:
        """Show a search the places of its wanted kinds within its reach, nearest nodes first."""
        masks, wanted, leaves = self._masks, search.wanted, self._leaves
        queue = [(0.0, 1)]
        while queue:
            gap, node = heappop(queue)
            if gap > search.reach:
                return
            if node >= leaves:
                search.scan(self._slots(node))
                continue
            for child in (2 * node, 2 * node + 1):
                if masks[child] & wanted and self.apart(child, search.spot) < search.limit:
                    further = search.least(child)
                    if further <= search.reach:
                        heappush(queue, (further, child))

    def apart(self, node: int, spot: Point) -> float:
        """Return the squared chord between a place and the box around a node's places."""
        x, y, z = spot
        west, east, south, north, low, high = self._boxes
        # Squares of the way to the nearer face, nothing when between the faces.
        dx = west[node] - x if x < west[node] else max(x - east[node], 0.0)
        dy = south[node] - y if y < south[node] else max(y - north[node], 0.0)
        dz = low[node] - z if z < low[node] else max(z - high[node], 0.0)
        return dx * dx + dy * dy + dz * dz

    def within(self, node: int) -> tuple[int, float]:
        """Return the middle slot of a node and a chord that none of its places is beyond."""
        return self._middle[node], self._radius[node]

    def _measure(self) -> None:
        west, east, south, north, low, high = self._boxes
        for node in range(1, 2 * self._leaves if self.order else 0):
            after = self._first(node + 1 if node & (node + 1) else 0)
            self._middle[node] = slot = (self._first(node) + after) // 2
            x, y, z = self.xs[slot], self.ys[slot], self.zs[slot]
            dx = max(x - west[node], east[node] - x)
            dy = max(y - south[node], north[node] - y)
            dz = max(z - low[node], high[node] - z)
            self._radius[node] = sqrt(dx * dx + dy * dy + dz * dz)

    def _first(self, node: int) -> int:
        """Return the first slot of a node; of node 0 the slot after the last."""
        if not node:
            return len(self.order)
        width = 1 << (node.bit_length() - 1)
        return (node - width) * len(self.order) // width

    def _boxed(self) -> list["array[float]"]:
        """Return the least and greatest x, y and z of every node."""
        leaves = self._leaves
        boxes = []
        for column in (self.xs, self.ys, self.zs):
            for extreme in (min, max):
                faces = array("d", bytes(16 * leaves))
                for node in range(2 * leaves - 1 if column else 0, 0, -1):
                    if node >= leaves:
                        slots = self._slots(node)
                        faces[node] = extreme(column[slots.start : slots.stop])
                    else:
                        faces[node] = extreme(faces[2 * node], faces[2 * node + 1])
                boxes.append(faces)
        return boxes

    def _slots(self, leaf: int) -> range:
        size, leaves = len(self.order), self._leaves
        first = (leaf - leaves) * size // leaves
        return range(first, (leaf - leaves + 1) * size // leaves)

    def _halve(self, node: int, order: list[int], columns: list[list[float]]) -> None:
        width = 1 << (node.bit_length() - 1)
        size, row = len(order), node - width
        first, last = row * size // width, (row + 1) * size // width
        middle = (2 * row + 1) * size // (2 * width)
        part = order[first:last]
        sample = part[:: len(part) // _SAMPLE + 1]
        sides = [[column[index] for index in sample] for column in columns]
        spreads = [max(side) - min(side) for side in sides]
        axis = spreads.index(max(spreads))
        part.sort(key=columns[axis].__getitem__)
        order[first:last] = part
        self._axis[node] = axis
        self._split[node] = columns[axis][order[middle]]

    def _gathered(self, order: list[int], kinds: Callable[[int], int]) -> list[int]:
        masks = [0] * (2 * self._leaves)
        same: dict[int, int] = {}
        for node in range(2 * self._leaves - 1, 0, -1):
            if node >= self._leaves:
                mask = 0
                for slot in self._slots(node):
                    mask |= kinds(order[slot])
            else:
                mask = masks[2 * node] | masks[2 * node + 1]
            masks[node] = same.setdefault(mask, mask)
        return masks

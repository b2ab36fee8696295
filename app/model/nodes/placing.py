"""Where nodes are: by their `box`, by their `points`, else everywhere."""

from dataclasses import replace
from typing import Protocol, TypeGuard, TypeVar

from app.model.nodes.basics import Box

N = TypeVar("N")


class Boxed(Protocol):
    """A node that stands in a box."""

    @property
    def box(self) -> Box:
        """Return x, y, width and height."""
        ...


def is_boxed(node: object) -> TypeGuard[Boxed]:
    """Tell whether a node stands in a box."""
    return hasattr(node, "box")


def extent(node: object) -> Box | None:
    """Return the smallest box around a node; None for one that covers the whole canvas."""
    if is_boxed(node):
        return node.box
    points: tuple[int, ...] | None = getattr(node, "points", None)
    if points is None:
        return None
    left, top = min(points[::2]), min(points[1::2])
    return (left, top, max(points[::2]) - left, max(points[1::2]) - top)


def reach(node: object) -> int:
    """Return how far the farthest of a node's own coordinates is from the canvas's corner."""
    if is_boxed(node):
        return max(map(abs, node.box[:2]))
    points: tuple[int, ...] = getattr(node, "points", ())
    return max(map(abs, points), default=0)


def moved(node: N, across: int, down: int) -> N:
    """Return a node moved by so many pixels; one that covers the whole canvas stays."""
    box: Box | None = getattr(node, "box", None)
    if box is not None:
        x, y, width, height = box
        return replace(node, box=(x + across, y + down, width, height))  # type: ignore[type-var]  # nodes are dataclasses
    points: tuple[int, ...] | None = getattr(node, "points", None)
    if points is None:
        return node
    steps = (across, down) * (len(points) // 2)
    shifted = tuple(a + b for a, b in zip(points, steps, strict=True))
    return replace(node, points=shifted)  # type: ignore[type-var]  # as above

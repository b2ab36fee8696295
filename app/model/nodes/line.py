"""A straight line."""

from dataclasses import dataclass

from app.model.nodes.basics import Color


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line from (x1, y1) to (x2, y2)."""

    points: tuple[int, int, int, int]
    color: Color
    width: int = 1
    kind: str = "line"

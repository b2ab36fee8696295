"""Stacks and grids with cells that may show nothing: those that are left close up."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from app.authoring.arranging import grid_boxes, stack_axis, stack_boxes
from app.model.plan import Each, Element, Flow, FlowCell
from app.model.scene import Box

_OF_CHILD: Final = ("size", "span")


def flow_of(
    kind: str,
    spec: Mapping[str, Any],
    cells: Sequence[FlowCell],
    entries: Sequence[Element | Each],
    around: Box,
) -> Flow | None:
    """Return how a stack or grid closes up; None when it never has to.

    `cells` are among the `entries`, `around` is the box on the canvas.
    """
    if spec.get("keep_room"):
        return None
    axis = stack_axis(spec) if kind == "stack" else None
    flow = Flow(cells=tuple(cells), boxes=_arranged(kind, spec, around), axis=axis)
    return flow if flow.may_close(entries) else None


def _arranged(
    kind: str, spec: Mapping[str, Any], around: Box
) -> Callable[[Mapping[int, int]], Sequence[Box]]:
    place = stack_boxes if kind == "stack" else grid_boxes
    own = {name: value for name, value in spec.items() if name != "children"}
    children = [
        {name: child[name] for name in _OF_CHILD if name in (child or {})}
        for child in spec["children"]
    ]

    def boxes(shown: Mapping[int, int]) -> Sequence[Box]:
        left = [_shortened(children[number], spare) for number, spare in shown.items()]
        return place(own, left, around)

    return boxes


def _shortened(child: Mapping[str, Any], spare: int) -> Mapping[str, Any]:
    """Return a cell of so many pixels less; one that shares what is left has no size to lose."""
    size = child.get("size")
    return {**child, "size": max(1, size - spare)} if spare and isinstance(size, int) else child

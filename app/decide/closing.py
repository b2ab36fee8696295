"""Stacks and grids close up: a cell that shows nothing leaves its room to the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from app.decide.computed import Computed, Hidden
from app.model.nodes.countdown import Countdown
from app.model.nodes.placing import extent, moved
from app.model.plan import Each, Element, Flow, FlowCell
from app.model.scene import Box

N = TypeVar("N")
Drawing = Sequence[Element | Each]


@dataclass(frozen=True, slots=True)
class Move:
    """How far an entry moves, in pixels; `size` is that of the cell which it fills."""

    across: int
    down: int
    size: tuple[int, int] | None = None

    def of(self, node: N) -> N:
        """Return a node of the entry where it goes."""
        node = moved(node, self.across, self.down)
        box: Box | None = getattr(node, "box", None)
        if self.size is None or box is None:
            return node
        return replace(node, box=box[:2] + self.size)  # type: ignore[type-var]  # nodes are dataclasses


STILL: Final = Move(0, 0)


@dataclass(frozen=True, slots=True)
class Closed:
    """What moves, by the entry's place in its drawing, and where the cells of each flow go."""

    moves: Mapping[int, Move]
    cells: Mapping[Flow, Mapping[int, Box]]  # by number; empty while all stay


def close_up(flows: Sequence[Flow], drawing: Drawing, computed: Computed) -> Closed:
    """Return what moves in a drawing because cells of its flows show nothing."""
    moves: dict[int, Move] = {}
    cells: dict[Flow, Mapping[int, Box]] = {}
    for flow in flows:
        boxes = _boxes(flow, drawing, computed)
        for number, box in boxes.items():
            cell = flow.cells[number]
            if box == cell.box:
                continue
            across, down = box[0] - cell.box[0], box[1] - cell.box[1]
            for place in range(cell.first, cell.end):
                before = moves.get(place, STILL)
                size = box[2:] if place in cell.filled else before.size
                moves[place] = Move(before.across + across, before.down + down, size)
        cells[flow] = boxes
    return Closed(moves, cells)


def _boxes(flow: Flow, drawing: Drawing, computed: Computed) -> Mapping[int, Box]:
    """Return where the cells go that are shown; nothing when all stay where they are."""
    shown = {
        number: _spare(flow, cell, drawing, computed)
        for number, cell in enumerate(flow.cells)
        if _is_shown(cell, drawing, computed)
    }
    if not shown or (len(shown) == len(flow.cells) and not any(shown.values())):
        return {}
    return dict(zip(shown, flow.boxes(shown), strict=True))


def _is_shown(cell: FlowCell, drawing: Drawing, computed: Computed) -> bool:
    """Tell whether a cell shows something; one that never would is there for its room."""
    places = range(cell.first, cell.end)
    return not places or any(_shows(drawing[place], computed[place]) for place in places)


def _shows(entry: Element | Each, values: object) -> bool:
    if isinstance(values, Hidden):
        return False
    if isinstance(entry, Each):
        return _rows(values) > 0
    return not isinstance(entry.node, Countdown) or not _is_over(entry, values)


def _is_over(entry: Element, values: object) -> bool:
    """Tell whether a countdown has ended and nothing is said of it."""
    assert isinstance(values, tuple)
    assert isinstance(entry.node, Countdown)
    known = dict(zip((name for name, _ in entry.live), values, strict=True))
    return not known.get("left_s") and not known.get("expired", entry.node.expired)


def _rows(rows: object) -> int:
    """Return how many rows there are up to the last that shows something."""
    if not isinstance(rows, tuple):
        return 0
    shown = [any(not isinstance(value, Hidden) for value in row) for row in rows]
    return max((number for number, is_shown in enumerate(shown, 1) if is_shown), default=0)


def _spare(flow: Flow, cell: FlowCell, drawing: Drawing, computed: Computed) -> int:
    """Return how many pixels of a cell are for rows that its lists do not have."""
    axis, places = flow.axis, range(cell.first, cell.end)
    if axis is None or not any(isinstance(drawing[place], Each) for place in places):
        return 0
    whole = now = cell.box[axis]
    for place in places:
        entry = drawing[place]
        if place in cell.filled:
            continue
        if isinstance(entry, Element):
            end = _end((entry,), axis)
            whole, now = max(whole, end), max(now, end)
            continue
        end = _end(entry.elements, axis)
        whole = max(whole, end + _reach(entry, entry.limit, axis))
        if rows := _rows(computed[place]):
            now = max(now, end + _reach(entry, rows, axis))
    left = cell.box[axis] + cell.box[axis + 2] - now
    return max(0, min(whole - now, left))


def _end(elements: Sequence[Element], axis: int) -> int:
    return max((box[axis] + box[axis + 2] for box in _extents(elements)), default=0)


def _extents(elements: Sequence[Element]) -> Iterator[Box]:
    return (box for element in elements if (box := extent(element.node)) is not None)


def _reach(each: Each, rows: int, axis: int) -> int:
    """Return how far the last of so many rows is from the first."""
    if each.columns:
        rows = min(rows, each.columns) if axis == 0 else -(-rows // each.columns)
    return max(0, each.step[axis]) * (rows - 1)

"""The parts of a drawn variant: where each element of the document stands, and as what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.authoring.compiling import CompiledVariant
from app.authoring.drawing import Drawn, Frame
from app.authoring.findings import Path
from app.decide.closing import STILL, Move, close_up
from app.decide.computed import Computed, Hidden
from app.decide.drawing import filled, rows_of
from app.model.nodes.placing import extent
from app.model.plan import Each, Element, Flow, Variant
from app.model.scene import Box, Node

_LABEL: Final = 80  # characters
_NAMED_BY: Final = ("content", "asset", "label", "value", "around")
_OWN: Final = 2  # steps from a stack or grid to one of its cells: `children`, and its number
_HIDDEN: Final = {Hidden.ON_PURPOSE: "condition", Hidden.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An element, or what holds some, by its path in the document.

    `box` is in CSS pixels of the block, None for what covers all of it; of a row's elements it is
    the first row's, and `rows` has those of the others. `why` says why it is not shown: its
    `condition` does not hold, or something in it is `unknown`.
    """

    path: Path
    kind: str
    box: Box | None
    shown: bool
    why: str = ""
    label: str = ""
    rows: tuple[Box, ...] = ()


def parts_of(compiled: CompiledVariant, variant: Variant, computed: Computed) -> tuple[Part, ...]:
    """Return the parts of a variant in the order of the document.

    `variant` is the compiled one, bound or not, `computed` what its elements are filled with.
    """
    closed = close_up(variant.flows, variant.drawing, computed)
    elements = list(_elements(compiled, variant.drawing, computed, closed.moves))
    shown = [part.path for part in elements if part.shown]
    cells = dict(closed.cells) | _cells_of_rows(variant.drawing, computed)
    closing = [
        (frame.path, {number: (frame.flow.cells[number].box, box) for number, box in boxes.items()})
        for frame in compiled.frames
        if frame.flow is not None and (boxes := cells.get(frame.flow))
    ]
    frames = [
        Part(
            path=frame.path if frame.kind == "cell" else frame.path[:-1],
            kind=frame.kind,
            box=_box_of(frame, closing),
            shown=any(path[: len(frame.path)] == frame.path for path in shown),
        )
        for frame in compiled.frames
    ]
    return tuple(sorted([*elements, *frames], key=lambda part: part.path))


def _cells_of_rows(
    drawing: Sequence[Element | Each], computed: Computed
) -> dict[Flow, Mapping[int, Box]]:
    """Return where the cells of flows go that are repeated, in their first row."""
    cells: dict[Flow, Mapping[int, Box]] = {}
    for entry, rows in zip(drawing, computed, strict=True):
        if isinstance(entry, Each) and entry.flows and isinstance(rows, tuple) and rows:
            cells.update(close_up(entry.flows, entry.elements, rows[0]).cells)
    return cells


def _box_of(frame: Frame, closing: Sequence[tuple[Path, Mapping[int, tuple[Box, Box]]]]) -> Box:
    """Return where a frame is: each cell around it that moved, moved it along.

    `closing`: by the path of a stack or grid, from where to where its cells moved.
    """
    box = frame.box
    for path, cells in closing:
        within = frame.path[len(path) :]
        number = within[1] if frame.path[: len(path)] == path and len(within) > 1 else None
        if not isinstance(number, int) or number not in cells:
            continue
        before, after = cells[number]
        size = after[2:] if len(within) == _OWN else box[2:]
        box = (box[0] + after[0] - before[0], box[1] + after[1] - before[1], *size)
    return box


def _elements(
    compiled: CompiledVariant,
    drawing: Sequence[Element | Each],
    computed: Computed,
    moves: Mapping[int, Move],
) -> Iterator[Part]:
    drawn = iter(compiled.drawn)  # in the same order, those of rows one by one
    for place, (entry, values) in enumerate(zip(drawing, computed, strict=True)):
        move = moves.get(place, STILL)
        if isinstance(entry, Element):
            yield _part(next(drawn), entry, values, move)
            continue
        rows = rows_of(entry, values) if isinstance(values, tuple) else ()
        why = _HIDDEN[values] if isinstance(values, Hidden) else "condition" if rows else "unknown"
        for number, element in enumerate(entry.elements):
            nodes = [move.of(node) for row in rows if (node := row[number]) is not None]
            yield _row_part(next(drawn), nodes, move.of(element.node), why)


def _part(drawn: Drawn, element: Element, values: object, move: Move) -> Part:
    if isinstance(values, Hidden):
        node = move.of(element.node)
        return _made(drawn, extent(node), node, why=_HIDDEN[values])
    assert isinstance(values, tuple)
    node = move.of(filled(element, values))
    return _made(drawn, extent(node), node)


def _row_part(drawn: Drawn, nodes: Sequence[Node], prototype: Node, why: str) -> Part:
    if not nodes:
        return _made(drawn, extent(prototype), prototype, why=why)
    boxes = [box for node in nodes if (box := extent(node)) is not None]
    return _made(drawn, boxes[0] if boxes else None, nodes[0], rows=tuple(boxes[1:]))


def _made(
    drawn: Drawn, box: Box | None, node: Node, *, why: str = "", rows: tuple[Box, ...] = ()
) -> Part:
    *path, kind = drawn.path
    return Part(
        path=tuple(path),
        kind=str(kind),
        box=box,
        shown=not why,
        why=why,
        label=_label(drawn, node),
        rows=rows,
    )


def _label(drawn: Drawn, node: Node) -> str:
    """Return what tells an element from others of its kind: its words, or what it shows."""
    said = getattr(node, "content", "")
    for name in _NAMED_BY:
        formula = drawn.said.get(name)
        said = said or (formula.source if formula is not None else "")
    return str(said)[:_LABEL]

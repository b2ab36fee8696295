"""The parts of a drawn variant: where each element of the document stands, and as what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.authoring.compiling import CompiledVariant
from app.authoring.drawing import Drawn
from app.authoring.findings import Path
from app.decide.drawing import Computed, Hidden, assemble
from app.model.nodes.placing import extent
from app.model.plan import Each, Element
from app.model.scene import Box, Node

_LABEL: Final = 80  # characters
_NAMED_BY: Final = ("content", "asset", "label", "value", "around")
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


def parts_of(
    compiled: CompiledVariant, drawing: Sequence[Element | Each], computed: Computed
) -> tuple[Part, ...]:
    """Return the parts of a variant in the order of the document.

    `drawing` is the variant's own, bound or not, `computed` what its elements are filled with.
    """
    elements = list(_elements(compiled, drawing, computed))
    shown = [part.path for part in elements if part.shown]
    frames = [
        Part(
            path=frame.path if frame.kind == "cell" else frame.path[:-1],
            kind=frame.kind,
            box=frame.box,
            shown=any(path[: len(frame.path)] == frame.path for path in shown),
        )
        for frame in compiled.frames
    ]
    return tuple(sorted([*elements, *frames], key=lambda part: part.path))


def _elements(
    compiled: CompiledVariant, drawing: Sequence[Element | Each], computed: Computed
) -> Iterator[Part]:
    drawn = iter(compiled.drawn)  # in the same order, those of rows one by one
    for entry, values in zip(drawing, computed, strict=True):
        if isinstance(entry, Element):
            yield _part(next(drawn), entry, values)
            continue
        for number, element in enumerate(entry.elements):
            yield _row_part(next(drawn), entry, number, element, values)


def _part(drawn: Drawn, element: Element, values: object) -> Part:
    if isinstance(values, Hidden):
        box = extent(element.node)
        return _made(drawn, box, element.node, why=_HIDDEN[values])
    (node,) = assemble((element,), (values,))
    return _made(drawn, extent(node), node)


def _row_part(drawn: Drawn, each: Each, number: int, element: Element, rows: object) -> Part:
    if isinstance(rows, Hidden) or not rows:
        why = _HIDDEN[rows] if isinstance(rows, Hidden) else "unknown"
        return _made(drawn, extent(element.node), element.node, why=why)
    assert isinstance(rows, tuple)
    alone = Each(
        of=each.of, name=each.name, limit=each.limit, step=each.step, elements=(element,),
        columns=each.columns,
    )  # fmt: skip
    nodes = assemble((alone,), (tuple((row[number],) for row in rows),))
    if not nodes:
        return _made(drawn, extent(element.node), element.node, why="condition")
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

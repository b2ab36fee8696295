"""Arranges a layout: stacks and grids become boxes, `each` becomes rows, the rest is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from app.authoring.arranging import grid_cells, stack_cells
from app.authoring.codegen import value_function
from app.authoring.drawing import Cell, Form, Frame, Workshop
from app.authoring.elements.building import build_element
from app.authoring.findings import Path, suggestion
from app.authoring.flowing import flow_of
from app.authoring.formula import Node, Read
from app.authoring.limits import COORDINATE, ELEMENTS
from app.authoring.scope import LISTS, NAMESPACES, Scope
from app.model.nodes.placing import moved, reach
from app.model.plan import Each, Element, Flow, FlowCell

_ROWS: Final = 3
_CELLS: Final = {"stack": stack_cells, "grid": grid_cells}


def draw_layout(
    entries: list[Any],
    path: Path,
    scope: Scope,
    *,
    canvas: tuple[int, int],
    workshop: Workshop,
) -> tuple[Element | Each, ...]:
    """Return the elements of a layout on a canvas of that width and height."""
    cell = Cell(box=(0, 0, *canvas), whole=True)
    layout, drawing = _Layout(workshop), _Drawing()
    layout.lay(entries, path, cell, scope, drawing)
    workshop.flows.extend(drawing.flows)
    if layout.count > ELEMENTS:
        workshop.findings.error(
            "too-many-elements",
            path,
            f"The layout has {layout.count} elements.",
            f"Keep it to {ELEMENTS}; a picture can hold what never changes.",
        )
    return tuple(drawing.entries)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is drawn so far, of the canvas or of a row."""

    entries: list[Element | Each] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)


class _Layout:
    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._findings = workshop.findings
        self.count = 0

    def lay(
        self, entries: list[Any], path: Path, cell: Cell, scope: Scope, drawing: _Drawing
    ) -> tuple[int, ...]:
        """Add what is drawn in a cell; return the places of what fills it."""
        filled: list[int] = []
        for number, entry in enumerate(entries):
            for kind, spec in (entry or {}).items():
                where = (*path, number, kind)
                self.count += 1
                held = self._narrowed(spec, where, cell, scope)
                if kind in _CELLS:
                    self._cells(kind, spec, where, held, scope, drawing)
                elif kind == "each":
                    self._each(spec, where, held, scope, drawing)
                else:
                    if kind == "fill":
                        filled.append(len(drawing.entries))
                    form = Form(
                        workshop=self._workshop, spec=spec, path=where, cell=held, scope=scope
                    )
                    drawing.entries.append(build_element(kind, form))
        return tuple(filled)

    def _narrowed(self, spec: Mapping[str, Any], path: Path, cell: Cell, scope: Scope) -> Cell:
        if "when" not in spec:
            return cell
        when = self._workshop.condition(spec["when"], (*path, "when"), scope)
        return replace(cell, when=(*cell.when, when)) if when else cell

    def _cells(  # noqa: PLR0917  # what an entry is laid with, one by one
        self, kind: str, spec: Mapping[str, Any], path: Path, cell: Cell, scope: Scope,
        drawing: _Drawing,
    ) -> None:  # fmt: skip
        children = [child or {} for child in spec["children"]]
        around, frames = cell.placed(spec["box"]), self._workshop.frames
        boxes = _CELLS[kind](spec, children, around, self._findings, path)
        own, cells = len(frames), []
        frames.append(Frame(path=path, kind=kind, box=around))
        for number, (child, box) in enumerate(zip(children, boxes, strict=True)):
            where = (*path, "children", number)
            frames.append(Frame(path=where, kind="cell", box=box))
            inner = replace(cell, box=box, whole=False)
            held, first = self._narrowed(child, where, inner, scope), len(drawing.entries)
            filled = self.lay(child.get("draw", []), (*where, "draw"), held, scope, drawing)
            end = len(drawing.entries)
            cells.append(FlowCell(box=box, first=first, end=end, filled=filled))
        flow = flow_of(kind, spec, cells, drawing.entries, around)
        if flow is not None:
            drawing.flows.append(flow)
            frames[own] = replace(frames[own], flow=flow)

    def _each(
        self, spec: Mapping[str, Any], path: Path, cell: Cell, scope: Scope, drawing: _Drawing
    ) -> None:
        name, of = spec["as"], spec["of"]
        if not scope.is_list(of):
            self._findings.error(
                "unknown-list",
                (*path, "of"),
                f"`{of}` is not a list.",
                suggestion(of, scope.lists()) or f"There are: {', '.join(scope.lists())}.",
            )
        if name in NAMESPACES | LISTS or name in scope.rows:
            self._findings.error(
                "reserved-name",
                (*path, "as"),
                f"`{name}` already has a meaning.",
                "Choose another name for the row, e.g. `shop`.",
            )
            return
        inner = replace(cell, box=cell.placed(spec["box"]), whole=False)
        rows = replace(scope, rows={**scope.rows, name: of})
        self._workshop.frames.append(Frame(path=path, kind="each", box=inner.box))
        row = _Drawing()
        self.lay(spec["draw"], (*path, "draw"), inner, rows, row)
        if any(isinstance(element, Each) for element in row.entries):
            message = "An `each` stands within another."
            self._findings.error("nested-each", path, message, "Draw one list at a time.")
        self._workshop.reads.add(of)
        limit = int(spec.get("limit", _ROWS))
        self.count += (limit - 1) * len(row.entries)
        listed: Node = Read(of)
        elements = tuple(entry for entry in row.entries if isinstance(entry, Element))
        each = Each(
            of=value_function(listed), name=name, limit=limit, step=_step(spec),
            columns=int(spec.get("columns", 0)), elements=elements, flows=tuple(row.flows),
        )  # fmt: skip
        drawing.entries.append(each)
        self._check_reach(each, (*path, "limit"))

    def _check_reach(self, each: Each, path: Path) -> None:
        nodes = (
            moved(element.node, *each.offset(number))
            for number in range(1, each.limit)
            for element in each.elements
        )
        if any(reach(node) > COORDINATE for node in nodes):
            message = (
                f"One of {each.limit} rows would stand over {COORDINATE:,} pixels from the corner."
            )
            remedy = "Lower `limit` or `step`, or give `columns`."
            self._findings.error("too-far", path, message, remedy)


def _step(spec: Mapping[str, Any]) -> tuple[int, int]:
    """Return how far the next row or column is; without a step it follows after the gap."""
    if "step" in spec:
        right, down = spec["step"]
        return int(right), int(down)
    gap = int(spec.get("gap", 0))
    _, _, width, height = spec["box"]
    return (int(width) + gap if "columns" in spec else 0), int(height) + gap

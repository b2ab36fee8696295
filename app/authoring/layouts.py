"""Arranges a layout: stacks and grids become boxes, `each` becomes rows, the rest is drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from app.authoring.arranging import grid_cells, stack_cells
from app.authoring.codegen import value_function
from app.authoring.drawing import Cell, Form, Frame, Workshop
from app.authoring.elements.building import build_element
from app.authoring.findings import Path, suggestion
from app.authoring.formula import Node, Read
from app.authoring.limits import ELEMENTS
from app.authoring.scope import LISTS, NAMESPACES, Scope
from app.model.plan import Each, Element

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
    layout = _Layout(workshop)
    drawing = tuple(layout.entries(entries, path, cell, scope))
    if layout.count > ELEMENTS:
        workshop.findings.error(
            "too-many-elements",
            path,
            f"The layout has {layout.count} elements.",
            f"Keep it to {ELEMENTS}; a picture can hold what never changes.",
        )
    return drawing


class _Layout:
    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._findings = workshop.findings
        self.count = 0

    def entries(
        self, entries: list[Any], path: Path, cell: Cell, scope: Scope
    ) -> Iterator[Element | Each]:
        for number, entry in enumerate(entries):
            for kind, spec in (entry or {}).items():
                where = (*path, number, kind)
                self.count += 1
                held = self._narrowed(spec, where, cell, scope)
                if kind in _CELLS:
                    yield from self._cells(kind, spec, where, held, scope)
                elif kind == "each":
                    yield from self._each(spec, where, held, scope)
                else:
                    form = Form(
                        workshop=self._workshop, spec=spec, path=where, cell=held, scope=scope
                    )
                    yield build_element(kind, form)

    def _narrowed(self, spec: Mapping[str, Any], path: Path, cell: Cell, scope: Scope) -> Cell:
        if "when" not in spec:
            return cell
        when = self._workshop.condition(spec["when"], (*path, "when"), scope)
        return replace(cell, when=(*cell.when, when)) if when else cell

    def _cells(
        self, kind: str, spec: Mapping[str, Any], path: Path, cell: Cell, scope: Scope
    ) -> Iterator[Element | Each]:
        children = [child or {} for child in spec["children"]]
        around = cell.placed(spec["box"])
        boxes = _CELLS[kind](spec, children, around, self._findings, path)
        self._workshop.frames.append(Frame(path=path, kind=kind, box=around))
        for number, (child, box) in enumerate(zip(children, boxes, strict=True)):
            where = (*path, "children", number)
            self._workshop.frames.append(Frame(path=where, kind="cell", box=box))
            inner = replace(cell, box=box, whole=False)
            held = self._narrowed(child, where, inner, scope)
            yield from self.entries(child.get("draw", []), (*where, "draw"), held, scope)

    def _each(
        self, spec: Mapping[str, Any], path: Path, cell: Cell, scope: Scope
    ) -> Iterator[Each]:
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
        drawn = tuple(self.entries(spec["draw"], (*path, "draw"), inner, rows))
        if any(isinstance(element, Each) for element in drawn):
            message = "An `each` stands within another."
            self._findings.error("nested-each", path, message, "Draw one list at a time.")
        self._workshop.reads.add(of)
        limit = int(spec.get("limit", _ROWS))
        self.count += (limit - 1) * len(drawn)
        listed: Node = Read(of)
        yield Each(
            of=value_function(listed),
            name=name,
            limit=limit,
            step=_step(spec),
            columns=int(spec.get("columns", 0)),
            elements=tuple(element for element in drawn if isinstance(element, Element)),
        )


def _step(spec: Mapping[str, Any]) -> tuple[int, int]:
    """Return how far the next row or column is; without a step it follows after the gap."""
    if "step" in spec:
        right, down = spec["step"]
        return int(right), int(down)
    gap = int(spec.get("gap", 0))
    _, _, width, height = spec["box"]
    return (int(width) + gap if "columns" in spec else 0), int(height) + gap

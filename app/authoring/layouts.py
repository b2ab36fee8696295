"""Arranges a layout: stacks become absolute boxes, `each` becomes rows, the rest is drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.authoring.codegen import value_function
from app.authoring.drawing import Cell, Form, Workshop
from app.authoring.elements.building import build_element
from app.authoring.findings import Path, suggestion
from app.authoring.formula import Node, Read
from app.authoring.limits import ELEMENTS
from app.authoring.scope import LISTS, NAMESPACES, Scope
from app.model.plan import Each, Element
from app.model.scene import Box


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
                if kind == "stack":
                    yield from self._stack(spec, where, held, scope)
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

    def _stack(
        self, spec: Mapping[str, Any], path: Path, cell: Cell, scope: Scope
    ) -> Iterator[Element | Each]:
        children = [child or {} for child in spec["children"]]
        boxes = self._cells(spec, children, path, cell.placed(spec["box"]))
        for number, (child, box) in enumerate(zip(children, boxes, strict=True)):
            inner = replace(cell, box=box, whole=False)
            where = (*path, "children", number, "draw")
            yield from self.entries(child.get("draw", []), where, inner, scope)

    def _cells(
        self, spec: Mapping[str, Any], children: list[Any], path: Path, box: Box
    ) -> Iterator[Box]:
        x, y, width, height = box
        down = spec.get("direction", "down") == "down"
        gap = int(spec.get("gap", 0))
        room = (height if down else width) - gap * (len(children) - 1)
        taken = sum(int(child.get("size", 0)) for child in children)
        sharing = sum("size" not in child for child in children)
        if taken + sharing > room:
            self._findings.warn(
                "stack-overflow",
                path,
                f"The cells need {taken + sharing} pixels, the stack leaves {room} for them.",
                "Enlarge its box, or make sizes or gap smaller.",
            )
        share, rest = divmod(max(sharing, room - taken), sharing) if sharing else (0, 0)
        for child in children:
            size = int(child.get("size", share))
            if "size" not in child and rest:
                size, rest = size + 1, rest - 1
            yield (x, y, width, size) if down else (x, y, size, height)
            x, y = (x, y + size + gap) if down else (x + size + gap, y)

    def _each(
        self, spec: Mapping[str, Any], path: Path, cell: Cell, scope: Scope
    ) -> Iterator[Each]:
        name, of = spec["as"], spec["of"]
        if of not in LISTS:
            self._findings.error(
                "unknown-list",
                (*path, "of"),
                f"`{of}` is not a list.",
                suggestion(of, LISTS) or f"There are: {', '.join(LISTS)}.",
            )
        if name in NAMESPACES | LISTS | scope.rows:
            self._findings.error(
                "reserved-name",
                (*path, "as"),
                f"`{name}` already has a meaning.",
                "Choose another name for the row, e.g. `shop`.",
            )
            return
        inner = replace(cell, box=cell.placed(spec["box"]), whole=False)
        rows = replace(scope, rows=scope.rows | {name})
        drawn = tuple(self.entries(spec["draw"], (*path, "draw"), inner, rows))
        if any(isinstance(element, Each) for element in drawn):
            message = "An `each` stands within another."
            self._findings.error("nested-each", path, message, "Draw one list at a time.")
        self._workshop.reads.add(of)
        right, down = spec["step"]
        listed: Node = Read(of)
        yield Each(
            of=value_function(listed),
            name=name,
            limit=int(spec.get("limit", 3)),
            step=(int(right), int(down)),
            elements=tuple(element for element in drawn if isinstance(element, Element)),
        )

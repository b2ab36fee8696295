"""From a layout to the nodes of a scene: first every live field is computed, then assembled.

The two steps are apart so that the assembled scene can be remembered by the computed values:
equal values in the same layout are the same scene.
"""

from collections.abc import Callable
from dataclasses import replace

from app.model.facts import Missing, Value
from app.model.plan import Asker, Each, Element
from app.model.scene import Box, Line, Node, Text

Computed = tuple[object, ...]
"""One entry per element: `HIDDEN`, a tuple of field values, or for Each a tuple of rows."""

HIDDEN = None
_NOTHING_LIVE: tuple[Value, ...] = ()


def compute(drawing: tuple[Element | Each, ...], asker: Asker) -> Computed:
    """Evaluate everything that is live; hashable, and all that the scene depends on."""
    return tuple(
        _computed(entry, asker) if isinstance(entry, Element) else _rows(entry, asker)
        for entry in drawing
    )


def assemble(drawing: tuple[Element | Each, ...], computed: Computed) -> tuple[Node, ...]:
    """Return the nodes that the computed values make of a layout."""
    nodes: list[Node] = []
    for entry, values in zip(drawing, computed, strict=True):
        if values is HIDDEN:
            continue
        assert isinstance(values, tuple)
        if isinstance(entry, Element):
            nodes.append(_filled(entry, values))
        else:
            nodes.extend(_repeated(entry, values))
    return tuple(nodes)


def says_nothing(drawing: tuple[Element | Each, ...], computed: Computed) -> bool:
    """Tell whether the layout has texts and every one of them is hidden."""
    texts = [
        values is not HIDDEN
        for entry, values in zip(drawing, computed, strict=True)
        if isinstance(entry, Element) and isinstance(entry.node, Text)
    ]
    return bool(texts) and not any(texts)


def _computed(element: Element, asker: Asker) -> tuple[Value, ...] | None:
    if element.when is not None:
        shown = element.when(asker)
        if not shown:
            return HIDDEN
    if not element.live:
        return _NOTHING_LIVE
    values: list[Value] = []
    for field, expression in element.live:
        value = expression(asker)
        if isinstance(value, Missing) and field == "content" and element.fallback_text:
            value = element.fallback_text(asker)
        if not isinstance(value, Missing):
            convert = _CONVERT.get(field)
            value = convert(value) if convert else value
        if value is None or isinstance(value, Missing):
            return HIDDEN
        values.append(value)
    return tuple(values)


def _rows(each: Each, asker: Asker) -> Computed | None:
    rows = each.of(asker)
    if not isinstance(rows, tuple):
        return HIDDEN
    return tuple(
        tuple(_computed(element, asker.scoped(each.name, row)) for element in each.elements)
        for row in rows[: each.limit]
    )


def _filled(element: Element, values: tuple[Value, ...]) -> Node:
    if not values:
        return element.node
    fields = dict(zip((field for field, _ in element.live), values, strict=True))
    return replace(element.node, **fields)  # type: ignore[arg-type]  # authoring checked the fields


def _repeated(each: Each, rows: Computed) -> list[Node]:
    nodes: list[Node] = []
    for number, row in enumerate(rows):
        assert isinstance(row, tuple)
        across, down = each.step[0] * number, each.step[1] * number
        nodes.extend(
            _moved(_filled(element, values), across, down)
            for element, values in zip(each.elements, row, strict=True)
            if values is not HIDDEN
        )
    return nodes


def _moved(node: Node, across: int, down: int) -> Node:
    if isinstance(node, Line):
        x1, y1, x2, y2 = node.points
        return replace(node, points=(x1 + across, y1 + down, x2 + across, y2 + down))
    box: Box | None = getattr(node, "box", None)
    if box is None:
        return node
    x, y, width, height = box
    return replace(node, box=(x + across, y + down, width, height))  # type: ignore[arg-type]  # it has a box


def _per_mille(value: Value) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return min(1000, max(0, round(value * 1000)))


def _metres(value: Value) -> int | None:
    """Kilometres as metres, rounded to a hundred: nearer says nothing on a schematic."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return max(0, round(value * 10) * 100)


def _degrees(value: Value) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(value) % 360


def _written(value: Value) -> str | None:
    return value if isinstance(value, str) and value else None


_CONVERT: dict[str, Callable[[Value], Value]] = {
    "value": _per_mille,
    "distance_m": _metres,
    "bearing": _degrees,
    "content": _written,
    "label": _written,
    "asset": _written,
}

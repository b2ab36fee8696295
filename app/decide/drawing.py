"""From a layout to the nodes of a scene: first every live field is computed, then assembled.

The two steps are apart so that the assembled scene can be remembered by the computed values:
equal values in the same layout are the same scene.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum
from math import isfinite

from app.decide.ledger import UNSAID
from app.model.facts import Missing, Value
from app.model.plan import Asker, Each, Element
from app.model.scene import Box, Line, Node, Text

Computed = tuple[object, ...]
"""One entry per element: `Hidden`, a tuple of field values, or for Each a tuple of rows."""


class Hidden(Enum):
    """Why an element is not drawn."""

    ON_PURPOSE = 1  # its condition does not hold, or the variant leaves it out
    UNKNOWN = 2  # for want of a fact


_NOTHING_LIVE: tuple[Value, ...] = ()
_FIRST_ASIAN = "⺀"  # U+2E80: below it no character differs between languages
_FARTHEST_KM = 20_040  # half way around


def compute(drawing: tuple[Element | Each, ...], asker: Asker) -> Computed:
    """Evaluate everything that is live; hashable, and all that the scene depends on."""
    return tuple(
        [
            _rows(entry, asker)
            if isinstance(entry, Each)
            else _computed(entry, asker)
            if entry.live or entry.when is not None
            else _NOTHING_LIVE
            for entry in drawing
        ]
    )


def assemble(
    drawing: tuple[Element | Each, ...], computed: Computed, language: str = ""
) -> tuple[Node, ...]:
    """Return the nodes that the computed values make of a layout.

    Han characters are drawn as the readers of `language` write them.
    """
    nodes: list[Node] = []
    for entry, values in zip(drawing, computed, strict=True):
        if isinstance(values, Hidden):
            continue
        assert isinstance(values, tuple)
        if isinstance(entry, Element):
            nodes.append(_filled(entry, values))
        else:
            nodes.extend(_repeated(entry, values))
    return tuple([_in_language(node, language) for node in nodes])


def _in_language(node: Node, language: str) -> Node:
    if isinstance(node, Text) and language and max(node.content, default="") >= _FIRST_ASIAN:
        return replace(node, language=language)
    return node


def says_nothing(drawing: tuple[Element | Each, ...], computed: Computed) -> bool:
    """Tell whether no text is shown, and one of them for want of a fact."""
    if Hidden.UNKNOWN not in computed and not any(isinstance(entry, Each) for entry in drawing):
        return False
    texts = list(_texts(drawing, computed))
    return Hidden.UNKNOWN in texts and all(isinstance(text, Hidden) for text in texts)


def _texts(drawing: tuple[Element | Each, ...], computed: Computed) -> Iterator[object]:
    for entry, values in zip(drawing, computed, strict=True):
        if isinstance(entry, Element):
            if isinstance(entry.node, Text):
                yield values
        elif isinstance(values, tuple):
            for row in values:
                yield from _texts(entry.elements, row)
        elif any(isinstance(element.node, Text) for element in entry.elements):
            yield values


def _computed(element: Element, asker: Asker) -> tuple[Value, ...] | Hidden:
    if element.when is not None:
        shown = element.when(asker)
        if not shown:
            return _hidden(shown)
    if not element.live:
        return _NOTHING_LIVE
    values: list[Value] = []
    for field, expression in element.live:
        value = expression(asker)
        if isinstance(value, Missing) and field == "content" and element.fallback_text:
            value = element.fallback_text(asker)
        if isinstance(value, Missing):
            return _hidden(value)
        value = converted(field, value)
        if value is None:
            return Hidden.ON_PURPOSE
        values.append(value)
    return tuple(values)


def converted(field: str, value: Value) -> Value:
    """Return a computed value as a node's field holds it; None when it cannot."""
    convert = _CONVERT.get(field)
    return convert(value) if convert is not None else value


def _hidden(value: Value | Missing) -> Hidden:
    unknown = isinstance(value, Missing) and value.source != UNSAID.source
    return Hidden.UNKNOWN if unknown else Hidden.ON_PURPOSE


def _rows(each: Each, asker: Asker) -> Computed | Hidden:
    rows = each.of(asker)
    if not isinstance(rows, tuple):
        return Hidden.UNKNOWN
    return tuple(
        tuple(_computed(element, scoped) for element in each.elements)
        for scoped in (asker.scoped(each.name, row) for row in rows[: each.limit])
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
            if not isinstance(values, Hidden)
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
    number = _number(value)
    return None if number is None else round(min(1.0, max(0.0, number)) * 1000)


def _metres(value: Value) -> int | None:
    """Kilometres as metres, rounded to a hundred: nearer says nothing on a schematic."""
    number = _number(value)
    return None if number is None else round(min(_FARTHEST_KM, max(0.0, number)) * 10) * 100


def _degrees(value: Value) -> int | None:
    number = _number(value)
    return None if number is None else round(number) % 360


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if isinstance(value, int) or isfinite(value) else None


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

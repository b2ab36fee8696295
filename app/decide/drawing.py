"""From a layout to the nodes of a scene: first every live field is computed, then assembled.

The two steps are apart so that the assembled scene can be remembered by the computed values:
equal values in the same layout are the same scene.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Final, get_args

from app.decide.closing import close_up
from app.decide.computed import Computed, Hidden
from app.decide.fields import Field, converted
from app.decide.ledger import UNSAID
from app.model.facts import Missing, Value
from app.model.nodes.placing import moved
from app.model.plan import Asker, Each, Element, Flow
from app.model.scene import Node

_NOTHING_LIVE: tuple[Field, ...] = ()
_FIRST_ASIAN = "⺀"  # U+2E80: below it no character differs between languages
_TEXTS: Final = frozenset(
    kind for kind in get_args(Node) if "language" in {field.name for field in fields(kind)}
)
"""Kinds of nodes that are a text (`content`) in the reader's language (`language`)."""


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
    drawing: tuple[Element | Each, ...],
    computed: Computed,
    language: str = "",
    flows: tuple[Flow, ...] = (),
) -> tuple[Node, ...]:
    """Return the nodes that the computed values make of a layout.

    Han characters are drawn as the readers of `language` write them.
    """
    if flows:
        return tuple(_closed(drawing, computed, language, flows))
    nodes: list[Node] = []
    for entry, values in zip(drawing, computed, strict=True):
        if isinstance(values, Hidden):
            continue
        assert isinstance(values, tuple)
        if isinstance(entry, Element):
            nodes.append(filled(entry, values))
        else:
            nodes.extend([n for row in rows_of(entry, values) for n in row if n is not None])
    return tuple([_in_language(node, language) for node in nodes])


def _closed(
    drawing: tuple[Element | Each, ...], computed: Computed, language: str, flows: tuple[Flow, ...]
) -> Iterator[Node]:
    """Return the same of a layout whose flows close up."""
    moves = close_up(flows, drawing, computed).moves
    for place, (entry, values) in enumerate(zip(drawing, computed, strict=True)):
        nodes = assemble((entry,), (values,), language)
        yield from (moves[place].of(node) for node in nodes) if place in moves else nodes


def filled(element: Element, values: tuple[Field, ...]) -> Node:
    """Return the node of an element with the values of its live fields."""
    if not values:
        return element.node
    live = dict(zip((field for field, _ in element.live), values, strict=True))
    return replace(element.node, **live)  # type: ignore[arg-type]  # authoring checked the fields


def rows_of(each: Each, rows: Computed) -> Sequence[Sequence[Node | None]]:
    """Return the nodes of each row where they are, None for one that is not drawn."""
    found: list[list[Node | None]] = []
    for number, row in enumerate(rows):
        assert isinstance(row, tuple)
        across, down = each.offset(number)
        nodes = [
            None if isinstance(values, Hidden) else moved(filled(element, values), across, down)
            for element, values in zip(each.elements, row, strict=True)
        ]
        if each.flows:
            for place, move in close_up(each.flows, each.elements, row).moves.items():
                nodes[place] = move.of(nodes[place])
        found.append(nodes)
    return found


def _in_language(node: Node, language: str) -> Node:
    if not language or type(node) not in _TEXTS:
        return node
    content: str = getattr(node, "content", "")
    if max(content, default="") < _FIRST_ASIAN:
        return node
    return replace(node, language=language)  # type: ignore[arg-type]  # it is a text


def says_nothing(drawing: tuple[Element | Each, ...], computed: Computed) -> bool:
    """Tell whether no text is shown, and one of them for want of a fact."""
    if Hidden.UNKNOWN not in computed and not any(isinstance(entry, Each) for entry in drawing):
        return False
    texts = list(_texts(drawing, computed))
    return Hidden.UNKNOWN in texts and all(isinstance(text, Hidden) for text in texts)


def _texts(drawing: tuple[Element | Each, ...], computed: Computed) -> Iterator[object]:
    for entry, values in zip(drawing, computed, strict=True):
        if isinstance(entry, Element):
            if type(entry.node) in _TEXTS:
                yield values
        elif isinstance(values, tuple):
            for row in values:
                yield from _texts(entry.elements, row)
        elif any(type(element.node) in _TEXTS for element in entry.elements):
            yield values


def _computed(element: Element, asker: Asker) -> tuple[Field, ...] | Hidden:
    if element.when is not None:
        shown = element.when(asker)
        if not shown:
            return _hidden(shown)
    if not element.live:
        return _NOTHING_LIVE
    values: list[Field] = []
    for field, expression in element.live:
        value = expression(asker)
        if isinstance(value, Missing) and field == "content" and element.fallback_text:
            value = element.fallback_text(asker)
        if isinstance(value, Missing):
            return _hidden(value)
        held = converted(type(element.node), field, value)
        if held is None:
            return Hidden.ON_PURPOSE
        values.append(held)
    return tuple(values)


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

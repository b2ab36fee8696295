"""Stacks and rows become nodes in canvas coordinates."""

import json

import pytest

from app.authoring import check_block
from app.model.facts import Item, Missing, Why
from app.model.plan import Each, Element
from app.model.scene import Line, Panel
from tests.authoring.askers import answer, asker
from tests.authoring.blocks import a_block, a_plan, drawn


def rules(*elements: object, **parts: str) -> set[str]:
    """Return the rules that the elements break."""
    return {problem.rule for problem in check_block(a_block(draw=json.dumps(elements), **parts))}


def test_stacks_are_resolved() -> None:
    """Cells follow each other with gaps; those without a size share the rest; fills stay inside."""
    entries = drawn(
        {
            "stack": {
                "box": [100, 10, 200, 103],
                "gap": 2,
                "children": [
                    {"size": 20, "draw": [{"fill": {"color": "#111"}}]},
                    {"draw": [{"box": {"box": [1, 1, 5, 5], "color": "#222"}}]},
                    {"draw": [{"line": {"points": [0, 0, 9, 9]}}]},
                ],
            }
        },
        {
            "stack": {
                "box": [0, 0, 100, 50],
                "direction": "across",
                "when": "store.known",
                "children": [
                    {"draw": [{"fill": {"color": "#111"}}]},
                    {"draw": [{"fill": {"color": "#222", "when": "person.a"}}]},
                ],
            }
        },
    )
    nodes = [entry.node for entry in entries if isinstance(entry, Element)]

    assert Panel(box=(100, 10, 200, 20), color="#111111ff") == nodes[0]
    assert Panel(box=(101, 33, 5, 5), color="#222222ff") == nodes[1]
    assert Line(points=(100, 74, 109, 83), color="#1a1a1aff") == nodes[2]
    assert Panel(box=(0, 0, 50, 50), color="#111111ff") == nodes[3]
    assert Panel(box=(50, 0, 50, 50), color="#222222ff") == nodes[4]
    both = entries[4].when  # type: ignore[union-attr]  # an Element, as the count above shows
    assert both is not None
    assert answer(both, store__known=True, person__a=True) is True
    assert answer(both, store__known=False, person__a=True) is False


def test_rows_are_drawn_by_each() -> None:
    """A list becomes rows that read their own fields, maps included."""
    (each,) = drawn(
        {
            "each": {
                "of": "stores", "as": "shop", "limit": 4, "box": [10, 100, 300, 40],
                "step": [0, 44],
                "draw": [
                    {"text": {"content": "{{ shop.name }}", "box": [4, 5, 90, 30]}},
                    {"map": {"around": "shop", "box": [100, 0, 90, 40]}},
                ],
            }
        }
    )  # fmt: skip
    assert isinstance(each, Each)
    row = Item(name="r", fields={"name": "Braga", "bearing": 10, "distance": 2})
    scoped = asker(stores=(row,)).scoped("shop", row)

    assert (each.name, each.limit, each.step) == ("shop", 4, (0, 44))
    assert (row,) == each.of(asker(stores=(row,)))
    assert each.elements[0].node.box == (14, 105, 90, 30)  # type: ignore[union-attr]  # a Text
    assert each.elements[0].live[0][1](scoped) == "Braga"
    assert each.elements[1].live[0][1](scoped) == 10
    (variant,) = a_plan(
        draw="[{each: {of: stores, as: s, box: [0, 0, 9, 9], step: [0, 9], draw: "
        '[{text: {content: "{{ s.city }}", box: [0, 0, 9, 20]}}]}}]'
    ).variants
    assert {"stores"} == variant.reads


ROWS = {"of": "stores", "as": "shop", "box": [0, 0, 90, 90], "step": [0, 9]}


@pytest.mark.parametrize(
    ("element", "rule"),
    [
        ({"map": {"around": "stor", "box": [0, 0, 9, 9]}}, "unknown-place"),
        ({"sign": {"around": "stor", "box": [0, 0, 9, 9]}}, "unknown-place"),
        ({"each": {**ROWS, "of": "stors", "draw": []}}, "unknown-list"),
        ({"each": {**ROWS, "as": "store", "draw": []}}, "reserved-name"),
        ({"each": {**ROWS, "draw": [{"each": {**ROWS, "as": "x", "draw": []}}]}}, "nested-each"),
        ({"each": {**ROWS, "draw": [{"fill": {"color": "#fff", "when": "shop.nme"}}]}},
         "unknown-fact"),
        ({"text": {"content": "{{ say.x }}", "box": [0, 0, 9, 20]}}, "unknown-say"),
        ({"fill": {"color": "#fff", "when": "person"}}, "unknown-fact"),
        ({"progress": {"value": "'a' * 2", "box": [0, 0, 9, 9]}}, "text-arithmetic"),
        ({"stack": {"box": [0, 0, 9, 9], "children": [{"size": 8, "draw": []}] * 2}},
         "stack-overflow"),
    ],
)  # fmt: skip
def test_layout_problems(element: object, rule: str) -> None:
    """What an element refers to has to exist, and cells have to fit."""
    assert rule in rules(element)


def test_a_layout_has_a_bound() -> None:
    """Elements inside stacks count too."""
    inner = {"draw": [{"fill": {"color": "#fff"}}] * 30}
    stack = {"stack": {"box": [0, 0, 600, 240], "children": [inner, inner]}}

    assert "too-many-elements" in rules(stack)


def test_a_shared_layout_knows_what_any_of_its_variants_says() -> None:
    """What the variant at hand does not say is legal to draw, and missing."""
    plan = a_plan(
        say="{b: hello}",
        draw="card",
        layouts='  card: [{text: {content: "{{ say.b }}", box: [0, 0, 600, 30]}}]',
    )

    (element,) = plan.variants[0].drawing
    assert isinstance(element, Element)
    assert Missing(Why.ABSENT, "say.b") == answer(element.live[0][1])

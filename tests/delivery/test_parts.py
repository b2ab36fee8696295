"""The parts of a variant are told where they are drawn."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.authoring.block import examine_block
from app.decide.drawing import assemble, compute
from app.delivery.parts import Part, parts_of
from app.model.facts import Value
from app.model.nodes.placing import extent
from app.model.scene import Box
from tests.authoring.askers import asker
from tests.authoring.blocks import a_block
from tests.decide.test_closing import a_box, a_stack, if_known, layouts
from tests.decide.test_drawing import a_row

Path = tuple[int | str, ...]
HOLDERS = ("stack", "grid", "cell", "each")


def told(*elements: dict[str, Any], **facts: Value) -> tuple[dict[Path, Part], list[Box | None]]:
    """Return the parts of a variant by their path within its elements, and what its nodes cover."""
    block = examine_block(a_block(draw="card", layouts=f"  card: {json.dumps(elements)}")).sound
    assert block is not None
    compiled, variant = block.variants[0], block.variants[0].variant
    computed = compute(variant.drawing, asker(**facts))
    parts = parts_of(compiled, variant, computed)
    nodes = assemble(variant.drawing, computed, flows=variant.flows)
    return {part.path[2:]: part for part in parts}, [extent(node) for node in nodes]


@given(layouts(), st.sets(st.sampled_from([f"{name}{depth}" for name in "abc" for depth in "01"])))
def test_handles_stand_where_things_are_drawn(layout: dict[str, Any], known: set[str]) -> None:
    """Also in stacks that closed up; a cell is as large as what fills it."""
    parts, drawn = told(layout, **{f"person__{name}": True for name in known})

    shown = {path: part for path, part in parts.items() if part.shown}
    assert drawn == [part.box for part in shown.values() if part.kind not in HOLDERS]
    for path, part in shown.items():
        if part.kind == "fill":
            assert part.box == parts[path[:-2]].box


def test_what_is_hidden_is_told_where_it_would_be_shown() -> None:
    """Its cell too, moved along with what both stand in."""
    inner = a_stack({"draw": [a_box()]}, if_known("no"), box=[0, 0, 20, 60])
    parts, _ = told(a_stack(if_known("never"), {"size": 60, "draw": [inner]}))
    outer = (0, "stack", "children")
    hidden = (*outer, 1, "draw", 0, "stack", "children", 1)

    assert parts[*outer, 0].box == (10, 10, 50, 20)
    assert parts[*outer, 1].box == (10, 10, 50, 60)
    assert parts[hidden].box == (10, 35, 20, 20)
    assert parts[*hidden, "draw", 0].box == (10, 35, 20, 20)
    assert not parts[hidden].shown


def test_rows_are_told_where_each_of_them_is_drawn() -> None:
    """Those of the first are its parts' own, those of the others beside them."""
    text = {"text": {"content": "{{ s.phone }}", "box": [0, 0, 9, 9]}}
    row = a_stack({"draw": [text]}, {"draw": [a_box()]}, box=[5, 0, 30, 45])
    rows = {"each": {"of": "stores", "as": "s", "box": [10, 10, 40, 60], "draw": [row]}}
    parts, drawn = told(rows, stores=(a_row("a"), a_row("b", phone="1")))
    cells = (0, "each", "draw", 0, "stack", "children")

    assert parts[0,].box == (10, 10, 40, 60)
    assert parts[*cells, 1].box == (15, 10, 30, 20)
    assert parts[*cells, 1, "draw", 0].box == (15, 10, 20, 20)
    assert parts[*cells, 1, "draw", 0].rows == ((15, 95, 20, 20),)
    assert parts[*cells, 0, "draw", 0].box == (15, 70, 9, 9)
    assert drawn == [(15, 10, 20, 20), (15, 70, 9, 9), (15, 95, 20, 20)]


def test_a_list_moves_with_the_cell_that_holds_it() -> None:
    """All of its rows."""
    rows = {"each": {"of": "stores", "as": "s", "box": [5, 0, 40, 10], "draw": [a_box(9)]}}
    parts, drawn = told(
        a_stack(if_known("never"), {"draw": [rows]}), stores=(a_row("a"), a_row("b"))
    )
    each = (0, "stack", "children", 1, "draw", 0)

    assert parts[each].box == (15, 10, 40, 10)
    assert parts[*each, "each", "draw", 0].box == (15, 10, 9, 9)
    assert parts[*each, "each", "draw", 0].rows == ((15, 20, 9, 9),)
    assert drawn == [(15, 10, 9, 9), (15, 20, 9, 9)]

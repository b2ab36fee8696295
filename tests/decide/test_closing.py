"""Stacks and grids close up where a cell shows nothing."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.decide.clock import Clock
from app.decide.deciding import Decider
from app.decide.filters import Formatter
from app.model.decision import Decision
from app.model.facts import Value
from app.model.nodes.placing import extent
from app.model.scene import Box, Panel, Text
from app.model.zones import UTC_ZONE
from tests.builders import AT, a_plan
from tests.decide.test_drawing import Told, a_row

Document = dict[str, Any]
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def decided(*elements: Document, at: datetime = AT, **facts: Value) -> Decision:
    """Decide a fallback of these elements for facts, `__` in their names for the dot."""
    plan = a_plan(f"fallback: {json.dumps({'draw': elements})}")
    known = {name.replace("__", "."): value for name, value in facts.items()}
    return Decider().decide(plan, Told(known), Clock(at, UTC_ZONE), Formatter("en-GB"))


def boxes(*elements: Document, **facts: Value) -> list[Box | None]:
    """Return where the nodes are, in the order in which they are painted."""
    return [extent(node) for node in decided(*elements, **facts).scene.nodes]


def a_box(size: int = 20, **said: object) -> Document:
    """Return a rectangle at the origin of its cell."""
    return {"box": {"box": [0, 0, size, size], "color": "#123456", **said}}


def a_stack(*children: Document, **said: object) -> Document:
    """Return a stack 100 pixels high, each cell 20 where it does not say another size."""
    sized = [{"size": 20, **child} for child in children]
    return {"stack": {"box": [10, 10, 50, 100], "gap": 5, "children": sized, **said}}


def a_grid(*children: Document, **said: object) -> Document:
    """Return a grid of two columns, 50 pixels each."""
    return {"grid": {"box": [0, 0, 100, 100], "columns": 2, "children": children, **said}}


def if_known(name: str, *elements: Document, **said: object) -> Document:
    """Return a cell that is drawn when a fact is known."""
    return {"draw": elements or [a_box()], "when": f"person.{name}", **said}


SPREADS = ["start", "center", "end", "between"]
SIZES = st.one_of(st.integers(5, 40), st.sampled_from(["1fr", "2fr"]))
INSIDE = st.lists(
    st.sampled_from(
        [
            a_box(),
            {"fill": {"color": "#abcdef"}},
            {"line": {"points": [0, 3, 9, 3]}},
            {"text": {"content": "Hello", "box": [2, 2, 30, 16]}},
        ]
    ),
    min_size=1,
    max_size=3,
)


@st.composite
def cells(draw: st.DrawFn, *, depth: int = 1) -> list[Document]:
    """Build cells; some have a condition, some hold a stack or grid of their own."""
    found: list[Document] = []
    for number in range(draw(st.integers(1, 4))):
        inside = list(draw(INSIDE))
        if depth and draw(st.booleans()):
            inside.insert(draw(st.integers(0, len(inside))), draw(layouts(depth=depth - 1)))
        cell: Document = {"draw": inside}
        if draw(st.booleans()):
            cell["when"] = f"person.{'abc'[number % 3]}{depth}"
        found.append(cell)
    return found


@st.composite
def layouts(draw: st.DrawFn, *, depth: int = 1) -> Document:
    """Build a stack or grid."""
    children = draw(cells(depth=depth))
    spec: Document = {"box": [3, 4, 180, 160], "align": draw(st.sampled_from(SPREADS))}
    if draw(st.booleans()):
        for child in children:
            child["size"] = draw(SIZES)
        across = draw(st.sampled_from(["across", "down"]))
        return {"stack": {**spec, "direction": across, "gap": 3, "children": children}}
    for child in children:
        child["span"] = draw(st.integers(1, 2))
    sizes = draw(st.sampled_from([2, 3, [40, "1fr"], [50, 50, 50]]))
    valign = draw(st.sampled_from(SPREADS))
    return {
        "grid": {**spec, "columns": sizes, "valign": valign, "gap": [4, 2], "children": children}
    }


def without(element: Document, known: frozenset[str]) -> Document | None:
    """Return an element written without the cells that are hidden; None when none is left."""
    ((kind, spec),) = element.items()
    if kind not in ("stack", "grid"):
        return element
    children = []
    for child in spec["children"]:
        inside = [left for each in child["draw"] if (left := without(each, known)) is not None]
        if inside and ("when" not in child or child["when"] in known):
            children.append({**child, "draw": inside})
    return {kind: {**spec, "children": children}} if children else None


@given(layouts(), st.sets(st.sampled_from([f"{name}{depth}" for name in "abc" for depth in "01"])))
def test_what_is_left_stands_as_if_nothing_else_were_written(
    layout: Document, known: set[str]
) -> None:
    """To the pixel: order, gaps, shares, alignment, fills, stacks within grids."""
    facts: dict[str, Value] = {f"person__{name}": True for name in known}
    left = without(layout, frozenset(f"person.{name}" for name in known))
    written = () if left is None else (left,)

    assert decided(layout, **facts).scene == decided(*written, **facts).scene


def test_the_cells_after_a_hidden_one_move_up() -> None:
    """With one gap between those that are left, whatever hides it."""
    hidden: list[Document] = [
        if_known("no"),
        {"draw": [a_box(when="person.no")]},
        {"draw": [{"text": {"content": "{{ person.no }}", "box": [0, 0, 9, 9]}}]},
        {"draw": [{"text": {"content": "{{ person.no or '' }}", "box": [0, 0, 9, 9]}}]},
        {"draw": [{"text": {"content": "{{ person.no or '' }} ", "box": [0, 0, 9, 9]}}]},
        {"draw": [{"picture": {"asset": "gone.png", "box": [0, 0, 9, 9]}}]},
        {"draw": [{"each": {"of": "stores", "as": "s", "box": [0, 0, 9, 9], "draw": [a_box()]}}]},
        {"draw": [a_stack(if_known("no"))]},
    ]
    for cell in hidden:
        stack = a_stack({"draw": [a_box()]}, cell, {"draw": [a_box()]})
        assert boxes(stack) == [(10, 10, 20, 20), (10, 35, 20, 20)], cell


def test_the_cells_of_a_grid_fill_its_columns() -> None:
    """The third stands where the second would; rows that were counted stay."""
    grid = a_grid({"draw": [a_box()]}, if_known("no"), {"draw": [a_box()]}, rows=2)
    assert boxes(grid) == [(0, 0, 20, 20), (50, 0, 20, 20)]


def test_a_cell_that_draws_something_stays() -> None:
    """So does one with nothing written in it: it is there for its room."""
    for cell in (
        {"draw": [{"fill": {"color": "#111111"}}, a_box(when="person.no")]},
        {"draw": []},
    ):
        stack = a_stack(if_known("yes"), cell, {"draw": [a_box()]})
        assert boxes(stack, person__yes=True)[-1] == (10, 60, 20, 20)


def test_room_is_kept_where_that_is_asked_for() -> None:
    """By stacks and by grids."""
    children = ({"draw": [a_box()]}, if_known("no"), {"draw": [a_box()]})
    assert boxes(a_stack(*children, keep_room=True))[1] == (10, 60, 20, 20)
    assert boxes(a_grid(*children, keep_room=True, rows=2))[1] == (0, 50, 20, 20)


def test_a_shorter_list_leaves_its_rows_to_what_follows() -> None:
    """As many pixels as the rows that are missing; a share of what is left stays a share."""
    rows = {"each": {"of": "stores", "as": "s", "box": [0, 10, 9, 9], "gap": 1, "draw": [a_box(9)]}}
    for names, top in (("", 10), ("a", 39), ("ab", 49), ("abc", 59), ("abcd", 59)):
        stack = a_stack({"size": 44, "draw": [rows]}, {"draw": [a_box()]})
        stores = tuple(a_row(name) for name in names)
        assert boxes(stack, stores=stores)[-1] == (10, top, 20, 20), names
    shared = a_stack({"size": "1fr", "draw": [rows]}, {"draw": [a_box()]})
    assert boxes(shared, stores=(a_row("a"),))[-1] == (10, 90, 20, 20)


def test_what_stands_below_a_list_in_its_cell_holds_its_room() -> None:
    """The cell ends where its content does."""
    rows = {"each": {"of": "stores", "as": "s", "box": [0, 0, 9, 9], "draw": [a_box(9)]}}
    below = {"line": {"points": [0, 20, 9, 20]}}
    stack = a_stack({"size": 30, "draw": [rows, below]}, {"draw": [a_box()]})
    assert boxes(stack, stores=(a_row("a"),))[-1] == (10, 10 + 23 + 5, 20, 20)


def test_a_cell_is_never_lower_than_the_rows_that_are_left() -> None:
    """Also where it was too low for all of them; what fills it becomes lower with it."""
    rows = {"each": {"of": "stores", "as": "s", "box": [0, 0, 9, 10], "draw": [a_box(10)]}}
    for size, lower in ((10, 10), (25, 10), (40, 20)):
        cell = {"size": size, "draw": [{"fill": {"color": "#111111"}}, rows]}
        found = boxes(a_stack(cell, {"draw": [a_box()]}), stores=(a_row("a"),))
        assert found == [(10, 10, 50, lower), (10, 10, 10, 10), (10, 15 + lower, 20, 20)], size


def test_each_row_closes_up_by_itself() -> None:
    """By what is known of that row."""
    row = a_stack(
        {"draw": [{"text": {"content": "{{ s.phone }}", "box": [0, 0, 9, 9]}}]},
        {"draw": [{"fill": {"color": "#111111"}}]},
        box=[0, 0, 30, 45],
    )
    rows = {"each": {"of": "stores", "as": "s", "box": [0, 0, 30, 60], "draw": [row]}}
    stores = (a_row("a", phone="1"), a_row("b"))
    panels = [n.box for n in decided(rows, stores=stores).scene.nodes if isinstance(n, Panel)]
    assert panels == [(0, 25, 30, 20), (0, 60, 30, 20)]


def test_a_countdown_that_is_over_leaves_its_room() -> None:
    """Unless it has words for that."""
    for said, top in (({}, 10), ({"expired": "Over"}, 35)):
        over = {"countdown": {"to": "2026-11-24 18:00", "box": [0, 0, 50, 20], **said}}
        stack = a_stack({"draw": [over]}, {"draw": [a_box()]})
        assert boxes(stack, picture__moves=False)[-1] == (10, top, 20, 20)


def test_what_closes_a_stack_was_read() -> None:
    """It holds until the condition changes, and the pictures have names of their own."""
    timed = {"draw": [a_box()], "when": "clock.between('09:00', '18:00')"}
    stack = a_stack(timed, {"draw": [{"text": {"content": "Hi", "box": [0, 0, 9, 9]}}]})
    before, after = decided(stack, at=NOW), decided(stack, at=NOW.replace(hour=18))

    assert before.valid_until == NOW.replace(hour=18)
    assert [name.partition("(")[0] for name, _ in after.read] == ["clock.between"]
    (text,) = after.scene.nodes
    assert isinstance(text, Text)
    assert text.box[1] == 10
    assert before.scene_digest != after.scene_digest


def test_only_what_may_close_up_is_looked_at() -> None:
    """A stack whose cells always show something is placed once and for all."""
    always = a_stack({"draw": [{"fill": {"color": "#111111"}}, a_box(when="person.a")]})
    assert a_plan(f"fallback: {json.dumps({'draw': [always]})}").fallback.flows == ()

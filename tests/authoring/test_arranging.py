"""Cells of stacks and grids lie where they should, to the pixel."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring import check_block
from app.authoring.arranging import Spread, grid_cells, stack_cells
from app.authoring.findings import Findings
from app.model.plan import Each, Element
from app.model.scene import Box
from tests.authoring.askers import answer
from tests.authoring.blocks import a_block, drawn

BOX = (10, 20, 200, 100)


def stacked(*sizes: object, **spec: object) -> list[Box]:
    """Return the cells of a stack across a box 200 pixels wide."""
    children = [{"size": size} if size else {} for size in sizes]
    return stack_cells({"direction": "across", **spec}, children, BOX, Findings(""), ())


def gridded(count: int, *spans: int, **spec: object) -> list[Box]:
    """Return so many cells of a grid; the first take several columns."""
    children = [{"span": span} for span in spans] + [{}] * (count - len(spans))
    return grid_cells(spec, children, BOX, Findings(""), ())


def rules(element: object) -> set[str]:
    """Return the rules that an element breaks."""
    return {problem.rule for problem in check_block(a_block(draw=json.dumps([element])))}


@pytest.mark.parametrize(
    ("sizes", "widths"),
    [
        (("1fr", "3fr"), [50, 150]),
        ((80, "1fr", "2fr"), [80, 40, 80]),
        ((80, None, None), [80, 60, 60]),
        (("1fr",) * 3, [67, 67, 66]),
        ((190, "1fr", "9fr"), [190, 1, 9]),
        ((197, "1fr", "1fr", "7fr"), [197, 1, 1, 1]),
        ((192, "1fr", "1fr", "7fr"), [192, 1, 1, 6]),
        ((200, "1fr"), [200, 1]),  # too much: noted, and still there
    ],
)
def test_shares_take_what_is_left(sizes: tuple[object, ...], widths: list[int]) -> None:
    """In proportion; odd pixels go to the first, and nobody vanishes."""
    assert [box[2] for box in stacked(*sizes)] == widths


@pytest.mark.parametrize(
    ("align", "lefts"),
    [("start", [10, 50]), ("center", [70, 110]), ("end", [130, 170]), ("between", [10, 170])],
)
def test_cells_that_do_not_fill_a_stack_are_aligned(align: str, lefts: list[int]) -> None:
    """At its start, its middle, its end, or at both ends."""
    assert [box[0] for box in stacked(40, 40, align=align)] == lefts
    assert stacked(40, align="between")[0][0] == 10


sizes = st.lists(
    st.one_of(st.integers(1, 90), st.sampled_from(["1fr", "2fr", "7fr"])), min_size=1, max_size=9
)


@given(sizes, st.integers(0, 12), st.sampled_from(Spread))
def test_cells_follow_each_other(wanted: list[object], gap: int, align: Spread) -> None:
    """No two overlap, gaps are kept, fixed sizes are exact, and shares leave no pixel over."""
    cells = stacked(*wanted, gap=gap, align=align)

    for (left, _, width, _), (after, *_) in pairwise(cells):
        assert after >= left + width + gap
    for size, cell in zip(wanted, cells, strict=True):
        assert cell[2] == size if isinstance(size, int) else cell[2] >= 1
    last = cells[-1][0] + cells[-1][2]
    fixed = sum(size for size in wanted if isinstance(size, int)) + gap * (len(wanted) - 1)
    shares = sum(isinstance(size, str) for size in wanted)
    if shares and fixed + shares <= 200:
        assert last == 210


def test_a_grid_is_filled_row_by_row() -> None:
    """Equal columns and rows, with gaps between them."""
    assert gridded(3, columns=2, gap=[20, 10]) == [
        (10, 20, 90, 45),
        (120, 20, 90, 45),
        (10, 75, 90, 45),
    ]


def test_tracks_of_a_grid_have_sizes() -> None:
    """Pixels and shares, for columns and rows; what does not fill it is aligned."""
    assert gridded(2, columns=[50, "1fr"], rows=[30]) == [(10, 20, 50, 30), (60, 20, 150, 30)]
    assert gridded(2, columns=[50, 50], rows=[30], align="end", valign="center") == [
        (110, 55, 50, 30),
        (160, 55, 50, 30),
    ]


def test_a_cell_spans_columns() -> None:
    """With the gaps between them; one that does not fit begins the next row."""
    assert gridded(3, 2, 3, columns=4, gap=8, rows=2) == [
        (10, 20, 96, 46),
        (10, 74, 148, 46),
        (166, 74, 44, 46),
    ]
    assert gridded(1, 20, columns=4)[0] == (10, 20, 200, 100)


def test_cells_of_a_grid_hold_elements() -> None:
    """Placed relative to their cell; a condition holds for all of a cell."""
    first, second = drawn(
        {
            "grid": {
                "box": [0, 0, 300, 100],
                "columns": 2,
                "children": [
                    {"draw": [{"fill": {"color": "#111"}}]},
                    {"when": "person.a", "draw": [{"box": {"box": [5, 5, 9, 9], "color": "#222"}}]},
                ],
            }
        }
    )
    assert isinstance(first, Element)
    assert isinstance(second, Element)
    assert first.node.box == (0, 0, 150, 100)  # type: ignore[union-attr]  # a Panel
    assert second.node.box == (155, 5, 9, 9)  # type: ignore[union-attr]  # a Panel
    assert first.when is None
    assert second.when is not None
    assert answer(second.when, person__a=True) is True


CELL: dict[str, object] = {"draw": []}
GRID = {"box": [0, 0, 100, 100], "columns": 2, "children": [CELL] * 3}


@pytest.mark.parametrize(
    ("element", "rule"),
    [
        ({"grid": {**GRID, "rows": 1}}, "grid-full"),
        ({"grid": {**GRID, "columns": [80, 80]}}, "stack-overflow"),
        ({"grid": {**GRID, "rows": [80, 80]}}, "stack-overflow"),
        ({"grid": {**GRID, "columns": ["wide"]}}, "wrong-form"),
        ({"grid": {**GRID, "columns": 0}}, "out-of-bounds"),
        ({"grid": {**GRID, "columns": [True]}}, "wrong-type"),
        ({"grid": {**GRID, "gap": [1, 2, 3]}}, "out-of-bounds"),
        ({"grid": {**GRID, "children": []}}, "out-of-bounds"),
        ({"grid": {"box": [0, 0, 9, 9], "children": [CELL]}}, "missing-field"),
        ({"stack": {"box": [0, 0, 9, 9], "align": "left", "children": [CELL]}}, "unknown-choice"),
    ],
)
def test_problems_of_grids(element: object, rule: str) -> None:
    """Too many cells, too little room, sizes that are none."""
    assert rule in rules(element)


ROWS = {
    "of": "stores",
    "as": "shop",
    "box": [10, 20, 90, 40],
    "draw": [{"fill": {"color": "#fff"}}],
}


@pytest.mark.parametrize(
    ("options", "step", "columns"),
    [
        ({}, (0, 40), 0),
        ({"gap": 8}, (0, 48), 0),
        ({"columns": 3, "gap": 8}, (98, 48), 3),
        ({"columns": 2, "step": [200, 60], "gap": 8}, (200, 60), 2),
        ({"step": [0, 44]}, (0, 44), 0),
    ],
)
def test_rows_of_a_list_follow_each_other_or_flow(
    options: dict[str, object], step: tuple[int, int], columns: int
) -> None:
    """By a step, or by the size of the first and the gap."""
    (each,) = drawn({"each": {**ROWS, **options}})

    assert isinstance(each, Each)
    assert (each.step, each.columns) == (step, columns)


def test_rows_count_among_the_elements() -> None:
    """What could be drawn is bounded, not what is written."""
    many = {**ROWS, "limit": 20, "draw": [{"fill": {"color": "#fff"}}] * 3}

    assert "too-many-elements" in rules({"each": many})
    assert "too-many-elements" not in rules({"each": {**many, "limit": 10}})

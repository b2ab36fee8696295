"""Charts show numbers in proportion, and no more than there are."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.nodes.chart import FULL_SCALE, Chart, ChartStyle, Mark
from app.render.elements.chart import marked
from tests.render.elements.conftest import Paint
from tests.render.elements.looking import BLUE, RED, WHITE, extent, extent_of, share, written

CHART = Chart(box=(10, 10, 200, 100), values=(1, 2, 4), color=RED, mark_color=BLUE)
BARS = replace(CHART, style=ChartStyle.BARS, radius=0, gap=20)
RED_, BLUE_ = (255, 0, 0), (0, 0, 255)


def test_bars_stand_on_zero_in_proportion(paint: Paint) -> None:
    """Twice as much is twice as high; gaps are open."""
    image = paint(BARS)
    tops = [next(y for y in range(120) if image.getpixel((x, y)) == RED_) for x in (30, 110, 190)]

    assert tops == [85, 60, 10]
    assert image.getpixel((74, 100)) == WHITE
    assert extent(image) == (10, 10, 210, 110)


def test_bars_below_zero_hang(paint: Paint) -> None:
    """Zero lies where the range puts it; its line runs through."""
    image = paint(replace(BARS, values=(1, -1), base=BLUE))

    assert image.getpixel((40, 30)) == RED_
    assert image.getpixel((40, 90)) == WHITE
    assert image.getpixel((180, 30)) == WHITE
    assert image.getpixel((180, 90)) == RED_
    assert image.getpixel((110, 60)) == BLUE_


@pytest.mark.parametrize("values", [(0, 0), (0,), (-3, -1), (5,)])
def test_bars_of_nothing_are_still_seen(paint: Paint, values: tuple[int, ...]) -> None:
    """A zero is a sliver, not a gap."""
    image = paint(replace(BARS, values=values))

    assert share(image, RED_) > 0
    assert extent(image)[3] <= 110


def test_a_line_runs_from_the_least_to_the_most(paint: Paint) -> None:
    """It uses the height of the box and stays inside."""
    left, top, right, bottom = extent(paint(replace(CHART, smooth=False)))

    assert (left, top, right, bottom) == pytest.approx((10, 10, 210, 110), abs=1)


def test_a_level_line_lies_in_the_middle(paint: Paint) -> None:
    """Equal values, and a single one, are neither high nor low."""
    for values in ((7, 7, 7), (7,)):
        _, top, _, bottom = extent(paint(replace(CHART, values=values, marks=(Mark.LAST,))))
        assert (top + bottom) / 2 == pytest.approx(60, abs=1)


def test_an_area_fades_downwards(paint: Paint) -> None:
    """Below the line its colour, paler towards the ground."""
    image = paint(replace(CHART, values=(4, 4), style=ChartStyle.AREA))
    high, low = image.getpixel((110, 66)), image.getpixel((110, 108))

    assert high[1] < low[1] < 255


@pytest.mark.parametrize(
    ("marks", "places"),
    [
        ((Mark.LAST,), {4}),
        ((Mark.FIRST,), {0}),
        ((Mark.MOST,), {3}),
        ((Mark.LEAST,), {2}),
        ((), set()),
    ],
)
def test_what_stands_out(marks: tuple[Mark, ...], places: set[int]) -> None:
    """Of equal values the latest."""
    node = replace(CHART, values=(2, 5, 1, 5, 3), marks=marks)

    assert places == marked(node)


def test_marked_values_are_coloured(paint: Paint) -> None:
    """A bar as a whole, a point of a line with a rim of what lies below."""
    bars = paint(replace(BARS, marks=(Mark.LAST,)))
    assert extent_of(bars, BLUE_) == (157, 10, 210, 110)
    line = paint(replace(CHART, values=(4, 4), width=4, marks=(Mark.LAST,)))
    left, *_ = extent_of(line, BLUE_)
    assert line.getpixel((left - 1, 60))[1] > 190  # the paper, not the line
    assert line.getpixel((left - 6, 60)) == RED_


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(-FULL_SCALE, FULL_SCALE), min_size=1, max_size=200),
    st.sampled_from(ChartStyle),
    st.booleans(),
    st.sampled_from([(10, 10, 200, 100), (10, 10, 20, 100), (10, 10, 200, 3), (10, 10, 1, 1)]),
)
def test_any_numbers_stay_in_the_box(  # what varies
    paint: Paint,
    values: list[int],
    style: ChartStyle,
    smooth: bool,  # noqa: FBT001  # a case
    box: tuple[int, int, int, int],
) -> None:
    """Two hundred values, of any size, in any room."""
    node = replace(
        CHART, values=tuple(values), style=style, smooth=smooth, box=box, marks=(Mark.LAST,)
    )
    left, top, right, bottom = extent(paint(node))

    assert left >= box[0] - 4
    assert top >= box[1] - 4
    assert right <= box[0] + max(box[2], len(values)) + 4
    assert bottom <= box[1] + box[3] + 4


def test_a_chart_in_a_mail_is_a_row_of_columns() -> None:
    """Characters of eight heights, at most 24; ears hear the words."""
    html = written(replace(CHART, values=(0, 4, 8), alt="Twice as many"))

    assert ">▁▅█</span>" in html
    assert 'aria-label="Twice as many"' in html
    long = written(replace(CHART, values=tuple(range(200))))
    assert sum(char in "▁▂▃▄▅▆▇█" for char in long) <= 24
    assert 'aria-hidden="true"' in long

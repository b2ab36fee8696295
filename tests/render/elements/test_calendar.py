"""Leaves of a calendar."""

from dataclasses import replace

import pytest

from app.model.nodes.calendar import Calendar
from tests.render.elements.conftest import Paint
from tests.render.elements.looking import BLACK, BLUE, RED, WHITE, extent_of, share, written

LEAF = Calendar(
    content="Thursday, December 24, 2026", month="December", day="24", weekday="Thursday",
    box=(10, 10, 90, 100), color=RED, band_ink="#ffff00ff", paper="#eeeeeeff", ink=BLACK,
    muted=BLUE, radius=10,
)  # fmt: skip


def test_month_day_and_weekday_stand_below_each_other(paint: Paint) -> None:
    """The month on its band, the day large."""
    image = paint(LEAF)
    band, day, weekday = (extent_of(image, c) for c in ((255, 0, 0), (0, 0, 0), (0, 0, 255)))

    assert band[:3] == (10, 10, 100)
    assert band[3] <= day[1] <= day[3] <= weekday[1]
    assert day[3] - day[1] > 25
    assert (day[0] + day[2]) / 2 == pytest.approx(55, abs=2)


def test_corners_are_round_above_and_below(paint: Paint) -> None:
    """The band does not fill them."""
    image = paint(LEAF)

    assert image.getpixel((10, 10)) != (255, 0, 0)
    assert image.getpixel((10, 109)) != (238, 238, 238)
    assert image.getpixel((55, 11)) == (255, 0, 0)


def test_a_leaf_lies_on_a_soft_shadow(paint: Paint) -> None:
    """Darker close below it, nothing far away."""
    image = paint(LEAF, size=(300, 200))

    assert image.getpixel((55, 112))[0] < 250
    assert image.getpixel((55, 150)) == WHITE


@pytest.mark.parametrize("box", [(10, 10, 30, 34), (10, 10, 200, 60), (10, 10, 9, 9)])
@pytest.mark.parametrize("weekday", ["", "Donnerstag"])
def test_leaves_of_any_shape(paint: Paint, box: tuple[int, int, int, int], weekday: str) -> None:
    """Texts shrink into the leaf."""
    image = paint(replace(LEAF, box=box, weekday=weekday, radius=400, month="Septembre"))
    left, _, right, bottom = extent_of(image, (0, 0, 0))

    assert left == right or (left >= box[0] and right <= box[0] + box[2])
    assert bottom <= box[1] + box[3]


def test_the_smallest_leaves_are_left_out(paint: Paint) -> None:
    """What cannot be read is not drawn."""
    assert share(paint(replace(LEAF, box=(10, 10, 7, 7))), WHITE) == 1


def test_a_leaf_in_a_mail_is_three_cells() -> None:
    """Text as text; ears hear the whole date."""
    html = written(LEAF, link="https://northbeam.example/")

    assert 'aria-label="Thursday, December 24, 2026"' in html
    for text in ("December", "24", "Thursday"):
        assert f">{text}</a>" in html
    assert written(replace(LEAF, weekday="")).count("<tr>") < html.count("<tr>")

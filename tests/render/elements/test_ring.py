"""Rings fill clockwise, fit their box and carry their texts."""

from dataclasses import replace

import pytest

from app.model.nodes.ring import Ends, Ring
from tests.render.elements.conftest import Paint
from tests.render.elements.looking import BLACK, BLUE, RED, WHITE, extent, share, written

RING = Ring(
    box=(10, 10, 100, 100), value=250, color=RED, track=BLUE, thick=20, ends=Ends.SQUARE,
    ink=BLACK, muted=BLACK,
)  # fmt: skip


def test_a_ring_fills_clockwise_from_the_top(paint: Paint) -> None:
    """A quarter is the upper right one; the rest is track, the middle is open."""
    image = paint(RING)

    assert image.getpixel((92, 28)) == (255, 0, 0)
    assert [image.getpixel(at) for at in ((92, 92), (28, 92), (28, 28))] == [(0, 0, 255)] * 3
    assert image.getpixel((60, 60)) == WHITE
    assert extent(image) == (10, 10, 110, 110)


@pytest.mark.parametrize(("value", "track"), [(0, True), (1, True), (980, True), (1000, False)])
def test_a_full_ring_hides_its_track(paint: Paint, value: int, track: bool) -> None:  # noqa: FBT001  # a case
    """Otherwise the track would shine through at the edges."""
    image = paint(replace(RING, value=value))

    blue = [color for _, color in image.getcolors(9999) or [] if color[2] > color[0] + 20]
    assert bool(blue) is track


@pytest.mark.parametrize("ends", Ends)
@pytest.mark.parametrize(
    ("start", "sweep"), [(0, 360), (-90, 180), (-120, 240), (0, 90), (45, 10), (180, 359)]
)
@pytest.mark.parametrize("box", [(10, 10, 100, 100), (10, 10, 200, 80), (5, 5, 40, 110)])
def test_a_gauge_is_as_large_as_its_box(
    paint: Paint, ends: Ends, start: int, sweep: int, box: tuple[int, int, int, int]
) -> None:
    """It touches two opposite sides and crosses none."""
    node = replace(RING, box=box, start=start, sweep=sweep, ends=ends, value=1000, thick=12)
    left, top, right, bottom = extent(paint(node))

    x, y, width, height = box
    assert left >= x - 1
    assert top >= y - 1
    assert right <= x + width + 1
    assert bottom <= y + height + 1
    assert right - left >= width - 4 or bottom - top >= height - 4


def test_the_text_stands_in_the_middle(paint: Paint) -> None:
    """Label and caption together, centred."""
    node = replace(RING, value=0, track="#ffffffff", content="72", caption="of 100")
    left, top, right, bottom = extent(paint(node))

    assert (left + right) / 2 == pytest.approx(60, abs=2)
    assert (top + bottom) / 2 == pytest.approx(60, abs=4)


def test_a_text_that_is_too_long_stays_within_the_ring(paint: Paint) -> None:
    """It shrinks, then ends in an ellipsis."""
    node = replace(RING, value=0, track="#ffffffff", content="1,234,567 points", caption="x" * 40)
    left, _, right, _ = extent(paint(node))

    assert left >= 30
    assert right <= 90


@pytest.mark.parametrize("box", [(0, 0, 1, 1), (0, 0, 3, 90), (0, 0, 0, 0), (-500, 0, 100, 100)])
def test_a_ring_without_room_is_not_drawn_outside(
    paint: Paint, box: tuple[int, int, int, int]
) -> None:
    """Nothing outside its box, and no error."""
    image = paint(replace(RING, box=box, content="x"))

    assert share(image, WHITE) > 0.99


def test_a_ring_in_a_mail_is_its_text_above_a_bar() -> None:
    """The text as text; the bar as cells of the filled and the open part."""
    html = written(replace(RING, content="72%", caption="of goal"))

    assert "72%" in html
    assert "of goal" in html
    assert 'bgcolor="#ff0000"' in html
    assert 'width="25"' in html
    assert "72%" not in written(RING)

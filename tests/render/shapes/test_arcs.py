"""Arcs are parts of rings."""

from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.render.shapes.arcs import arc
from app.render.shapes.masks import Placed

MIDDLE = (150, 150)


def on_canvas(placed: Placed) -> Image.Image:
    """Return a mask laid on an empty canvas."""
    canvas = Image.new("L", (300, 300), 0)
    canvas.paste(*placed)
    return canvas


def covered(image: Image.Image) -> float:
    """Return the pixels that a mask covers."""
    return sum(value * count for value, count in enumerate(image.histogram())) / 255


@given(st.floats(1, 360), st.floats(-360, 360))
def test_an_arc_covers_its_share_of_the_ring(sweep: float, start: float) -> None:
    """Square ends: area in proportion to the angle."""
    found = covered(on_canvas(arc(MIDDLE, 100, 20, (start, sweep), round_ends=False)))

    assert found == pytest.approx(pi * (100**2 - 80**2) * sweep / 360, rel=0.03, abs=25)


@pytest.mark.parametrize("start", [0, 90, -45, 200])
def test_a_whole_ring_has_no_seam(start: int) -> None:
    """Wherever it begins, it is the same ring."""
    whole = on_canvas(arc(MIDDLE, 100, 20, (start, 360), round_ends=True))

    assert whole.tobytes() == on_canvas(arc(MIDDLE, 100, 20, (0, 360), round_ends=False)).tobytes()


def test_angles_run_clockwise_from_the_top() -> None:
    """The first quarter is at the upper right."""
    quarter = on_canvas(arc(MIDDLE, 100, 20, (0, 90), round_ends=False))

    assert quarter.getpixel((213, 87)) == 255
    assert [quarter.getpixel(at) for at in ((87, 87), (213, 213), (87, 213))] == [0, 0, 0]


def test_round_ends_reach_beyond_the_angle() -> None:
    """Half a disc is added at both ends, without a gap where it meets the arc."""
    level = on_canvas(arc(MIDDLE, 100, 20, (0, 90), round_ends=False))
    rounded = on_canvas(arc(MIDDLE, 100, 20, (0, 90), round_ends=True))

    assert level.getpixel((145, 60)) == 0
    assert rounded.getpixel((145, 60)) == 255
    assert rounded.getpixel((240, 155)) == 255
    assert covered(rounded) - covered(level) == pytest.approx(pi * 100, rel=0.05)
    assert min(rounded.getpixel((x, 60)) for x in range(145, 156)) == 255


def test_an_arc_thicker_than_its_radius_is_a_sector() -> None:
    """The middle belongs to it."""
    sector = on_canvas(arc(MIDDLE, 100, 500, (0, 180), round_ends=False))

    assert sector.getpixel((152, 150)) == 255
    assert sector.getpixel((147, 150)) == 0


def test_an_arc_may_hang_over_the_corner() -> None:
    """It is placed where its ring is, also at negative coordinates."""
    _, at = arc((0, 0), 50, 10, (0, 100), round_ends=True)

    assert at == (-51, -51)

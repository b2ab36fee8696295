"""Rectangles with corners of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops

from app.render.shapes.corners import cornered, fitting, framed
from app.render.shapes.rounding import rounded

radii = st.tuples(*[st.integers(0, 200)] * 4)


def test_each_corner_has_its_radius() -> None:
    """From the upper left clockwise; a corner without radius is filled."""
    mask = cornered(100, 80, (0, 10, 20, 40))
    corners = [mask.getpixel(at) for at in ((0, 0), (99, 0), (99, 79), (0, 79))]

    assert corners == [255, 0, 0, 0]
    assert mask.getpixel((94, 5)) == 255
    assert mask.getpixel((5, 74)) == 0


def test_equal_corners_are_a_rounded_rectangle() -> None:
    """The same pixels, whichever way."""
    assert cornered(90, 60, (12,) * 4).tobytes() == rounded(90, 60, 12).tobytes()


@given(st.integers(1, 200), st.integers(1, 200), radii)
def test_radii_fit_beside_each_other(
    width: int, height: int, wanted: tuple[int, int, int, int]
) -> None:
    """Shrunk in proportion, never enlarged."""
    one, two, three, four = found = fitting(width, height, wanted)

    assert max(one + two, three + four) <= width
    assert max(two + three, four + one) <= height
    assert all(0 <= got <= asked for got, asked in zip(found, wanted, strict=True))
    assert cornered(width, height, wanted).size == (width, height)


def test_radii_that_fit_stay() -> None:
    """Nothing is shrunk without need; a negative radius is none."""
    assert fitting(100, 100, (50, 50, 50, 50)) == (50, 50, 50, 50)
    assert fitting(100, 100, (-5, 0, 10, 0)) == (0, 0, 10, 0)
    assert fitting(100, 100, (200, 0, 0, 0)) == (100, 0, 0, 0)


@pytest.mark.parametrize("border", [1, 5, 30, 60])
def test_a_frame_lies_inside(border: int) -> None:
    """It covers what the rectangle covers at its edges, and nothing in the middle."""
    frame, whole = framed(100, 80, (0, 10, 20, 30), border), cornered(100, 80, (0, 10, 20, 30))

    assert ImageChops.lighter(frame, whole).tobytes() == whole.tobytes()
    assert frame.getpixel((0, 40)) == 255
    assert frame.getpixel((50, 40)) == (255 if border >= 40 else 0)

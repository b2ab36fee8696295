"""Shadows are Gaussian, and the quick way is the slow way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops

from app.render.shapes.rounding import rounded
from app.render.shapes.shadows import blurred, shadow


def test_a_shadow_without_blur_is_the_shape() -> None:
    """It spills nowhere and has hard edges."""
    mask, spill = shadow(60, 40, 0, 0)

    assert spill == 0
    assert mask.getcolors() == [(2400, 255)]


def test_a_shadow_is_half_as_dark_at_the_edge() -> None:
    """Full in the middle, half on the edge, nothing beyond its spill."""
    mask, spill = shadow(200, 200, 0, 20)

    assert mask.size == (200 + 2 * spill, 200 + 2 * spill)
    assert mask.getpixel((100 + spill, 100 + spill)) == 255
    assert mask.getpixel((spill, 100 + spill)) == pytest.approx(128, abs=10)
    assert mask.getpixel((0, 100 + spill)) <= 1


@settings(max_examples=60, deadline=None)
@given(st.integers(20, 300), st.integers(20, 300), st.integers(0, 60), st.integers(1, 60))
def test_stretched_corners_are_the_whole_blur(
    width: int, height: int, radius: int, blur: int
) -> None:
    """One corner, mirrored and stretched, gives what blurring all of it gives."""
    mask, _ = shadow(width, height, radius, blur)
    whole, _ = blurred(rounded(width, height, radius), blur)

    assert mask.size == whole.size
    # A coarse blur samples the far corners off its grid: a sixteenth there, else rounding alone.
    assert ImageChops.difference(mask, whole).getextrema()[1] <= (16 if blur >= 24 else 2)


def test_a_small_box_casts_a_faint_shadow() -> None:
    """A box much smaller than its blur does not get dark at all."""
    mask, _ = shadow(10, 10, 5, 100)

    assert mask.getextrema()[1] < 30


def test_shadows_share_a_corner() -> None:
    """The corner depends on radius and blur alone, not on the size of the box."""
    one, spill = shadow(400, 300, 12, 16)
    other, _ = shadow(500, 420, 12, 16)
    corner = (0, 0, 12 + 2 * spill, 12 + 2 * spill)

    assert one.crop(corner).tobytes() == other.crop(corner).tobytes()

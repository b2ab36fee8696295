"""Outlines have the measures they are asked for."""

from math import dist, hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.render.shapes.masks import mask_of
from app.render.shapes.outlines import diagonal, ribbon, seal, smooth, star, tag
from app.render.shapes.pieces import Piece, Polygon, on_circle

WITHIN = (300, 300)
MIDDLE = (150.0, 150.0)


def bounds(pieces: list[Piece]) -> tuple[float, float, float, float]:
    """Return the smallest box around pieces."""
    lefts, tops, rights, bottoms = zip(*(piece.bounds() for piece in pieces), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def covered(pieces: list[Piece], point: tuple[int, int]) -> bool:
    """Tell whether a pixel is inside."""
    placed = mask_of(pieces, WITHIN)
    assert placed is not None
    mask, (left, top) = placed
    x, y = point[0] - left, point[1] - top
    return 0 <= x < mask.width and 0 <= y < mask.height and mask.getpixel((x, y)) > 127


@pytest.mark.parametrize(
    ("angle", "point"), [(0, (150, 50)), (90, (250, 150)), (180, (150, 250)), (-90, (50, 150))]
)
def test_angles_run_clockwise_from_the_top(angle: int, point: tuple[int, int]) -> None:
    """As on a clock."""
    assert on_circle(MIDDLE, 100, angle) == pytest.approx(point)


@pytest.mark.parametrize("shape", [star, seal])
def test_shapes_stay_within_their_radius(shape: object) -> None:
    """A star's and a seal's tips touch the circle and do not pass it."""
    assert callable(shape)
    left, top, right, bottom = bounds(shape(MIDDLE, 100))

    assert top == pytest.approx(50, abs=1)
    assert left >= 49
    assert right <= 251
    assert bottom <= 251


def test_a_ribbon_has_a_notch() -> None:
    """Its tail is cut out at the end, in the middle of its height."""
    band = ribbon((20, 20, 100, 40), 15)

    assert covered(band, (110, 40)) is False
    assert covered(band, (114, 22)) is True
    assert covered(band, (100, 40)) is True


def test_a_tag_runs_to_a_point() -> None:
    """The corners at its start are cut, its box is kept."""
    shape = tag((20, 20, 120, 40), 4)

    assert bounds(shape) == pytest.approx((20, 20, 140, 60), abs=0.5)
    assert not covered(shape, (24, 24))
    assert covered(shape, (24, 40))


@pytest.mark.parametrize("right", [False, True])
def test_a_diagonal_crosses_the_corner(right: bool) -> None:  # noqa: FBT001  # a case
    """Its thickness is measured across it; both ends lie on the edges."""
    corner = (200.0, 100.0)
    (band,) = diagonal(corner, 90, 20, right=right)

    assert isinstance(band, Polygon)
    near, far, low, _ = band.points
    assert far[1] == near[1] == 100
    assert low == (200, 190)
    assert dist(near, far) == pytest.approx(20 * 2**0.5)
    assert (far[0] < 200) is right


values = st.lists(st.integers(-1000, 1000), min_size=1, max_size=40)


@given(values)
def test_a_smooth_curve_invents_no_values(heights: list[int]) -> None:
    """Between two points it stays between them, and it goes through all of them."""
    points = [(10.0 * index, float(height)) for index, height in enumerate(heights)]
    curve = smooth(points)

    for point in points:
        assert min(hypot(x - point[0], y - point[1]) for x, y in curve) < 1e-6
    for x, y in curve:
        index = min(int(x / 10), max(0, len(points) - 2))
        around = [height for _, height in points[index : index + 2]]
        assert min(around) - 1e-6 <= y <= max(around) + 1e-6

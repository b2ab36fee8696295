"""Masks cover exactly what shapes cover."""

from math import pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app.render.shapes.masks import Placed, mask_of, without
from app.render.shapes.pieces import Disc, Polygon, stroke

WITHIN = (200, 200)


def area(placed: Placed | None) -> float:
    """Return the pixels that a mask covers."""
    assert placed is not None
    histogram = placed[0].histogram()
    return sum(value * count for value, count in enumerate(histogram)) / 255


def on_canvas(placed: Placed | None) -> Image.Image:
    """Return a mask laid on an empty canvas."""
    canvas = Image.new("L", WITHIN, 0)
    if placed is not None:
        canvas.paste(*placed)
    return canvas


def square(left: float, top: float, side: float) -> Polygon:
    """Return an upright square."""
    right, bottom = left + side, top + side
    return Polygon(((left, top), (right, top), (right, bottom), (left, bottom)))


@given(st.floats(5, 90), st.floats(60, 140), st.floats(60, 140))
def test_a_disc_covers_its_area(radius: float, x: float, y: float) -> None:
    """Coverage adds up to the area, wherever the middle lies."""
    placed = mask_of([Disc((x, y), radius)], (400, 400))

    left, top = max(0.0, radius - x), max(0.0, radius - y)
    if left == top == 0:
        assert area(placed) == pytest.approx(pi * radius**2, rel=0.02)


def test_a_square_on_whole_pixels_has_hard_edges() -> None:
    """Nothing is smeared where an edge falls between pixels."""
    placed = mask_of([square(10, 20, 30)], WITHIN)

    assert placed is not None
    assert placed[0].size == (30, 30)
    assert placed[1] == (10, 20)
    assert area(placed) == pytest.approx(900, rel=0.01)


def test_edges_between_pixels_are_shades() -> None:
    """A slanted edge has all sixteen shades of coverage."""
    placed = mask_of([Polygon(((0, 0), (100, 37), (0, 37)))], WITHIN)

    assert placed is not None
    assert len(placed[0].getcolors(256) or []) == 16


def test_pieces_that_overlap_are_one_shape() -> None:
    """A union counts no pixel twice and leaves no seam."""
    halves = [square(10, 10, 50), square(40, 10, 50)]
    whole = Polygon(((10, 10), (90, 10), (90, 60), (10, 60)))

    assert (
        on_canvas(mask_of([whole], WITHIN)).tobytes()
        == on_canvas(mask_of(halves, WITHIN)).tobytes()
    )


@pytest.mark.parametrize("side", [40, 400, 2000])
def test_large_shapes_are_as_smooth_as_small_ones(side: int) -> None:
    """Bands join without a seam, and a large disc still has shades at its edge."""
    placed = mask_of([Disc((side / 2, side / 2), side / 2)], (side, side))

    assert placed is not None
    assert area(placed) == pytest.approx(pi * side**2 / 4, rel=0.02)
    assert len(placed[0].getcolors(256) or []) > 11


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.floats(-60, 260), st.floats(-60, 260)), min_size=17, max_size=60))
def test_an_outline_of_many_points_is_drawn_as_a_whole(points: list[tuple[float, float]]) -> None:
    """What is left out of it in one tile makes no difference there."""
    outline = Polygon(tuple(points))
    whole, part = (Image.new("L", (512, 512)) for _ in range(2))
    flat = [round((at - 64) * 8 - 0.5) for point in points for at in point]
    ImageDraw.Draw(whole).polygon(flat, 255)
    outline.draw(ImageDraw.Draw(part), 8, (64, 64), (64, 64))
    assert whole.tobytes() == part.tobytes()


@pytest.mark.parametrize("shape", [Disc((-50, 10), 20), Disc((500, 10), 20), square(10, 300, 9)])
def test_what_lies_outside_has_no_mask(shape: Disc | Polygon) -> None:
    """Nothing is allocated for what cannot be seen."""
    assert mask_of([shape], WITHIN) is None
    assert mask_of([], WITHIN) is None


def test_a_mask_ends_at_the_canvas() -> None:
    """A shape of any size costs no more than the canvas."""
    placed = mask_of([Disc((100, 100), 8000)], WITHIN)

    assert placed is not None
    assert placed[0].size == WITHIN


def test_a_stroke_is_round_at_ends_and_joins() -> None:
    """A line of one point is a dot; corners are rounded, not cut."""
    assert area(mask_of(stroke([(50, 50)], 20), WITHIN)) == pytest.approx(pi * 100, rel=0.03)
    bend = on_canvas(mask_of(stroke([(20, 100), (100, 100), (100, 20)], 20), WITHIN))
    assert bend.getpixel((106, 106)) > 200
    assert bend.getpixel((109, 109)) == 0


def test_a_closed_stroke_comes_back() -> None:
    """The last point is joined to the first."""
    corners = [(20, 20), (120, 20), (120, 120)]

    assert on_canvas(mask_of(stroke(corners, 8), WITHIN)).getpixel((70, 70)) == 0
    closed = mask_of(stroke(corners, 8, closed=True), WITHIN)
    assert on_canvas(closed).getpixel((70, 70)) == 255


def test_what_is_cut_out_is_left_open() -> None:
    """A hole shows what lies below; one that is elsewhere changes nothing."""
    placed = mask_of([square(10, 10, 60)], WITHIN)
    assert placed is not None
    whole = area(placed)

    assert area(without(placed, [Disc((900, 900), 3)], WITHIN)) == whole
    holed = on_canvas(without(placed, [Disc((40, 40), 10)], WITHIN))
    assert holed.getpixel((40, 40)) == 0
    assert holed.getpixel((20, 20)) == 255

"""What is filled or stroked as an outline covers what its pieces cover."""

import random
from math import pi

import pytest
from PIL import Image, ImageChops

from app.render.shapes.filling import filled
from app.render.shapes.masks import Placed, mask_of
from app.render.shapes.outlines import smooth
from app.render.shapes.pieces import Point, Polygon, stroke
from app.render.shapes.strokes import outlined

WITHIN = (300, 200)
LEVEL = 17  # of sixteen, as a value of a mask


def on_canvas(placed: Placed | None) -> Image.Image:
    """Return a mask laid on an empty canvas."""
    canvas = Image.new("L", WITHIN, 0)
    if placed is not None:
        canvas.paste(*placed)
    return canvas


def area(placed: Placed | None) -> float:
    """Return the pixels that a mask covers."""
    return sum(value * count for value, count in enumerate(on_canvas(placed).histogram())) / 255


def most(one: Placed | None, other: Placed | None) -> int:
    """Return by how much a pixel of two masks differs at most."""
    extremes = ImageChops.difference(on_canvas(one), on_canvas(other)).getextrema()
    assert isinstance(extremes[1], int)
    return extremes[1]


def a_walk(seed: int, count: int) -> list[Point]:
    """Return points from left to right, up and down at random."""
    fate = random.Random(seed)
    return [(10 + 280 * i / (count - 1), fate.uniform(12, 188)) for i in range(count)]


@pytest.mark.parametrize("seed", range(8))
def test_a_ground_covers_what_its_polygon_covers(seed: int) -> None:
    """To three of sixteen levels, which is what sampling is wrong by."""
    curve = smooth(a_walk(seed, 9 + 6 * seed))
    outline = (*curve, (curve[-1][0], 200.0), (curve[0][0], 200.0))
    assert most(filled(outline, WITHIN), mask_of([Polygon(outline)], WITHIN)) <= 3 * LEVEL


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("width", [1.5, 4.0, 9.0])
def test_a_line_covers_what_its_pieces_cover(seed: int, width: float) -> None:
    """Around sharp corners and bends, with round ends; sampled pieces are a trifle thicker."""
    points = a_walk(seed, 5 + 2 * seed)
    line = smooth(points) if seed % 2 else points
    one, other = filled(outlined(line, width), WITHIN), mask_of(stroke(line, width), WITHIN)
    assert area(one) == pytest.approx(area(other), rel=0.08)
    assert most(one, other) <= 6 * LEVEL


@pytest.mark.parametrize("points", [[(50.0, 60.0)], [(50.0, 60.0), (50.0, 60.0)]])
def test_a_line_of_one_point_is_a_dot(points: list[Point]) -> None:
    """As wide as the line."""
    assert area(filled(outlined(points, 20), WITHIN)) == pytest.approx(pi * 100, rel=0.03)


def test_what_overlaps_is_full() -> None:
    """A line that runs back over itself is no thinner and has no hole."""
    points = [(20.0, 50.0), (120.0, 50.0), (60.0, 50.0), (110.0, 52.0)]
    drawn = on_canvas(filled(outlined(points, 10), WITHIN))
    assert drawn.crop((20, 45, 120, 55)).getextrema() == (255, 255)


@pytest.mark.parametrize("width", [1.5, 4.0, 9.0])
def test_a_line_is_as_thick_as_it_says(width: float) -> None:
    """Coverage adds up to length by width, and two half discs."""
    drawn = filled(outlined([(20.3, 30.2), (140.3, 120.2)], width), WITHIN)
    assert area(drawn) == pytest.approx(150 * width + pi * width**2 / 4, rel=0.01)


def test_a_mask_ends_at_the_canvas() -> None:
    """What lies outside is cut; of what lies there alone is no mask."""
    cut = filled([(-40.0, -40.0), (5000.0, -40.0), (5000.0, 4000.0), (-40.0, 4000.0)], WITHIN)
    assert cut is not None
    assert (cut[0].size, cut[1], cut[0].getextrema()) == (WITHIN, (0, 0), (255, 255))
    assert filled([(400.0, 10.0), (420.0, 10.0), (410.0, 30.0)], WITHIN) is None

"""A canvas knows where it was painted, and edges have sixteen shades."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.render.canvas import Canvas
from app.render.levels import levelled
from app.render.shapes.rounding import disc, polygon, rounded

SIDES = st.integers(-40, 90)
COLORS = st.sampled_from(["#c8553dff", "#16202a80", "#ffffff00"])
BOXES = st.tuples(SIDES, SIDES, SIDES, SIDES)


@st.composite
def strokes(draw: st.DrawFn) -> tuple[str, tuple[int, int, int, int], str, str]:
    """Return one thing to do to a canvas."""
    verb = draw(st.sampled_from(["fill", "fill_rounded", "fill_frame", "stamp", "lay"]))
    return verb, draw(BOXES), draw(COLORS), draw(st.sampled_from(["", "#0000ffff", "#00ff0040"]))


def paint(canvas: Canvas, verb: str, box: tuple[int, int, int, int], color: str, to: str) -> None:
    """Do one thing to a canvas; boxes without extent are taken as small ones."""
    size = (max(1, box[2]), max(1, box[3]))
    match verb:
        case "fill":
            canvas.fill((*box[:2], *size), color, to)
        case "fill_rounded":
            canvas.fill_rounded((*box[:2], *size), 7, color, to)
        case "fill_frame":
            canvas.fill_frame((*box[:2], *size), 7, 3, color)
        case "stamp":
            canvas.stamp(Image.new("L", size, 200), box[:2], color, to)
        case _:
            canvas.lay(Image.new("RGB", size, "red"), box[:2], Image.new("L", size, 99))


@settings(deadline=None)
@given(st.lists(strokes(), max_size=4))
def test_nothing_is_painted_outside_of_what_is_touched(
    what: list[tuple[str, tuple[int, int, int, int], str, str]],
) -> None:
    """A canvas over a picture equals it outside of the boxes it names, which lie within."""
    below = Image.linear_gradient("L").resize((60, 50)).convert("RGB")
    canvas = Canvas.over(below, 1)
    for stroke in what:
        paint(canvas.in_pixels(), *stroke)
    difference = ImageChops.difference(below, canvas.picture)
    for left, top, right, bottom in canvas.touched:
        assert 0 <= left < right <= 60
        assert 0 <= top < bottom <= 50
        difference.paste((0, 0, 0), (left, top, right, bottom))
    assert difference.getbbox() is None


def test_a_canvas_over_a_picture_leaves_it_alone() -> None:
    """What is painted is painted on a copy; who takes the picture itself has touched it all."""
    below = Image.new("RGB", (9, 9), "white")
    canvas = Canvas.over(below, 2)
    assert (canvas.density, canvas.touched) == (2, ())
    canvas.image.paste("red", (0, 0, 4, 4))
    assert canvas.touched == ((0, 0, 9, 9),)
    assert below.getcolors() == [(81, (255, 255, 255))]


@pytest.mark.parametrize(
    "mask",
    [
        disc(60),
        rounded(90, 50, 20),
        polygon([(0, 0), (90, 31), (5, 77)], (100, 100)),
        levelled(Image.linear_gradient("L")),
    ],
)
def test_edges_have_sixteen_shades(mask: Image.Image | tuple[Image.Image, object]) -> None:
    """Nothing, all, and fourteen levels between."""
    shown = mask[0] if isinstance(mask, tuple) else mask
    shades = {level for _, level in shown.getcolors(256)}
    assert shades <= {17 * step for step in range(16)}
    assert {0, 255} <= shades

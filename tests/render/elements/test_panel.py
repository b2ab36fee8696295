"""Rectangles with gradients, corners of their own and shadows."""

from dataclasses import replace

import pytest

from app.model.nodes.basics import Gradient
from app.model.nodes.fill import Fill
from app.model.nodes.panel import Panel
from tests.render.elements.conftest import Paint
from tests.render.elements.looking import BLACK, BLUE, GREEN, RED, WHITE, extent

PANEL = Panel(box=(50, 20, 200, 80), color=RED)


@pytest.mark.parametrize(
    ("angle", "red", "blue"),
    [(180, (150, 21), (150, 98)), (90, (51, 60), (248, 60)), (135, (52, 22), (247, 97))],
)
@pytest.mark.parametrize("radius", [0, 4])
def test_a_gradient_runs_at_its_angle(
    paint: Paint, angle: int, red: tuple[int, int], blue: tuple[int, int], radius: int
) -> None:
    """From the first colour to the last, over the box alone."""
    image = paint(replace(PANEL, to=BLUE, angle=angle, radius=radius))

    assert image.getpixel(red)[0] > 240
    assert image.getpixel(blue)[2] > 240
    assert image.getpixel((20, 60)) == WHITE


def test_a_third_colour_lies_half_way(paint: Paint) -> None:
    """On the line, and between middle and corners."""
    for gradient, at in ((Gradient.LINEAR, (150, 60)), (Gradient.RADIAL, (150 + 71, 60))):
        image = paint(replace(PANEL, to=BLUE, via=GREEN, gradient=gradient))
        assert image.getpixel(at)[1] > 225


def test_a_radial_gradient_begins_in_the_middle(paint: Paint) -> None:
    """Of a box and of the whole canvas."""
    box = paint(replace(PANEL, to=BLUE, gradient=Gradient.RADIAL))
    ground = paint(Fill(color=RED, to=BLUE, gradient=Gradient.RADIAL))

    assert box.getpixel((150, 60))[0] > 250
    assert box.getpixel((51, 21))[2] > 240
    assert ground.getpixel((150, 60))[0] > 250
    assert ground.getpixel((0, 0))[2] > 250


def test_corners_of_their_own(paint: Paint) -> None:
    """Filling and border follow them."""
    image = paint(replace(PANEL, corners=(30, 0, 30, 0), border=3, border_color=BLUE))

    assert [image.getpixel(at) for at in ((50, 20), (249, 20), (249, 99), (50, 99))] == [
        WHITE,
        (0, 0, 255),
        WHITE,
        (0, 0, 255),
    ]
    assert image.getpixel((150, 60)) == (255, 0, 0)
    assert image.getpixel((60, 29)) == (0, 0, 255)


def test_a_shadow_falls_where_it_is_sent(paint: Paint) -> None:
    """Soft around its offset; a hard one is the box again."""
    soft = paint(replace(PANEL, shadow=BLACK, shadow_offset=(0, 8), shadow_blur=8))
    assert soft.getpixel((150, 101))[0] < 60
    assert soft.getpixel((150, 17))[0] > soft.getpixel((150, 103))[0]
    hard = paint(replace(PANEL, shadow=BLACK, shadow_offset=(5, 5)))
    assert hard.getpixel((252, 102)) == (0, 0, 0)
    assert extent(hard) == (50, 20, 255, 105)


@pytest.mark.parametrize("color", ["", "#ff000010"])
def test_no_shadow_shows_through_the_box(paint: Paint, color: str) -> None:
    """It is cast by the box, not below it."""
    node = replace(PANEL, color=color, shadow=BLACK, shadow_offset=(0, 4), shadow_blur=10)
    image = paint(node)

    assert image.getpixel((150, 60))[1] > 230
    assert image.getpixel((150, 103))[0] < 200


def test_a_filling_does_not_shine_through_its_border(paint: Paint) -> None:
    """At round corners an opaque border is the outermost colour."""
    node = replace(PANEL, radius=30, border=4, border_color="#ffffffff")

    assert extent(paint(node))[0] >= 53


@pytest.mark.parametrize("box", [(0, 0, 1, 1), (290, 110, 60, 60), (-40, -40, 50, 50)])
def test_shadows_and_gradients_in_any_place(paint: Paint, box: tuple[int, int, int, int]) -> None:
    """Tiny and outlying boxes are drawn as far as they show."""
    node = replace(
        PANEL, box=box, to=BLUE, angle=33, corners=(9, 0, 90, 3), border=2, border_color=GREEN,
        shadow=BLACK, shadow_blur=100, shadow_offset=(-20, 20),
    )  # fmt: skip

    assert paint(node).size == (300, 120)

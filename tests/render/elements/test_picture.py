"""Pictures in circles, on grounds, tinted and let through."""

from dataclasses import replace

import pytest

from app.model.nodes.basics import Fit
from app.model.nodes.picture import Mask, Picture
from app.model.nodes.placing import moved
from tests.render.elements.conftest import Paint
from tests.render.elements.looking import BLUE, RED, WHITE, extent, written

PHOTO = Picture(asset="photo", box=(50, 10, 200, 100))
LOGO = replace(PHOTO, asset="logo", fit=Fit.CONTAIN)


def test_a_circle_is_cut_from_the_middle(paint: Paint) -> None:
    """The largest that fits, filled with the picture."""
    image = paint(replace(PHOTO, mask=Mask.CIRCLE))

    assert extent(image) == pytest.approx((100, 10, 200, 110), abs=1)
    assert image.getpixel((104, 14)) == WHITE
    assert image.getpixel((150, 60)) != WHITE
    assert moved(replace(PHOTO, mask=Mask.CIRCLE), 3, 4).area == (103, 14, 100, 100)


def test_a_circle_of_a_whole_picture_is_round_too(paint: Paint) -> None:
    """Contained, its corners are cut by the circle of the box."""
    image = paint(replace(PHOTO, mask=Mask.CIRCLE, fit=Fit.CONTAIN))
    left, top, right, bottom = extent(image)

    assert bottom - top == pytest.approx(67, abs=2)
    assert image.getpixel((102, top + 1)) == WHITE
    assert right - left <= 100


def test_a_ground_fills_what_the_picture_leaves(paint: Paint) -> None:
    """Beside a contained picture, through its clear parts, within its corners."""
    image = paint(replace(LOGO, ground=RED, radius=20))

    assert image.getpixel((60, 60)) == (255, 0, 0)
    assert image.getpixel((101, 11)) == pytest.approx((255, 0, 0), abs=30)
    assert image.getpixel((51, 11)) == WHITE
    assert extent(image) == (50, 10, 250, 110)


def test_a_ground_may_be_a_circle(paint: Paint) -> None:
    """A logo on a disc."""
    image = paint(replace(LOGO, ground=BLUE, mask=Mask.CIRCLE))

    assert extent(image) == pytest.approx((100, 10, 200, 110), abs=1)
    assert image.getpixel((108, 30))[2] > 200


@pytest.mark.parametrize(("opacity", "least", "most"), [(100, 0, 0), (50, 120, 136), (0, 255, 255)])
def test_opacity_lets_through_what_lies_below(
    paint: Paint, opacity: int, least: int, most: int
) -> None:
    """The picture and its ground fade together."""
    image = paint(replace(LOGO, ground="#000000ff", opacity=opacity))

    assert least <= image.getpixel((60, 60))[0] <= most


@pytest.mark.parametrize(
    ("tint", "strength"), [(BLUE, 100), (BLUE, 50), (BLUE, 0), ("#0000ff80", 100)]
)
def test_a_tint_lies_over_the_picture(paint: Paint, tint: str, strength: int) -> None:
    """As much as its strength and its own alpha; what is clear stays clear."""
    plain, tinted = paint(PHOTO), paint(replace(PHOTO, tint=tint, strength=strength))
    share = strength / 100 * int(tint[7:], 16) / 255
    for at in ((60, 20), (150, 60), (200, 100)):
        red, green, _ = plain.getpixel(at)
        assert tinted.getpixel(at)[:2] == pytest.approx(
            (red * (1 - share), green * (1 - share)), abs=3
        )
    assert paint(replace(LOGO, tint=tint)).getpixel((60, 60)) == WHITE


def test_a_missing_picture_leaves_nothing(paint: Paint) -> None:
    """Not even its ground: the reader sees no hole."""
    assert extent(paint(replace(PHOTO, asset="none", ground=RED))) == (0, 0, 0, 0)


def test_in_a_mail_a_circle_has_round_corners() -> None:
    """A square picture; ground and opacity where the client shows them."""
    html = written(replace(PHOTO, mask=Mask.CIRCLE, ground=RED, opacity=80))

    assert 'width="100" height="100"' in html
    assert "border-radius:50px" in html
    assert "background-color:#ff0000" in html
    assert "opacity:0.8" in html
    assert "opacity" not in written(PHOTO)

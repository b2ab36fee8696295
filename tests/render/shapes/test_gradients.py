"""Gradients run where they are sent, evenly and in every shade."""

import pytest
from PIL import Image

from app.render.shapes.gradients import linear, radial, ramp_of

RED, BLUE, GREEN = "#ff0000ff", "#0000ffff", "#00ff00ff"


@pytest.mark.parametrize(
    ("angle", "first", "last"),
    [
        (180, (50, 0), (50, 59)),
        (0, (50, 59), (50, 0)),
        (90, (0, 30), (99, 30)),
        (270, (99, 30), (0, 30)),
        (135, (0, 0), (99, 59)),
        (45, (0, 59), (99, 0)),
        (225, (99, 0), (0, 59)),
        (-45, (99, 59), (0, 0)),
        (540, (50, 0), (50, 59)),
    ],
)
def test_a_line_runs_at_its_angle(
    angle: int, first: tuple[int, int], last: tuple[int, int]
) -> None:
    """As in CSS: 180 down, 90 to the right; the ends lie on opposite sides or corners."""
    image = linear((100, 60), (RED, BLUE), angle)

    assert image.getpixel(first)[0] > 249
    assert image.getpixel(last)[2] > 249
    assert image.getpixel((50, 30))[0] == pytest.approx(128, abs=4)


@pytest.mark.parametrize("angle", [180, 90, 30, 137])
def test_neighbours_differ_by_one_shade_at_most(angle: int) -> None:
    """A gradient longer than its shades has no steps."""
    image = linear((400, 300), ("#204060ff", "#8090a0ff"), angle)

    for x in range(1, 400):
        before, here = image.getpixel((x - 1, 100)), image.getpixel((x, 100))
        assert max(abs(a - b) for a, b in zip(before, here, strict=True)) <= 1


def test_three_colours_meet_in_the_middle() -> None:
    """Colours are evenly spaced."""
    image = linear((10, 201), (RED, GREEN, BLUE), 180)

    assert image.getpixel((5, 100))[1] > 250
    assert image.getpixel((5, 50)) == pytest.approx((127, 128, 0), abs=3)


def test_a_fade_to_nothing_keeps_its_hue() -> None:
    """Alpha is premultiplied: transparent black does not darken red."""
    image = linear((10, 101), (RED, "#00000000"), 180)

    assert image.mode == "RGBA"
    assert image.getpixel((5, 60))[:3] == (255, 0, 0)
    assert image.getpixel((5, 50))[3] == pytest.approx(127, abs=2)
    assert image.getpixel((5, 100))[3] < 3


def test_opaque_colours_need_no_alpha() -> None:
    """The picture can be pasted as it is."""
    assert linear((10, 10), (RED, BLUE), 45).mode == "RGB"
    assert radial((10, 10), (RED, BLUE)).mode == "RGB"


def test_a_radial_gradient_reaches_the_farthest_corner() -> None:
    """The middle is of the first colour, the corner of the last, and it is round."""
    image = radial((200, 100), (RED, BLUE))

    assert image.getpixel((100, 50))[0] > 250
    assert image.getpixel((0, 0))[2] > 250
    assert image.getpixel((199, 99))[2] > 250
    assert image.getpixel((0, 50)) == pytest.approx(image.getpixel((100, 0)), abs=2)
    assert 170 < image.getpixel((0, 50))[2] < 190  # 1 / sqrt(2) of the way


def test_the_middle_can_be_elsewhere() -> None:
    """In percent of width and height."""
    image = radial((200, 100), (RED, BLUE), (0, 100))

    assert image.getpixel((0, 99))[0] > 250
    assert image.getpixel((199, 0))[2] > 250


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (3, 1), (2, 2)])
@pytest.mark.parametrize("angle", [0, 45, 90, 200])
def test_the_smallest_boxes_have_a_gradient(size: tuple[int, int], angle: int) -> None:
    """One pixel is enough."""
    assert linear(size, (RED, BLUE), angle).size == size
    assert radial(size, (RED, GREEN, BLUE)).size == size


def test_the_same_gradient_has_the_same_bytes() -> None:
    """Nothing is dithered or random."""
    assert (
        linear((90, 70), (RED, BLUE), 33).tobytes() == linear((90, 70), (RED, BLUE), 33).tobytes()
    )


def test_a_ramp_is_even() -> None:
    """Each channel moves from one colour's to the other's."""
    red, green, blue = ramp_of((RED, BLUE), 256)

    assert list(red) == sorted(red, reverse=True)
    assert set(green) == {0}
    assert list(blue) == sorted(blue)
    assert isinstance(Image.frombytes("L", (256, 1), red), Image.Image)

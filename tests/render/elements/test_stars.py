"""Stars say a rating to eyes and to ears."""

from dataclasses import replace

import pytest

from app.model.nodes.basics import Align
from app.model.nodes.stars import Stars
from tests.render.elements.conftest import Paint
from tests.render.elements.looking import BLACK, BLUE, RED, WHITE, extent, extent_of, share, written

STARS = Stars(box=(10, 10, 280, 40), value=30, color=RED, track=BLUE, spoken="3/5", ink=BLACK)


@pytest.mark.parametrize("value", [0, 5, 10, 23, 38, 50])
def test_tenths_are_filled(paint: Paint, value: int) -> None:
    """The filled part in proportion, star by star."""
    image = paint(replace(STARS, value=value, gap=0))

    red, blue = share(image, (255, 0, 0)), share(image, (0, 0, 255))
    # A tip of a star holds less than its middle.
    assert red / (red + blue) == pytest.approx(value / 50, abs=0.04)


def test_stars_are_as_high_as_their_box(paint: Paint) -> None:
    """Where they fit; tips touch its edge."""
    _, top, _, bottom = extent(paint(STARS))

    assert (top, bottom) == pytest.approx((10, 50), abs=1)


@pytest.mark.parametrize("label", ["", "4.5 of 5 stars from 1,200 reviews"])
@pytest.mark.parametrize("box", [(10, 10, 100, 60), (10, 10, 30, 60), (10, 10, 280, 100)])
@pytest.mark.parametrize("align", Align)
def test_stars_stay_in_their_box(
    paint: Paint, label: str, box: tuple[int, int, int, int], align: Align
) -> None:
    """Text and stars shrink together; a text that cannot be read is left out."""
    image = paint(replace(STARS, box=box, label=label, align=align))
    left, top, right, bottom = extent(image)

    assert left >= box[0]
    assert top >= box[1]
    assert right <= box[0] + box[2] + 1
    assert bottom <= box[1] + box[3]
    assert share(image, (255, 0, 0)) > 0


def test_the_text_stands_beside_the_stars(paint: Paint) -> None:
    """After the last star, at the same height."""
    image = paint(replace(STARS, label="128", box=(10, 10, 280, 30)))
    stars, text = extent_of(image, (0, 0, 255)), extent_of(image, (0, 0, 0))

    assert text[0] > stars[2]
    assert (text[1] + text[3]) / 2 == pytest.approx((stars[1] + stars[3]) / 2, abs=3)


def test_stars_align_in_their_box(paint: Paint) -> None:
    """At its start, middle or end."""
    lefts = [
        extent(paint(replace(STARS, align=align, box=(10, 10, 280, 20))))[0] for align in Align
    ]

    assert lefts[0] == pytest.approx(10, abs=1)
    assert lefts[0] < lefts[1] < lefts[2]


@pytest.mark.parametrize(
    ("value", "count", "shown"),
    [
        (45, 5, "★★★★½"),
        (40, 5, "★★★★"),
        (42, 5, "★★★★"),
        (38, 5, "★★★★"),
        (0, 5, ""),
        (99, 5, "★" * 5),
    ],
)
def test_stars_in_a_mail_are_characters(value: int, count: int, shown: str) -> None:
    """Halves as a half; empty ones are grey and silent; ears hear the rating."""
    html = written(replace(STARS, value=value, count=count, spoken="4.5/5"))

    assert (f">{shown}</span>" in html) or not shown
    empty = count - len(shown)
    assert (f">{'★' * empty}</span>" in html) or not empty
    if shown:
        assert 'role="img" aria-label="4.5/5"' in html
    if empty:
        assert 'aria-hidden="true"' in html


def test_nothing_is_drawn_without_room(paint: Paint) -> None:
    """An empty box leaves the paper white."""
    assert share(paint(replace(STARS, box=(0, 0, 100, 0))), WHITE) == 1

"""Bars in segments, with square ends, gradients and texts."""

from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from app.model.nodes.progress import LabelPlace, Progress
from app.model.nodes.ring import Ends
from tests.render.elements.conftest import Paint
from tests.render.elements.looking import BLACK, BLUE, GREEN, RED, WHITE, extent_of, share, written

BAR = Progress(box=(10, 10, 200, 20), value=500, color=RED, track=BLUE, ink=BLACK)
RED_, BLUE_, BLACK_ = (255, 0, 0), (0, 0, 255), (0, 0, 0)


@pytest.mark.parametrize("value", [0, 1, 250, 500, 1000])
def test_square_ends_cut_exactly(paint: Paint, value: int) -> None:
    """Every per mille is where it should be; nothing is filled at zero."""
    image = paint(replace(BAR, ends=Ends.SQUARE, value=value))

    assert share(image, RED_) * 300 * 120 == pytest.approx(200 * 20 * value / 1000, abs=20)
    assert share(image, BLUE_) * 300 * 120 == pytest.approx(4000 * (1 - value / 1000), abs=20)


@pytest.mark.parametrize(("value", "filled"), [(0, 0), (300, 1.5), (600, 3), (1000, 5)])
def test_segments_fill_one_after_the_other(paint: Paint, value: int, filled: float) -> None:
    """A segment is full before the next begins; gaps stay open."""
    image = paint(replace(BAR, segments=5, gap=10, ends=Ends.SQUARE, value=value))
    row = [image.getpixel((x, 20)) for x in range(10, 210)]

    assert row.count(RED_) / 32 == pytest.approx(filled, abs=0.1)
    assert row.count(WHITE) == 40
    assert row[32:42] == [WHITE] * 10


@pytest.mark.parametrize("width", [1, 8, 30])
def test_segments_without_room_are_still_drawn(paint: Paint, width: int) -> None:
    """Gaps shrink, and nothing leaves the box by more than a pixel."""
    image = paint(replace(BAR, box=(10, 10, width, 20), segments=12, gap=50, value=1000))

    assert share(image, RED_) > 0 or width < 12
    assert extent_of(image, RED_)[2] <= 10 + max(width, 12) + 1


def test_a_gradient_runs_along_the_whole_bar(paint: Paint) -> None:
    """Its end is seen only once the bar is full."""
    full = paint(replace(BAR, value=1000, to=GREEN))
    half = paint(replace(BAR, value=500, to=GREEN))

    assert full.getpixel((205, 20))[1] > 240
    assert half.getpixel((100, 20))[1] == pytest.approx(full.getpixel((100, 20))[1], abs=2)


def test_a_text_inside_is_read_on_both_parts(paint: Paint) -> None:
    """In its ink on the filled part, in the bar's colour on the rest."""
    image = paint(
        replace(BAR, value=300, color=GREEN, content="HHHHHHHHHHHHHHHH", ends=Ends.SQUARE)
    )
    ink, bar = extent_of(image, BLACK_), extent_of(image.crop((70, 0, 300, 120)), (0, 255, 0))

    assert ink[0] < 70 <= ink[2] + 6
    assert ink[2] <= 70
    assert bar[2] > 10


@pytest.mark.parametrize("place", [LabelPlace.ABOVE, LabelPlace.BESIDE])
def test_a_text_outside_takes_its_room_from_the_bar(paint: Paint, place: LabelPlace) -> None:
    """Above it or after it, within the box."""
    node = replace(BAR, box=(10, 10, 200, 40), value=1000, content="64%", place=place)
    image = paint(node)
    bar, text = extent_of(image, RED_), extent_of(image, BLACK_)

    if place is LabelPlace.ABOVE:
        assert text[3] <= bar[1]
        assert bar[3] == 50
    else:
        assert text[0] >= bar[2] + 5
        assert text[2] <= 211
        assert bar[1:4:2] == (10, 50)


def test_a_text_too_long_leaves_half_to_the_bar(paint: Paint) -> None:
    """It shrinks and is cut."""
    node = replace(BAR, value=1000, content="x" * 90, place=LabelPlace.BESIDE)

    assert extent_of(paint(node), RED_)[2] >= 95


def test_a_bar_in_a_mail_has_its_text_above(paint: Paint) -> None:
    """As text, in a colour that is read on paper."""
    html = written(replace(BAR, content="640 points", ink="#ffffffff"))

    assert html.index("640 points") < html.index('bgcolor="#0000ff"')
    assert "color:#ff0000" in html
    assert "640" not in written(BAR)
    assert share(paint(replace(BAR, box=(10, 10, 0, 0))), WHITE) == 1


@pytest.mark.parametrize("changes", [{}, {"to": GREEN}, {"segments": 4}, {"ends": Ends.SQUARE}])
def test_a_bar_fills_in_the_direction_of_the_language(
    paint: Paint, changes: dict[str, object]
) -> None:
    """In Arabic it is the mirrored picture."""
    bar = replace(BAR, box=(50, 10, 200, 20), value=300, **changes)  # type: ignore[arg-type]
    image, mirrored = paint(bar), paint(replace(bar, language="ar"))
    flipped = mirrored.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    most = max(high for _, high in ImageChops.difference(image, flipped).getextrema())

    assert image != mirrored
    assert most <= 2


def test_a_text_beside_stands_where_a_line_ends(paint: Paint) -> None:
    """In Hebrew left of the bar, also in mails."""
    bar = replace(BAR, content="840", place=LabelPlace.BESIDE, ink=BLACK)
    forwards, backwards = paint(bar), paint(replace(bar, language="he"))

    assert extent_of(forwards, RED_)[0] == 10
    assert extent_of(backwards, RED_)[2] == 210
    assert extent_of(backwards, RED_)[0] > 30

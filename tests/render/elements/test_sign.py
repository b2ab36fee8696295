"""Signs say whether a store is open, within their box."""

from dataclasses import replace

import pytest

from app.model.nodes.basics import Align, VAlign
from app.model.nodes.sign import Sign
from tests.render.elements.conftest import Paint
from tests.render.elements.looking import (
    BLACK,
    BLUE,
    GREEN,
    RED,
    WHITE,
    extent,
    extent_of,
    share,
    written,
)

SIGN = Sign(
    is_open=True, content="Open", detail="until 18:00", hours="Today 09:00", box=(10, 10, 280, 60),
    open_color=GREEN, closed_color=RED, ink=BLACK, muted=BLUE,
)  # fmt: skip


def test_the_light_is_of_the_state(paint: Paint) -> None:
    """Open and closed are told by colour and by word."""
    assert share(paint(SIGN), (0, 255, 0)) > 0
    closed = paint(replace(SIGN, is_open=False, content="Closed"))
    assert share(closed, (0, 255, 0)) == 0
    assert share(closed, (255, 0, 0)) > 0


def test_light_word_and_detail_follow_each_other(paint: Paint) -> None:
    """From the left, or from the right where the script runs so; the hours below."""
    image = paint(SIGN)
    state, detail, hours = (extent_of(image, c) for c in ((0, 255, 0), (0, 0, 0), (0, 0, 255)))
    assert state[2] <= detail[0] + 1
    assert hours[1] >= state[3] - 1

    arabic = paint(replace(SIGN, content="مفتوح", detail="حتى 18:00", hours=""))
    assert extent(arabic)[2] == pytest.approx(290, abs=2)
    assert extent_of(arabic, (0, 255, 0))[0] >= extent_of(arabic, (0, 0, 0))[2] - 1


@pytest.mark.parametrize("height", [12, 20, 30, 60])
@pytest.mark.parametrize("width", [280, 120, 60])
@pytest.mark.parametrize("ground", ["", "#dddddfff"])
@pytest.mark.parametrize("align", Align)
def test_a_sign_stays_in_its_box(
    paint: Paint, height: int, width: int, ground: str, align: Align
) -> None:
    """It shrinks; the detail, then the hours give way, the state never."""
    node = replace(SIGN, box=(10, 10, width, height), open_ground=ground, align=align, min_size=9)
    image = paint(node)
    left, top, right, bottom = extent(image)

    assert left >= 9
    assert top >= 9
    assert right <= 10 + width + 2
    assert bottom <= 10 + height + 1
    assert share(image, (0, 255, 0)) > 0


@pytest.mark.parametrize(("valign", "top"), [*zip(VAlign, (0, 29, 58), strict=True)])
def test_a_sign_stands_where_it_is_told(paint: Paint, valign: VAlign, top: int) -> None:
    """At the top, in the middle or at the bottom."""
    node = replace(SIGN, valign=valign, box=(10, 10, 280, 80), hours="", open_ground=BLUE)

    assert extent(paint(node, size=(300, 100)))[1] == pytest.approx(10 + top, abs=12)


def test_nothing_is_drawn_without_a_state(paint: Paint) -> None:
    """Or without room."""
    assert share(paint(replace(SIGN, content=" ")), WHITE) == 1
    assert share(paint(replace(SIGN, box=(0, 0, 0, 9))), WHITE) == 1


def test_a_sign_in_a_mail_is_text() -> None:
    """A silent dot, the state in bold, until when, the hours on a line of their own."""
    html = written(SIGN)

    assert 'aria-hidden="true"' in html
    assert "font-weight:bold" in html
    for text in ("Open", "until 18:00", "<br><span", "Today 09:00"):
        assert text in html

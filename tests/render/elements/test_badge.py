"""Badges are as wide as their text and stand where they should."""

from dataclasses import replace

import pytest

from app.model.nodes.badge import Badge, BadgeShape
from app.model.nodes.basics import Align
from tests.render.elements.conftest import Paint
from tests.render.elements.looking import BLUE, RED, WHITE, extent, share, written

BADGE = Badge(
    content="New in", box=(10, 10, 280, 30), shape=BadgeShape.PILL, color=RED, ink="#ffffffff"
)
LEVEL = [BadgeShape.PILL, BadgeShape.BOX, BadgeShape.TAG, BadgeShape.RIBBON]


@pytest.mark.parametrize("shape", LEVEL)
def test_a_badge_is_as_wide_as_its_text(paint: Paint, shape: BadgeShape) -> None:
    """As high as its box, wider for more words, never wider than the box."""
    short, long, cut = (
        extent(paint(replace(BADGE, shape=shape, content=text)))
        for text in ("New", "New in store", "New in every single one of our stores " * 3)
    )

    assert short[1:4:2] == long[1:4:2] == (10, 40)
    assert short[2] < long[2]
    assert cut[0] == pytest.approx(10, abs=1)
    assert cut[2] == pytest.approx(290, abs=3)  # a ribbon ends in two points


@pytest.mark.parametrize("shape", [*LEVEL, BadgeShape.SEAL])
def test_a_badge_aligns_in_its_box(paint: Paint, shape: BadgeShape) -> None:
    """Text that runs from the right starts at the right."""
    found = {align: extent(paint(replace(BADGE, shape=shape, align=align))) for align in Align}

    assert found[Align.START][0] == pytest.approx(10, abs=1)
    assert found[Align.END][2] == pytest.approx(290, abs=1)
    middle = found[Align.CENTER]
    assert (middle[0] + middle[2]) / 2 == pytest.approx(150, abs=2)
    arabic = extent(paint(replace(BADGE, shape=shape, content="جديد")))
    assert arabic[2] == pytest.approx(290, abs=1)


@pytest.mark.parametrize(("align", "right"), [(Align.START, False), (Align.END, True)])
def test_a_corner_band_crosses_a_corner(paint: Paint, align: Align, right: bool) -> None:  # noqa: FBT001  # a case
    """It joins two edges of the box, the corner itself and the rest stay free."""
    node = replace(BADGE, shape=BadgeShape.CORNER, align=align, box=(100, 10, 100, 100), size=12)
    image = paint(node)
    left, top, end, bottom = extent(image)

    assert (left, top, end, bottom) == pytest.approx((100, 10, 200, 110), abs=4)
    corner, far = ((198, 12), (102, 108)) if right else ((102, 12), (198, 108))
    assert image.getpixel(corner) == WHITE
    assert image.getpixel(far) == WHITE


def test_a_seal_is_round_and_holds_its_text(paint: Paint) -> None:
    """Several words stand on several lines."""
    node = replace(
        BADGE, shape=BadgeShape.SEAL, box=(10, 10, 100, 100), content="Last chance today"
    )
    image = paint(node)

    assert extent(image) == pytest.approx((10, 10, 110, 110), abs=1)
    assert image.getpixel((13, 13)) == WHITE
    assert image.getpixel((60, 16)) == (255, 0, 0)
    assert share(image, (255, 0, 0)) > 0.1


def test_a_tag_has_a_hole(paint: Paint) -> None:
    """What lies below shows in it."""
    image = paint(replace(BADGE, shape=BadgeShape.TAG, box=(10, 10, 200, 40)))

    assert image.getpixel((27, 30)) == WHITE
    assert image.getpixel((34, 30)) == (255, 0, 0)


def test_a_border_lies_inside(paint: Paint) -> None:
    """The badge does not grow by it; its ground may be clear."""
    node = replace(BADGE, color="#ffffff00", ink=BLUE, border=2, border_color=BLUE)

    assert extent(paint(node))[:2] == (10, 10)
    assert paint(node).getpixel((10 + 20, 11)) == (0, 0, 255)


def test_a_gradient_runs_along_the_badge(paint: Paint) -> None:
    """From its start to its end."""
    image = paint(
        replace(BADGE, to=BLUE, shape=BadgeShape.BOX, content="             .           ")
    )
    left, _, right, _ = extent(image)

    assert image.getpixel((left + 2, 25))[0] > 200
    assert image.getpixel((right - 3, 25))[2] > 200


@pytest.mark.parametrize("shape", BadgeShape)
@pytest.mark.parametrize(
    "box", [(0, 0, 1, 1), (0, 0, 5, 40), (290, 110, 40, 40), (-90, -90, 50, 50)]
)
def test_a_badge_in_no_room_harms_nothing(
    paint: Paint, shape: BadgeShape, box: tuple[int, int, int, int]
) -> None:
    """Tiny and outlying ones are drawn as far as they show."""
    paint(replace(BADGE, shape=shape, box=box))

    assert share(paint(replace(BADGE, shape=shape, content=" ")), WHITE) == 1


def test_a_badge_in_a_mail_is_text_on_its_colour() -> None:
    """With the border, the direction and the link."""
    node = replace(BADGE, content="2 < 3", border=1, border_color=BLUE)
    html = written(node, link="https://northbeam.example/")

    assert ">2 &lt; 3</a>" in html
    assert 'bgcolor="#ff0000"' in html
    assert "border:1px solid #0000ff" in html
    assert 'dir="rtl"' in written(replace(BADGE, content="جديد"))

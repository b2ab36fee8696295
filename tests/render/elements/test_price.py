"""Prices are never cut, and what matters less gives way first."""

from dataclasses import replace

import pytest

from app.model.nodes.basics import Align, VAlign
from app.model.nodes.price import Flow, Minor, Price
from app.model.scene import Scene
from app.render import FontBook
from app.render.elements.price_parts import fitted_rows
from app.render.html import scene_html
from app.render.lettering import Letterer
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

BLACK_, BLUE_, RED_ = (0, 0, 0), (0, 0, 255), (255, 0, 0)
PRICE = Price(
    amount="$119.99", was="$149.99", saving="-20%", box=(10, 10, 280, 60), ink=BLACK,
    was_ink=BLUE, saving_ink=GREEN, saving_color=RED, size=32, min_size=16,
)  # fmt: skip


def parts(fonts: FontBook, node: Price) -> list[list[str]]:
    """Return the texts of the rows that fit the node's box."""
    rows = fitted_rows(Letterer(fonts), node, node.box[2:], 1)
    return [[part.text.content for part in row] for row in rows.rows]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (280, [["$119.99", "$149.99", "-20%"]]),
        (130, [["$119.99", "$149.99", "-20%"]]),  # smaller
        (110, [["$119.99", "$149.99"]]),
        (70, [["$119.99"]]),
        (20, [["$119.99"]]),  # smaller than asked for, but whole
    ],
)
def test_what_is_saved_gives_way_first(
    fonts: FontBook, width: int, expected: list[list[str]]
) -> None:
    """Then the former price; the amount is always there."""
    assert expected == parts(fonts, replace(PRICE, box=(0, 0, width, 60)))


@pytest.mark.parametrize("flow", Flow)
@pytest.mark.parametrize("minor", Minor)
@pytest.mark.parametrize("align", Align)
@pytest.mark.parametrize("box", [(10, 10, 280, 60), (10, 10, 120, 100), (10, 10, 60, 30)])
def test_a_price_stays_in_its_box(
    paint: Paint, flow: Flow, minor: Minor, align: Align, box: tuple[int, int, int, int]
) -> None:
    """In every form."""
    left, top, right, bottom = extent(
        paint(replace(PRICE, box=box, flow=flow, minor=minor, align=align))
    )

    assert left >= box[0] - 1
    assert top >= box[1]
    assert right <= box[0] + box[2] + 1
    assert bottom <= box[1] + box[3] + 1


def test_the_former_price_is_struck_through(paint: Paint) -> None:
    """A line runs through all of it, and through nothing else."""
    node = replace(PRICE, saving="")
    image = paint(node)
    left, top, right, bottom = extent_of(image, BLUE_)
    rows = [
        [image.getpixel((x, y)) == BLUE_ for x in range(left, right)] for y in range(top, bottom)
    ]

    assert any(all(row) for row in rows)
    left, top, right, bottom = extent_of(image, BLACK_)
    rows = [
        [image.getpixel((x, y)) == BLACK_ for x in range(left, right)] for y in range(top, bottom)
    ]
    assert not any(all(row) for row in rows)


def test_prices_share_a_baseline(paint: Paint) -> None:
    """Beside each other they stand on one line."""
    image = paint(replace(PRICE, amount="111", was="111", saving=""))

    assert extent_of(image, BLACK_)[3] == pytest.approx(extent_of(image, BLUE_)[3], abs=1)


def test_what_is_saved_stands_below_with_the_former_price(paint: Paint) -> None:
    """Down: two rows, the amount above."""
    image = paint(replace(PRICE, flow=Flow.DOWN, box=(10, 10, 280, 90)))

    assert extent_of(image, BLACK_)[3] <= extent_of(image, BLUE_)[1]
    assert extent_of(image, RED_)[1] >= extent_of(image, BLACK_)[3] - 2


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("$119.99", ["$", "119", "99"]),
        ("1.119,99 €", ["1.119", "99", "€"]),
        ("kr 1 249,90", ["kr", "1 249", "90"]),
        ("¥12,800", ["¥", "12,800"]),
        ("CHF 1’234.56", ["CHF", "1’234", "56"]),
        ("Free", ["Free"]),
        ("3 for $10", ["3 for $10"]),
    ],
)
def test_cents_and_currency_are_raised(fonts: FontBook, amount: str, expected: list[str]) -> None:
    """Two figures after the point; what is no single amount is set level."""
    node = replace(PRICE, amount=amount, was="", saving="", minor=Minor.RAISED)

    assert [expected] == parts(fonts, node)


def test_an_arabic_price_begins_at_the_right(paint: Paint) -> None:
    """The amount first, from the right; what is saved last."""
    image = paint(replace(PRICE, amount="119 د.إ.", was="149 د.إ.", saving="20%"))

    assert extent(image)[2] == pytest.approx(290, abs=3)
    assert extent_of(image, BLACK_)[0] > extent_of(image, BLUE_)[2] > extent_of(image, RED_)[0]


@pytest.mark.parametrize(("valign", "place"), [*zip(VAlign, (10, 27, 44), strict=True)])
def test_a_price_stands_where_it_is_told(paint: Paint, valign: VAlign, place: int) -> None:
    """At the top, in the middle or at the bottom."""
    node = replace(PRICE, valign=valign, was="", saving="", box=(10, 10, 280, 60), size=24)

    top, bottom = extent(paint(node))[1::2]
    assert (top + bottom) / 2 - 13 == pytest.approx(place, abs=4)


def test_nothing_is_drawn_without_an_amount(paint: Paint) -> None:
    """Or without room."""
    assert share(paint(replace(PRICE, amount=" ")), WHITE) == 1
    assert share(paint(replace(PRICE, box=(10, 10, 0, 10))), WHITE) == 1


def test_a_price_in_a_mail_is_text() -> None:
    """The former one is struck out as such, what is saved stands on its colour."""
    html = written(replace(PRICE, saving_ink="#ffffffff"), link="https://northbeam.example/")

    assert ">$119.99</span>" in html
    assert ">$149.99</s>" in html
    assert "background-color:#ff0000" in html
    assert "-20%" in html
    assert html.count("<a ") == 1
    assert "<s " not in written(replace(PRICE, was=""))


def test_elements_that_speak_need_no_alt_text_below() -> None:
    """What the block says stays; its description does not, for it would say less."""
    scene = Scene(width=600, height=240, nodes=(PRICE,))

    def html(**say: str) -> str:
        return scene_html(scene, say=say, link="", alt="Shoes", picture_url=str)

    assert "Shoes" not in html()
    assert "Back in stock" in html(headline="Back in stock")

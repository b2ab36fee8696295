"""What would be drawn badly is warned of."""

import json

import pytest

from app.authoring import check_block
from app.model.colors import contrast, normal


def warned(
    *elements: object, size: str = "600x240", density: int = 2, background: str = "#ffffff"
) -> set[tuple[str, str]]:
    """Return rule and place of every problem of a drawing."""
    block = {
        "block": "b", "size": size, "density": density, "alt": "x", "background": background,
        "fallback": {"draw": list(elements)},
    }  # fmt: skip
    return {
        (p.rule, p.where)
        for p in check_block(json.dumps(block), brand_colors={"dark": "#222", "pale": "#eee"})
    }


def text(**fields: object) -> dict[str, object]:
    """Return a text element."""
    return {"text": {"content": "x", "box": [10, 10, 200, 40], **fields}}


@pytest.mark.parametrize(
    ("size", "density", "where"),
    [
        ("801x10", 1, "size"),
        ("10x1729", 1, "size"),
        ("600x1700", 3, "density"),
        ("800x1728", 3, "density"),
        ("800x1728", 2, ""),
        ("1x1", 1, ""),
    ],
)
def test_canvas(size: str, density: int, where: str) -> None:
    """The canvas fits mail clients and the renderer."""
    assert ({("oversize", where)} if where else set()) == warned(size=size, density=density)


@pytest.mark.parametrize(
    ("element", "where"),
    [
        (
            {"stack": {"box": [8000, 0, 500, 90], "direction": "across", "children": [
                {"size": 200, "draw": []}, {"draw": [{"fill": {"color": "#fff"}}]}]}},
            "fallback.draw[0].stack.children[1].draw[0].fill",
        ),
        (
            {"each": {"of": "stores", "as": "s", "limit": 3, "step": [0, 5000],
                      "box": [0, 0, 90, 90], "draw": [{"fill": {"color": "#fff"}}]}},
            "fallback.draw[0].each.limit",
        ),
        (
            {"each": {"of": "stores", "as": "s", "limit": 3, "step": [0, 4096],
                      "box": [0, 0, 90, 90], "draw": [{"fill": {"color": "#fff"}}]}},
            "",
        ),
    ],
)  # fmt: skip
def test_nothing_stands_where_nothing_can_be_drawn(element: object, where: str) -> None:
    """What adds up to more than a coordinate may be keeps a block from being published."""
    assert ({("too-far", where)} if where else set()) == {
        found for found in warned(element) if found[0] == "too-far"
    }


@pytest.mark.parametrize(
    ("element", "outside"),
    [
        ({"box": {"box": [0, 0, 600, 240]}}, False),
        ({"box": {"box": [1, 0, 600, 240]}}, True),
        ({"box": {"box": [-1, 0, 10, 10]}}, True),
        ({"line": {"points": [0, 0, 600, 240]}}, False),
        ({"line": {"points": [0, 0, 600, 241]}}, True),
        ({"fill": {"color": "#fff"}}, False),
    ],
)
def test_elements_stay_inside(element: object, outside: bool) -> None:  # noqa: FBT001  # a table of cases
    """What is outside the canvas is noted."""
    assert outside is ("outside-canvas" in {rule for rule, _ in warned(element)})


@pytest.mark.parametrize(
    ("side", "density", "refused"), [(1414, 2, False), (1415, 2, True), (2828, 1, False)]
)
@pytest.mark.parametrize("kind", ["box", "picture", "text"])
def test_elements_fit_the_renderer(kind: str, side: int, density: int, refused: bool) -> None:  # noqa: FBT001  # a table of cases
    """An element that the renderer would refuse at every open is refused when published."""
    fields = {"box": {"color": "#000"}, "picture": {"asset": "a"}, "text": {"content": "x"}}[kind]
    element = {kind: {**fields, "box": [0, 0, side, side]}}

    place = f"fallback.draw[0].{kind}.box"
    assert refused is (("oversize", place) in warned(element, density=density))


def test_texts_can_be_read() -> None:
    """Texts are not too small and their boxes not too low."""
    assert {("small-text", "fallback.draw[0].text.size")} == warned(text(size=[20, 9]))
    assert {("low-box", "fallback.draw[0].text.box")} == warned(text(size=40))
    assert set() == warned(text(size=[40, 10]))


PALE = {"ink": "#999999"}
LOW = ("low-contrast", "fallback.draw[{}].text.ink")


@pytest.mark.parametrize(
    ("elements", "low"),
    [
        ([text(**PALE)], True),
        ([text(ink="#767676")], False),
        ([text(ink="#888888", size=24)], False),
        ([text(ink="#888888", size=20, weight="bold")], False),
        ([text(ink="#00000022")], True),
        ([{"fill": {"color": "#222"}}, text(ink="#333")], True),
        ([{"fill": {"color": "brand.dark"}}, text(ink="brand.pale")], False),
        ([{"fill": {"color": "brand.dark"}}, text(ink="#333")], True),
        ([{"fill": {"color": "#222", "to": "#fff"}}, text(ink="#333")], False),
        ([{"fill": {"color": "#2228"}}, text(ink="#333")], False),
        ([{"fill": {"color": "#222", "when": "store.known"}}, text(ink="#333")], False),
        ([{"box": {"box": [0, 0, 300, 100], "color": "#222"}}, text(ink="#333")], True),
        ([{"box": {"box": [0, 0, 20, 20], "color": "#222"}}, text(**PALE)], False),
        ([{"box": {"box": [300, 100, 20, 20], "color": "#222"}}, text(**PALE)], True),
        ([{"box": {"box": [0, 0, 300, 100], "border": 1}}, text(**PALE)], True),
        ([{"picture": {"asset": "a", "box": [0, 0, 300, 100]}}, text(**PALE)], False),
        ([text(), text(**PALE)], True),
    ],
)
def test_contrast(elements: list[object], low: bool) -> None:  # noqa: FBT001  # a table of cases
    """A text stands out from the one colour behind it, as far as both are known."""
    rule = (LOW[0], LOW[1].format(len(elements) - 1))

    assert low is (rule in warned(*elements))


def test_contrast_on_a_see_through_canvas_is_not_judged() -> None:
    """What lies behind a transparent canvas is not known."""
    assert set() == warned(text(**PALE), background="#ffffff00")


def test_heavy_pictures() -> None:
    """Large pictures at high density weigh too much for mail."""
    picture = {"picture": {"asset": "a", "box": [0, 0, 600, 240]}}

    assert set() == warned(picture)
    tall = {"picture": {"asset": "a", "box": [0, 0, 600, 800]}}
    assert {("heavy-picture", "fallback.draw")} == warned(tall, size="600x800")


def test_colors() -> None:
    """Every way to write a colour has one normal form, and contrast is that of WCAG."""
    assert [
        normal(c) for c in ("#ABC", "#ABCD", "#a1b2c3", "#A1B2C3D4", "abc", "#abcde", "#ggg")
    ] == ["#aabbccff", "#aabbccdd", "#a1b2c3ff", "#a1b2c3d4", "", "", ""]
    assert pytest.approx(contrast("#000000ff", "#ffffffff")) == 21
    assert pytest.approx(contrast("#767676ff", "#ffffffff"), abs=0.01) == 4.54

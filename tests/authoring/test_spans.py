"""A text says its styles once; its spans keep their own, also with what is computed in them."""

import pytest

from app.authoring.limits import SOURCE_BYTES
from app.model.facts import Missing
from app.model.nodes.text import Style, Text
from tests.authoring.askers import answer
from tests.authoring.blocks import drawn_one
from tests.authoring.test_lint_layout import warned

BOX = [0, 0, 300, 40]


def text(**fields: object) -> Text:
    """Return the node of a text."""
    node = drawn_one(text={"content": "Hi", "box": BOX, **fields}).node
    assert isinstance(node, Text)
    return node


def live(*spans: dict[str, object]) -> dict[str, object]:
    """Return the live fields of a text in spans."""
    return dict(drawn_one(text={"content": list(spans), "box": BOX}).live)


def test_spans_that_never_change() -> None:
    """Words, styles and inks arrive in the node, parted as the renderer parts them."""
    node = text(
        content=[
            {"content": "now "},
            {"content": "€5", "weight": "bold", "size": 32, "ink": "#f00", "font": "heading"},
            {"content": "€9", "strike": True, "underline": True},
        ]
    )

    assert node.content == "now \x1f€5\x1f€9"
    assert node.inks == ("", "#ff0000ff", "")
    assert node.styles == (
        Style(),
        Style(weight=700, size=32, font="heading"),
        Style(strike=True, underline=True),
    )


def test_spans_with_expressions_are_one_text() -> None:
    """All spans are computed as one text; separators in values part nothing."""
    spans = ({"content": "Hi "}, {"content": "{{ person.first_name }}!", "weight": "bold"})
    content = live(*spans)["content"]

    assert answer(content, person__first_name="A\x1fnna") == "Hi \x1fAnna!"  # type: ignore[arg-type]
    assert isinstance(answer(content), Missing)  # type: ignore[arg-type]


def test_inks_of_the_brand() -> None:
    """Colours of the brand are read when opened; one that is missing is as in the text."""
    spans = ({"content": "a", "ink": "brand.accent"}, {"content": "b", "ink": "#00f"})
    inks = live(*spans)["inks"]

    assert answer(inks, brand__accent="#f00") == "#ff0000ff\x1f#0000ffff"  # type: ignore[arg-type]
    assert answer(inks) == "\x1f#0000ffff"  # type: ignore[arg-type]


def test_looks_of_letters() -> None:
    """Rules, spacing, outline and shadow arrive in the node, with colours that suit."""
    node = text(underline=True, letter_spacing=0.1, outline=1.5, shadow=[1, 2, 6])
    colored = text(outline=2, outline_color="#f00", shadow=[0, 1, 0], shadow_color="#000")

    assert (node.underline, node.spacing, node.outline) == (True, 0.1, 1.5)
    assert (node.outline_color, node.shadow_color) == ("#ffffffff", "#00000066")
    assert node.shadow == (1, 2, 6)
    assert (colored.outline_color, colored.shadow_color) == ("#ff0000ff", "#000000ff")
    assert (text().outline_color, text().shadow_color) == ("", "")


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"content": []}, "out-of-bounds"),
        ({"content": [{"content": ""}]}, "out-of-bounds"),
        ({"content": [{"words": "a"}]}, "unknown-field"),
        ({"content": [{"content": "a"}] * 21}, "out-of-bounds"),
        ({"content": "a" * (SOURCE_BYTES + 1)}, "out-of-bounds"),
        ({"content": 5}, "wrong-type"),
        ({"outline": 21}, "out-of-bounds"),
        ({"shadow": [0, 0, 101]}, "out-of-bounds"),
        ({"letter_spacing": 2}, "out-of-bounds"),
        ({"content": [{"content": "{{ person.first_name }}"}]}, "text-may-be-missing"),
        ({"content": [{"content": "{{ nothing.here }}"}]}, "unknown-fact"),
        ({"content": [{"content": "a"}, {"content": "b", "ink": "brand.dark"}]}, ""),
    ],
)
def test_spans_are_checked(fields: dict[str, object], rule: str) -> None:
    """Bounds, fields and facts of spans are checked as those of texts."""
    found = {name for name, _ in warned({"text": {"content": "a", "box": BOX, **fields}})}

    assert rule in found if rule else not found

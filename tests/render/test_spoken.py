"""A scene says in one line what its elements say."""

from dataclasses import replace

import pytest

from app.model.scene import Fill, Node, Picture, Scene
from app.render.spoken import scene_line
from tests.render.elements.scenes import BADGE, BAR, CHART, LEAF, PRICE, RING, SIGN, STARS
from tests.render.scenes import a_text


def line(*nodes: Node) -> str:
    """Return what nodes on a ground say."""
    return scene_line(Scene(width=600, height=600, nodes=(Fill(color="#ffffffff"), *nodes)))


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (a_text("Hello  Anna"), "Hello Anna"),
        (BADGE, "New in"),
        (RING, "72% of goal"),
        (replace(RING, content=""), ""),
        (replace(BAR, content="640 points"), "640 points"),
        (BAR, ""),
        (STARS, "★ 4.5 (128)"),
        (replace(STARS, label="128 reviews"), "★ 4.5/5 128 reviews"),
        (replace(STARS, label=""), "★ 4.5/5"),
        (PRICE, "$119.99 (−20%)"),
        (replace(PRICE, saving=""), "$119.99"),
        (replace(CHART, alt="More each week"), "More each week"),
        (CHART, ""),
        (SIGN, "Open until 6:00 PM"),
        (LEAF, "Thursday, December 24, 2026"),
        (Picture(asset="photo", box=(0, 0, 9, 9), alt="A tent"), ""),
    ],
)
def test_what_an_element_says(node: Node, said: str) -> None:
    """The words of its picture, and nothing for a decoration."""
    assert said == line(node)


def test_elements_are_read_from_top_to_bottom() -> None:
    """Each as a sentence, whatever the order in which they are painted."""
    low = replace(PRICE, box=(0, 200, 200, 40))
    beside = replace(STARS, box=(300, 200, 200, 40))

    assert line(beside, low, a_text("Back in stock!")) == (
        "Back in stock! $119.99 (−20%). ★ 4.5 (128)"
    )

"""Stacks that close up are drawn, written and read out like any other."""

import json
import re
from itertools import product

from app.decide.clock import Clock
from app.decide.deciding import decide
from app.decide.filters import Formatter
from app.model.facts import Value
from app.model.rendering import Format
from app.model.scene import Scene
from app.model.zones import UTC_ZONE
from app.render import FontBook, Renderer
from app.render.spoken import scene_line
from tests.builders import AT, a_plan
from tests.decide.test_drawing import Told
from tests.render.test_html import html

WORDS = ("One", "Two", "Three")
CELLS = [
    {
        "size": 30,
        "when": f"person.{word}",
        "draw": [
            {"fill": {"color": "#224466"}},
            {"text": {"content": word, "box": [10, 4, 200, 22], "ink": "#ffffff"}},
        ],
    }
    for word in WORDS
]
STACK = {"stack": {"box": [20, 20, 260, 110], "gap": 10, "align": "center", "children": CELLS}}
GROUND = {"fill": {"color": "#ddeeff"}}


def showing(*words: str) -> Scene:
    """Return a scene of the cells of these words."""
    plan = a_plan(f"fallback: {json.dumps({'draw': [GROUND, STACK]})}")
    known: dict[str, Value] = {f"person.{word}": True for word in words}
    return decide(plan, Told(known), Clock(AT, UTC_ZONE), Formatter("en-GB")).scene


def test_they_are_drawn_the_same_whatever_was_drawn_before(fonts: FontBook) -> None:
    """What is kept of one picture is in no way of another whose cells moved up."""
    fast = Renderer(fonts=fonts, picture={}.get)
    straight = Renderer(fonts=fonts, picture={}.get, fast=False)
    for number, (kind, shown) in enumerate(product((Format.PNG, Format.JPG), range(16))):
        words = [word for place, word in enumerate(WORDS) if shown % 8 >> place & 1]
        scene = showing(*words)
        assert straight.drawing(scene, kind) == fast.drawing(scene, kind), (number, words)


def test_their_html_has_one_gap_between_what_is_left() -> None:
    """In order, with no row for what is hidden."""
    markup = html(showing("One", "Three"))

    assert re.findall(r">(\w+)</a>", markup) == ["One", "Three"]
    assert re.findall(r"padding:(\d+)px", markup) == ["44", "18"]  # (110 - 70) / 2 + 20 + 4; 10 + 8
    assert scene_line(showing("One", "Three")) == "One. Three"

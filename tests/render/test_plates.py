"""What scenes begin with alike is painted once, and nobody can tell."""

from collections import Counter
from dataclasses import replace
from itertools import islice

import pytest
from PIL import Image

from app.errors import RenderError
from app.model.rendering import Format
from app.model.scene import Fill, Picture, Scene
from app.render import FontBook, Renderer
from app.render.encoding import Ground
from app.render.plates import Plates
from bench.scenes import KINDS, random_scenes
from tests.render.scenes import ASSETS, a_scene, a_text, nearest_store


def outcome(renderer: Renderer, scene: Scene, kind: Format) -> object:
    """Return all that a drawing says, or why there is none."""
    try:
        return renderer.drawing(scene, kind)
    except RenderError as error:
        return str(error)


@pytest.mark.no_cover
def test_the_fast_way_gives_what_the_straight_way_gives(fonts: FontBook) -> None:
    """The same bytes for every kind of node, whatever was drawn before; 2,000 in the benchmark."""
    fast = Renderer(fonts=fonts, picture=ASSETS.get)
    straight = Renderer(fonts=fonts, picture=ASSETS.get, fast=False)
    drawn: Counter[type] = Counter()
    for number, scene in enumerate(islice(random_scenes(3), 240)):
        kind = list(Format)[number % 3]
        expected = outcome(straight, scene, kind)
        assert expected == outcome(fast, scene, kind), scene
        if not isinstance(expected, str):
            drawn.update(map(type, scene.nodes))
    assert set(drawn) == set(KINDS)


def test_a_beginning_is_a_plate_once_scenes_part_after_it() -> None:
    """The same scene again teaches nothing; another end does, and a third shows where."""
    plates = Plates(1_000_000)
    first, second = (a_scene(Fill(color="#ffffffff"), a_text("Hi"), a_text(w)) for w in "ab")
    assert plates.beginning(first).place == 0
    assert plates.beginning(first).place == 0
    assert plates.beginning(second).place == 2
    assert plates.beginning(first).place == 2
    other = a_scene(Fill(color="#ffffffff"), a_text("Ho"), a_text("a"))
    assert plates.beginning(other).place == 1
    assert plates.beginning(replace(first, width=121)).place == 0


def test_plates_are_bounded() -> None:
    """The weight of what is kept stays below the bound, however many beginnings there are."""
    plates = Plates(2_000_000)
    for number in range(60):
        fill = Fill(color=f"#{number:06x}ff")
        for word in "ab":
            found = plates.beginning(a_scene(fill, a_text(word)))
        plates.keep(found, Ground(Image.new("RGB", (200, 100))))
        assert plates.ground(found) is not None
    assert plates.weight <= 2_000_000


def test_a_picture_that_was_missing_is_no_part_of_a_plate(fonts: FontBook) -> None:
    """When the asset comes, it is drawn: what lacked it was not kept."""
    assets: dict[str, bytes] = {}
    renderer = Renderer(fonts=fonts, picture=assets.get)
    scenes = [a_scene(Picture(asset="photo", box=(0, 0, 60, 60)), a_text(word)) for word in "abcd"]
    for scene in scenes[:3]:
        assert renderer.drawing(scene, Format.PNG).skipped == ("photo",)
    assets["photo"] = ASSETS["photo"]
    found = renderer.drawing(scenes[3], Format.PNG)
    assert found.skipped == ()
    assert found == Renderer(fonts=fonts, picture=assets.get).drawing(scenes[3], Format.PNG)


def test_two_hundred_drawings_are_one(renderer: Renderer) -> None:
    """The same scene is the same bytes each time, with others between."""
    scene = nearest_store()
    expected = {kind: renderer.draw(scene, kind) for kind in Format}
    others = random_scenes(11)
    for number in range(200):
        kind = list(Format)[number % 3]
        if number % 5 == 0:
            outcome(renderer, next(others), kind)
        assert expected[kind] == renderer.draw(scene, kind)

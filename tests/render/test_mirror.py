"""Shapes put down in indices are the shapes that painting them gives."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.model.rendering import Format
from app.model.scene import Fill, Node, Panel, Progress, Scene, Text
from app.render import FontBook, Renderer
from app.render.canvas import Canvas
from app.render.encoding import Ground, Mirror, Over, encode
from app.render.encoding.indexed import Indexed, Working
from app.render.typecase import Typecase
from tests.render.scenes import ASSETS, a_text

WORDS = st.sampled_from(
    ["Ava", "jig\nÄh Ög", "To 1,240 of", "fi office", "ﻻ", "“Zoë”", "Ж", "👍🏽 ok"]
)
INKS = st.sampled_from(["#1d2b2aff", "#c8553dff", "#1d2b2a80"])
PLACES = st.tuples(
    st.integers(-20, 130), st.integers(-10, 50), st.integers(20, 90), st.integers(10, 30)
)
BELOW = (Fill(color="#faf6efff"), Panel(box=(20, 10, 60, 30), color="#ffffffff", radius=8))

texts = st.builds(
    lambda words, box, ink, leading: a_text(
        words, box=box, ink=ink, lines=3, min_size=9, line_height=leading
    ),
    WORDS,
    PLACES,
    INKS,
    st.sampled_from([0.5, 1.3]),
)
bars = st.builds(
    lambda box, ink, value: Progress(
        box=(*box[:2], box[2], 8), value=value, color=ink, track="#e4d9c8ff"
    ),
    PLACES,
    INKS,
    st.integers(0, 1000),
)
panels = st.builds(lambda box, color: Panel(box=box, color=color, radius=5), PLACES, INKS)


def card(*nodes: Node) -> Scene:
    """Return a flat card with these on it."""
    return Scene(width=140, height=60, nodes=(*BELOW, *nodes), density=2)


@pytest.fixture(scope="module")
def ways() -> tuple[Renderer, Renderer]:
    """Return a renderer that knows the card, and one that keeps nothing."""
    from tests.render.conftest import FONTS

    book = FontBook(FONTS)
    fast = Renderer(fonts=book, picture=ASSETS.get)
    for word in ("one", "two", "three", "Ava To 1,240 of fi office"):
        fast.draw(card(a_text(word, box=(22, 12, 50, 20), ink="#1d2b2aff")), Format.PNG)
    return fast, Renderer(fonts=book, picture=ASSETS.get, fast=False)


@settings(deadline=None, max_examples=120)
@given(st.lists(st.one_of(texts, texts, panels, bars), min_size=1, max_size=5), st.booleans())
def test_whatever_is_drawn_in_whatever_order(
    ways: tuple[Renderer, Renderer],
    nodes: list[Node],
    still: bool,  # noqa: FBT001  # drawn by hypothesis
) -> None:
    """Texts over one colour, over two, over each other, under panels, over the edge: same bytes."""
    fast, straight = ways
    kind = Format.GIF if still else Format.PNG
    assert straight.draw(card(*nodes), kind) == fast.draw(card(*nodes), kind)


def letters_of(fonts: FontBook, word: str, at: tuple[float, float]) -> list[tuple[object, tuple]]:
    """Return a word's letters at 28 pixels."""
    case, face = Typecase(), fonts.chain("body", 400)[0]
    return case.letters(case.shape_words(face, word, ""), face, 28, at)


def a_ground() -> Ground:
    """Return a white ground that knows the shades of black on white."""
    ground = Ground(Image.new("RGB", (200, 60), "white"))
    ramp = ground.image.copy()
    ramp.putdata([(17 * step,) * 3 for step in range(16)])
    encode(ramp, Format.PNG, sharp=False, over=Over(ground, ((0, 0, 16, 1),)))
    return ground


def test_letters_are_painted_once_the_picture_is_looked_at(fonts: FontBook) -> None:
    """Until then the mirror alone has them; what comes near has them painted first."""
    ground = a_ground()
    mirror = Mirror.of(ground)
    plain, mirrored = Canvas.on(ground.lend(), 1), Canvas.on(ground.lend(), 1, mirror)
    for canvas in (plain, mirrored):
        canvas.imprint(letters_of(fonts, "left", (10.0, 40.0)), "#000000ff")
        canvas.imprint(letters_of(fonts, "right", (110.0, 40.0)), "#000000ff")
    assert mirrored.touched == ()
    assert mirrored.surface.picture.getcolors() == [(12_000, (255, 255, 255))]
    for canvas in (plain, mirrored):
        canvas.lay(Image.new("RGB", (10, 10)), (20, 30))
    assert len(mirrored.touched) == 2
    assert mirror is not None
    found = mirror.indexed(mirrored.surface.picture.copy(), mirrored.touched)
    assert found is not None
    shown = [found.colors[index] for index in found.sheet.image.crop((1, 0, 201, 60)).tobytes()]
    assert shown == list(plain.picture.get_flattened_data())
    assert plain.picture.tobytes() == mirrored.picture.tobytes()


def test_a_box_around_two_that_were_painted_hides_no_letters(fonts: FontBook) -> None:
    """What only the mirror has is painted where two boxes are looked up as one."""
    canvas = Canvas.on(a_ground().lend(), 1, Mirror.of(a_ground()))
    canvas.imprint(letters_of(fonts, "i", (2.0, 40.0)), "#000000ff")
    for box in ((0, 45, 100, 10), (60, 2, 20, 50)):
        canvas.lay(Image.new("RGB", box[2:], "red"), box[:2])
    assert canvas.surface.settle() == [(0, 2, 100, 55)]
    assert canvas.surface.picture.crop((0, 2, 12, 45)).getcolors() != [(516, (255, 255, 255))]


def test_what_a_sheet_is_drawn_on_can_be_undone(fonts: FontBook) -> None:
    """A mirror that is closed leaves a sheet as good as new for the next."""
    ground = a_ground()
    for word in ("left", "right", "left"):
        mirror = Mirror.of(ground)
        assert mirror is not None
        canvas = Canvas.on(ground.lend(), 1, mirror)
        canvas.imprint(letters_of(fonts, word, (10.0, 40.0)), "#000000ff")
        canvas.fill((50, 30, 90, 9), "#000000ff")
        found = mirror.indexed(canvas.surface.picture, ())
        assert found is not None
        expected = Indexed.of(canvas.picture)
        assert expected is not None
        assert (expected.colors, expected.sheet.rows) == (found.colors, found.sheet.rows)
        mirror.close()


def test_colours_long_unused_leave_the_palette() -> None:
    """One picture in red does not cost every later one a pass over its indices."""
    ground = a_ground()
    red = ground.image.copy()
    red.paste("red", (0, 0, 9, 9))
    encode(red, Format.PNG, sharp=False, over=Over(ground, ((0, 0, 9, 9),)))
    grey = ground.image.copy()
    grey.paste((17, 17, 17), (0, 0, 9, 9))
    for _ in range(40):
        body = encode(grey, Format.PNG, sharp=False, over=Over(ground, ((0, 0, 9, 9),)))
        assert encode(grey, Format.PNG, sharp=False) == body
    working = ground.made(Working, "indexed")
    assert working is not None
    assert working.palette.colors == ((17, 17, 17), (255, 255, 255))


@pytest.mark.parametrize(
    ("ink", "at"),
    [("#ff0000ff", (10.0, 40.0)), ("#000000ff", (-8.0, 40.0)), ("#000000ff", (10.0, 5.0))],
)
def test_what_the_mirror_does_not_know_is_painted(
    fonts: FontBook, ink: str, at: tuple[float, float]
) -> None:
    """Inks it never saw and letters over the edge go onto the canvas at once."""
    ground = a_ground()
    canvas = Canvas.on(ground.lend(), 1, Mirror.of(ground))
    canvas.imprint(letters_of(fonts, "left", at), ink)
    assert len(canvas.touched) == 1


def test_a_ground_never_indexed_has_no_mirror() -> None:
    """The first picture on a ground is looked up in full."""
    assert Mirror.of(Ground(Image.new("RGB", (9, 9)))) is None


def test_a_ground_lends_a_copy_and_mends_it() -> None:
    """What was drawn on the copy is gone the next time."""
    ground = a_ground()
    copy = ground.lend()
    copy.paste("red", (3, 3, 60, 50))
    ground.take_back(copy, ((3, 3, 60, 50),))
    again = ground.lend()
    assert again is copy
    assert ground.image.tobytes() == again.tobytes()
    assert ground.lend() is not copy


def test_too_many_colours_over_time_begin_anew(ways: tuple[Renderer, Renderer]) -> None:
    """Inks of hundreds of cards do not fit one palette together; each card still is exact."""
    fast, straight = ways
    text: Text = a_text("Ava", box=(22, 12, 50, 20))
    for step in range(40):
        scene = card(replace(text, ink=f"#{step * 5:02x}{255 - step * 3:02x}{step:02x}ff"))
        assert straight.draw(scene, Format.PNG) == fast.draw(scene, Format.PNG)

"""Films of countdowns: what each second shows, and what the file is made of."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.model.nodes.countdown import Countdown, LabelPlace, Labels
from app.model.rendering import Format
from app.model.scene import Fill, Node, Panel, Picture, Scene
from app.render import FontBook, Renderer
from tests.render.animation.films import (
    DAY,
    HOUR,
    MINUTE,
    PAPER,
    PINE,
    a_countdown,
    a_set,
    frames,
    plain_film,
    seconds,
)
from tests.render.scenes import ASSETS, a_text

LEFT = st.one_of(
    st.integers(1, 75),
    st.integers(HOUR - 20, HOUR + 20),
    st.integers(DAY - 9, DAY + 9),
    st.integers(100 * DAY - 9, 100 * DAY + 9),
    st.integers(1, 300 * DAY),
)
OTHERS: list[tuple[tuple[Node, ...], tuple[Node, ...]]] = [
    ((), ()),
    ((Fill(color="#fff1e0ff", to="#f3a683ff"),), ()),
    ((Picture(asset="photo", box=(0, 0, 300, 70)),), ()),
    ((), (Panel(box=(0, 0, 40, 8), color="#c8553dff"),)),
    ((), (Panel(box=(200, 5, 90, 30), color="#c8553d80"),)),
]


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Draw a scene with a countdown or two."""
    below, above = draw(st.sampled_from(OTHERS))
    count = a_countdown(
        draw(LEFT),
        film_s=draw(st.sampled_from([2, 5, 11, 63])),
        units=draw(st.sampled_from(["dhms", "hms", "ms", "s", "dhm", "m"])),
        fold=draw(st.booleans()),
        split=draw(st.booleans()),
        separator=draw(st.sampled_from(["", ":"])),
        color=draw(st.sampled_from(["", PINE, "#23483f90"])),
        labels=draw(st.sampled_from(list(Labels))),
        label_place=draw(st.sampled_from(list(LabelPlace))),
        language=draw(st.sampled_from(["", "pl", "ar", "ja"])),
        full_frames=draw(st.booleans()),
        restart_s=draw(st.sampled_from([0, DAY])),
        expired=draw(st.sampled_from(["", "Over"])),
    )
    if draw(st.booleans()):
        return a_set(*below, count, *above)
    halves = [
        replace(count, box=(12, 10, 130, 50)),
        replace(count, box=(160, 10, 130, 50), left_s=draw(LEFT)),
    ]
    return a_set(*below, *halves, *above)


@pytest.mark.no_cover
@settings(max_examples=40, deadline=None)
@given(scene=scenes())
def test_a_film_shows_what_drawing_every_second_shows(renderer: Renderer, scene: Scene) -> None:
    """Assembled from parts or drawn in full: the same pixels at each second."""
    film = renderer.draw(scene, Format.GIF)
    shown = seconds(film)
    expected = max(node.film_s for node in scene.nodes if isinstance(node, Countdown))
    assert len(shown) == expected
    assert shown == seconds(plain_film(renderer, scene))


def test_every_second_is_the_picture_of_that_second(renderer: Renderer) -> None:
    """A film without too many colours loses nothing against PNGs of the same moments."""
    count = a_countdown(MINUTE + 5)
    for passed, pixels in enumerate(seconds(renderer.draw(a_set(count), Format.GIF))):
        still = replace(count, left_s=count.left_s - passed)
        with Image.open(BytesIO(renderer.draw(a_set(still), Format.PNG))) as opened:
            assert opened.convert("RGB").tobytes() == pixels, passed


def test_the_first_frame_is_complete(renderer: Renderer) -> None:
    """It covers the canvas and is opaque: Outlook shows no other."""
    for density in (1, 2):
        scene = a_set(a_countdown(), density=density)
        first, *others = frames(renderer.draw(scene, Format.GIF))
        assert first.box == (0, 0, 300 * density, 70 * density)
        assert not first.has_transparency
        assert all(frame.box[2] * frame.box[3] < 3000 * density**2 for frame in others)


@pytest.mark.parametrize("units", ["dhms", "s", "dhm", "d"])
@pytest.mark.parametrize("film_s", [2, 60, 300])
def test_delays_sum_up_to_the_time_shown(renderer: Renderer, units: str, film_s: int) -> None:
    """No frame is shown for less than a second, none is shown for nothing."""
    scene = a_set(a_countdown(400, units=units, film_s=film_s))
    found = list(frames(renderer.draw(scene, Format.GIF)))
    assert sum(frame.delay for frame in found) == film_s * 100
    assert min(frame.delay for frame in found) >= 100
    assert {frame.disposal for frame in found} == {1}
    assert not any(frame.has_transparency for frame in found)
    assert len(found) == film_s if units.endswith("s") else len(found) <= film_s // 60 + 2


def test_a_film_plays_once(renderer: Renderer) -> None:
    """Unless it is told to loop."""
    once = renderer.draw(a_set(a_countdown()), Format.GIF)
    forever = renderer.draw(a_set(a_countdown(loop=True)), Format.GIF)
    assert b"NETSCAPE" not in once
    assert b"NETSCAPE2.0\x03\x01\0\0\0" in forever
    assert seconds(once) == seconds(forever)


def test_full_frames_cover_the_canvas(renderer: Renderer) -> None:
    """Every one of them, for clients that join patches badly."""
    film = renderer.draw(a_set(a_countdown(full_frames=True)), Format.GIF)
    assert {frame.box for frame in frames(film)} == {(0, 0, 300, 70)}


def test_a_minute_rolls_over_in_one_rectangle(renderer: Renderer) -> None:
    """Minutes and seconds change in one frame; there is none without duration."""
    film = renderer.draw(
        a_set(a_countdown(10 * MINUTE + 1, film_s=3, labels=Labels.NONE)), Format.GIF
    )
    _, last_of_minute, roll_over = frames(film)
    assert roll_over.box[2] > 3 * last_of_minute.box[2]
    assert roll_over.delay == 100


def test_what_ends_within_the_film_shows_its_words(renderer: Renderer) -> None:
    """From the deadline on; the last frame stays."""
    scene = a_set(a_countdown(3, film_s=60, expired="This sale is over"))
    film = renderer.draw(scene, Format.GIF)
    over = renderer.draw(a_set(replace(a_countdown(0), expired="This sale is over")), Format.PNG)
    assert [frame.delay for frame in frames(film)] == [100, 100, 100, 5700]
    with Image.open(BytesIO(over)) as opened:
        assert opened.convert("RGB").tobytes() == seconds(film)[-1]


def test_what_ends_without_words_leaves_nothing(renderer: Renderer) -> None:
    """Below it, the scene is as it is."""
    film = renderer.draw(a_set(a_countdown(2)), Format.GIF)
    assert seconds(film)[-1] == Image.new("RGB", (300, 70), PAPER[:7]).tobytes()


def test_a_daily_countdown_begins_again(renderer: Renderer) -> None:
    """After its last second comes the first of the next day."""
    scene = a_set(a_countdown(1, film_s=2, restart_s=DAY))
    first, second = seconds(renderer.draw(scene, Format.GIF))
    fresh = a_set(a_countdown(DAY, film_s=2))
    assert second == seconds(renderer.draw(fresh, Format.GIF))[0]
    assert first != second


def test_a_film_is_the_same_whatever_was_drawn_before(fonts: FontBook) -> None:
    """Bytes depend on the scene alone, and not on what the renderer remembers."""
    wanted = a_set(a_countdown(HOUR + 2, language="pl"))
    first = Renderer(fonts=fonts, picture=ASSETS.get)
    second = Renderer(fonts=fonts, picture=ASSETS.get)
    for left in (59, 61, 5 * DAY, 200 * DAY, HOUR):
        second.draw(a_set(a_countdown(left, language="pl")), Format.GIF)
    assert first.draw(wanted, Format.GIF) == second.draw(wanted, Format.GIF)


@pytest.mark.parametrize("over", [False, True])
def test_names_beside_a_countdown_take_nothing_from_each_other(
    fonts: FontBook, *, over: bool
) -> None:
    """Films of names are those of a renderer that never drew another; also under the digits."""
    box = (0, 20, 300, 60) if over else (0, 0, 300, 20)

    def named(name: str) -> Scene:
        words = a_text(name, box=box, ink="#bb2200ff", size=18)
        return a_set(words, a_countdown(2 * MINUTE + 3, film_s=9))

    used = Renderer(fonts=fonts, picture=ASSETS.get)
    for name in ("Ana", "Wilhelmine", "王小明", "I"):
        fresh = Renderer(fonts=fonts, picture=ASSETS.get)
        assert used.draw(named(name), Format.GIF) == fresh.draw(named(name), Format.GIF)
        assert seconds(used.draw(named(name), Format.GIF)) == seconds(
            plain_film(fresh, named(name))
        )


def test_words_in_place_of_digits_do_not_move(renderer: Renderer) -> None:
    """Neither does what is over, or has no room."""
    for still in (
        a_countdown(stable="Ends Friday"),
        a_countdown(0, expired="Over"),
        a_countdown(film_s=0),
        a_countdown(film_s=1),
    ):
        with Image.open(BytesIO(renderer.draw(a_set(still), Format.GIF))) as opened:
            assert getattr(opened, "n_frames", 1) == 1
    narrow = a_set(a_countdown(box=(0, 0, 3, 3), gap=0))
    assert [frame.delay for frame in frames(renderer.draw(narrow, Format.GIF))] == [1200]


def test_a_countdown_beyond_the_canvas_is_cut(renderer: Renderer) -> None:
    """Frames stay within the canvas."""
    scene = a_set(a_countdown(box=(-40, 40, 400, 60)))
    film = renderer.draw(scene, Format.GIF)
    assert {frame.box for frame in frames(film)} == {(0, 0, 300, 70)}
    assert seconds(film) == seconds(plain_film(renderer, scene))


def test_only_films_are_fleeting(renderer: Renderer) -> None:
    """Their second passes; a still picture may be asked for again."""
    scene = a_set(a_countdown())
    assert renderer.drawing(scene, Format.GIF).is_fleeting
    assert not renderer.drawing(scene, Format.PNG).is_fleeting
    assert not renderer.drawing(a_set(a_countdown(film_s=0)), Format.GIF).is_fleeting


def test_a_missing_picture_is_told_and_not_remembered(fonts: FontBook) -> None:
    """What was skipped may be there at the next film."""
    shelf: dict[str, bytes] = {}
    renderer = Renderer(fonts=fonts, picture=shelf.get)
    scene = a_set(Picture(asset="photo", box=(0, 0, 300, 9)), a_countdown())
    assert renderer.drawing(scene, Format.GIF).skipped == ("photo",)
    shelf["photo"] = ASSETS["photo"]
    assert renderer.drawing(scene, Format.GIF).skipped == ()

"""Texts leave the ink that their styles ask for, in any direction."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.model.nodes.basics import Align, VAlign
from app.model.nodes.text import Style, Text
from app.render import FontBook
from app.render.canvas import Canvas
from app.render.lettering import Letterer
from tests.render.conftest import FONTS
from tests.render.scenes import a_text

WHITE, RED, BLUE = "#ffffffff", "#ff0000ff", "#0000ffff"
LETTERER = Letterer(FontBook(FONTS))
Draw = Callable[..., Image.Image]


@pytest.fixture(scope="module")
def draw(fonts: FontBook) -> Draw:
    """Return what draws a text in black on white, 300 by 100."""
    letterer = Letterer(fonts)

    def drawn(content: str, **changes: object) -> Image.Image:
        fields = {"box": (20, 20, 260, 60), "ink": "#000000ff", "size": 28} | changes
        canvas = Canvas(300, 100, WHITE, 1)
        letterer.draw(canvas, a_text(content, **fields))
        return canvas.image

    return drawn


def inked(image: Image.Image) -> Image.Image:
    """Return where an image is not white, as a mask."""
    white = Image.new("RGB", image.size, "white")
    red, green, blue = ImageChops.difference(image, white).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point(lambda v: 255 if v > 20 else 0)


def dots(image: Image.Image, color: tuple[int, int, int]) -> int:
    """Return how many pixels have a colour."""
    return sum(pixel == color for pixel in image.get_flattened_data())


def test_spans_are_drawn_in_their_inks(draw: Draw) -> None:
    """Each span has its colour; one without has the text's."""
    image = draw("a\x1fb\x1fc", styles=(Style(),) * 3, inks=("", RED, BLUE))
    assert all(dots(image, color) > 5 for color in ((0, 0, 0), (255, 0, 0), (0, 0, 255)))


def test_an_underline_leaves_room_for_what_hangs_down(draw: Draw) -> None:
    """A line under `xxxx` is whole, one under `xjgx` has gaps."""
    gaps = {}
    for word in ("xxxx", "xjgx"):
        image = inked(draw(word, underline=True))
        rows = [image.crop((20, y, 70, y + 1)).tobytes() for y in range(100)]
        gaps[word] = max(row.strip(b"\0").count(b"\xff") for row in rows)
    assert gaps["xjgx"] < gaps["xxxx"]


@pytest.mark.parametrize("text", ["abc def", "שלום עולם", "渡辺さん"])
def test_lines_reach_from_end_to_end(draw: Draw, text: str) -> None:
    """A struck text has one line as wide as itself, also across blanks and from the right."""
    plain, struck = inked(draw(text)).getbbox(), inked(draw(text, strike=True))
    assert plain is not None
    row = max(struck.crop((0, y, 300, y + 1)).tobytes().count(b"\xff") for y in range(100))
    assert row >= plain[2] - plain[0] - 2


def test_spaced_letters_take_more_room(draw: Draw) -> None:
    """Letters stand apart by the share of their size; joined ones stay together."""
    wide = inked(draw("minimum", spacing=0.2)).getbbox()
    plain = inked(draw("minimum")).getbbox()
    assert wide is not None
    assert plain is not None
    assert round(wide[2] - plain[2]) in range(round(6 * 0.2 * 28) - 1, round(6 * 0.2 * 28) + 2)
    assert draw("مرحبا").tobytes() == draw("مرحبا", spacing=0.2).tobytes()


@pytest.mark.parametrize("text", ["Outline", "مرحبا", "渡辺"])
def test_an_outline_lies_around_the_ink(draw: Draw, text: str) -> None:
    """Letters keep their shape; the rim is as wide as it should be on every side."""
    plain = inked(draw(text, ink=BLUE)).getbbox()
    outlined = draw(text, ink=BLUE, outline=3, outline_color=RED)
    rim = inked(outlined).getbbox()
    assert plain is not None
    assert rim is not None
    assert all(abs(abs(a - b) - 3) <= 1 for a, b in zip(plain, rim, strict=True))
    assert dots(outlined, (255, 0, 0)) > 50
    assert dots(outlined, (0, 0, 255)) >= dots(draw(text, ink=BLUE), (0, 0, 255)) * 0.9


def test_a_shadow_falls_where_it_is_told_to(draw: Draw) -> None:
    """An offset shadow is the ink moved; blur spreads it; emoji cast one too."""
    fields: dict[str, object] = {"shadow_color": RED, "shadow": (40, 20, 0)}
    plain, cast = inked(draw("Hi")), draw("Hi", **fields)
    moved = inked(cast).crop((60, 40, 120, 90))
    assert moved.tobytes() == plain.crop((20, 20, 80, 70)).tobytes()
    soft = inked(draw("Hi", **fields | {"shadow": (40, 20, 12)})).getbbox()
    hard = inked(cast).getbbox()
    assert soft is not None
    assert hard is not None
    assert soft[2] > hard[2]
    assert dots(draw("🎉", **fields), (255, 0, 0)) > 100


def test_mixed_sizes_stand_on_one_baseline(draw: Draw) -> None:
    """A larger span ends where a smaller one does: on the line."""
    node = {"styles": (Style(), Style(size=56)), "inks": (RED, BLUE), "box": (20, 10, 260, 80)}
    image = draw("H\x1fH", **node)
    red, _, blue = image.split()
    small = blue.point(lambda v: 255 if v < 128 else 0).getbbox()
    large = red.point(lambda v: 255 if v < 128 else 0).getbbox()
    assert small is not None
    assert large is not None
    assert small[3] == large[3]
    assert large[3] - large[1] > 1.8 * (small[3] - small[1])


def test_a_text_outside_the_canvas_is_nothing(draw: Draw) -> None:
    """A box that is somewhere else draws nothing, with a shadow or without."""
    for box in ((400, 0, 100, 40), (0, -300, 100, 40)):
        assert inked(draw("Hi", box=box, shadow_color=RED, shadow=(1, 1, 4))).getbbox() is None


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "e" + "\u0301" * 10_000, "\u202e" * 500_000 + "שx" * 10, "\x1f" * 5000],
)
def test_hostile_names_are_drawn_in_bounds(fonts: FontBook, text: str) -> None:
    """A name of any length and kind leaves ink in its box and a little around, no more."""
    canvas = Canvas(400, 200, WHITE, 2)
    node = Text(content=text, box=(50, 30, 100, 40), ink="#000000ff", size=16, lines=2)
    Letterer(fonts).draw(canvas, node)
    box = inked(canvas.image).getbbox() or (100, 60, 101, 61)
    assert box[0] >= 100 - 20
    assert box[2] <= 300 + 20
    assert box[1] >= 60 - 40
    assert box[3] <= 140 + 40


@given(
    content=st.text(max_size=120),
    styles=st.lists(
        st.builds(
            Style, size=st.integers(0, 60), weight=st.sampled_from([0, 700]),
            underline=st.booleans(), strike=st.booleans(),
        ),
        max_size=3,
    ),
    box=st.tuples(*[st.integers(-50, 200)] * 2, *[st.integers(1, 300)] * 2),
    looks=st.fixed_dictionaries({
        "lines": st.integers(1, 4), "size": st.integers(1, 60), "spacing": st.floats(-0.2, 2),
        "outline": st.floats(0, 20), "outline_color": st.sampled_from(["", RED]),
        "shadow": st.tuples(*[st.integers(-100, 100)] * 3),
        "shadow_color": st.sampled_from(["", BLUE]), "align": st.sampled_from(Align),
        "valign": st.sampled_from(VAlign), "language": st.sampled_from(["", "ja", "th", "x-%"]),
    }),
)  # fmt: skip
@settings(max_examples=120, deadline=None)
def test_any_text_is_drawn(
    content: str, styles: list[Style], box: tuple[int, int, int, int], looks: dict[str, object]
) -> None:
    """Whatever a text says and however it is dressed: the same pixels twice, and no error."""
    node = Text(
        content=content.replace("|", "\x1f"), styles=tuple(styles), box=box, ink="#00000080",
        min_size=1, **looks,  # type: ignore[arg-type]  # a builder takes any field
    )  # fmt: skip
    drawn = []
    for _ in range(2):
        canvas = Canvas(160, 90, WHITE, 1)
        LETTERER.draw(canvas, node)
        drawn.append(canvas.picture.tobytes())
    assert drawn[0] == drawn[1]

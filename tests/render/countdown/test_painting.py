"""Where the parts of a countdown stand, and what is painted."""

from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.model.nodes.basics import Box
from app.model.nodes.countdown import Countdown, LabelPlace, Labels
from app.model.rendering import Format
from app.model.scene import Scene
from app.render import Renderer
from app.render.canvas import Canvas
from app.render.countdown.layout import Layout, arrange
from app.render.countdown.painting import Face, PartKind, face_of
from tests.render.animation.films import DAY, INK, PAPER, a_countdown, a_set

WHITE = "#ffffffff"


def face(renderer: Renderer, node: Countdown, density: int = 2) -> Face:
    """Return the face of a countdown that has room."""
    found = face_of(renderer._painter.brush(Canvas(8, 8, WHITE, density)), node)
    assert found is not None
    return found


def layout(renderer: Renderer, node: Countdown, density: int = 2) -> Layout:
    """Return where everything stands."""
    found = arrange(node, density, renderer._painter.brush(Canvas(8, 8, WHITE, density)).letterer)
    assert found is not None
    return found


def drawn(renderer: Renderer, node: Countdown, density: int = 2) -> Image.Image:
    """Return a countdown alone on paper."""
    scene = Scene(width=640, height=200, density=density, background=PAPER, nodes=(node,))
    with Image.open(BytesIO(renderer.draw(scene, Format.PNG))) as opened:
        return opened.convert("RGB")


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share a pixel."""
    across = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    return across and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]


@settings(max_examples=60, deadline=None)
@given(
    size=st.tuples(st.integers(60, 640), st.integers(24, 180)),
    left=st.sampled_from([5, DAY, 200 * DAY]),
    gap=st.integers(0, 30),
    units=st.sampled_from(["dhms", "hm", "s"]),
    labels=st.sampled_from(list(Labels)),
    place=st.sampled_from(list(LabelPlace)),
    language=st.sampled_from(["en", "el", "ar", "ta"]),
    label_size=st.integers(1, 100),
)
def test_parts_lie_in_the_box_and_apart(
    renderer: Renderer,
    *,
    size: tuple[int, int],
    left: int,
    gap: int,
    units: str,
    labels: Labels,
    place: LabelPlace,
    language: str,
    label_size: int,
) -> None:
    """A part is replaced without touching its neighbours, or what surrounds the countdown."""
    node = a_countdown(
        left, box=(20, 10, *size), gap=gap, units=units, labels=labels, label_place=place,
        language=language, label_size=label_size,
    )  # fmt: skip
    boxes = [part.box for part in face(renderer, node).parts]
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    reach = gap // 2 * 2 + 2
    for x, y, width, height in boxes:
        assert x >= 40 - reach
        assert x + width <= (20 + size[0]) * 2 + reach
        assert y >= 20
        assert y + height <= (10 + size[1]) * 2


@pytest.mark.parametrize("density", [1, 2])
def test_nothing_is_painted_outside_of_the_box(renderer: Renderer, density: int) -> None:
    """Neither cells nor digits nor names."""
    node = a_countdown(box=(80, 40, 480, 110), border=2, border_color=INK, separator=":")
    blank = Image.new("RGB", (640 * density, 200 * density), PAPER[:7])
    inked = ImageChops.difference(drawn(renderer, node, density), blank).getbbox()
    assert inked is not None
    x, y, width, height = (side * density for side in node.box)
    assert inked[0] >= x
    assert inked[1] >= y
    assert inked[2] <= x + width
    assert inked[3] <= y + height


def test_units_follow_the_direction_of_the_language(renderer: Renderer) -> None:
    """Days stand where reading begins; a number is written from its tens on."""
    for language, sign in (("en", 1), ("ar", -1), ("he", -1)):
        cells = layout(renderer, a_countdown(language=language)).cells
        lefts = [cell.box[0] * sign for cell in cells]
        assert lefts == sorted(lefts)
        assert all(cell.slots[0][0] < cell.slots[1][0] for cell in cells)


def test_digits_do_not_jump(renderer: Renderer) -> None:
    """Each has a slot of its own, as wide as the widest digit."""
    found = layout(renderer, a_countdown(font="display"))
    slots = [slot for cell in found.cells for slot in cell.slots]
    assert len({(width, height, y) for _, y, width, height in slots}) == 1
    assert {mask.size for mask in found.glyphs.masks.values()} == {slots[0][2:]}


def test_many_days_make_all_digits_smaller(renderer: Renderer) -> None:
    """So that three fit where two did, and all look alike."""
    box = (0, 0, 300, 90)
    few, many = (layout(renderer, a_countdown(days * DAY, box=box)) for days in (9, 999))
    assert len(many.cells[0].slots) == 3
    assert many.size < few.size


def test_a_size_is_kept_where_it_fits(renderer: Renderer) -> None:
    """And is the largest that fits where it does not."""
    box = (0, 0, 600, 100)
    fitting = layout(renderer, a_countdown(box=box)).size
    assert layout(renderer, a_countdown(box=box, size=20)).size == 40
    assert layout(renderer, a_countdown(box=box, size=400)).size == fitting


def test_long_names_give_way_to_short_ones(renderer: Renderer) -> None:
    """Rather than to be cut."""
    wide = layout(renderer, a_countdown(box=(0, 0, 600, 90), language="el", label_size=13))
    narrow = layout(renderer, a_countdown(box=(0, 0, 170, 90), language="el", label_size=13))
    assert wide.labels is Labels.LONG
    assert narrow.labels in (Labels.SHORT, Labels.NARROW)


def test_low_boxes_have_no_names(renderer: Renderer) -> None:
    """Digits come first."""
    found = layout(renderer, a_countdown(box=(0, 0, 300, 20), label_size=13))
    assert all(cell.label is None for cell in found.cells)
    kinds = {part.kind for part in face(renderer, a_countdown(labels=Labels.NONE)).parts}
    assert kinds == {PartKind.DIGIT}


def test_a_smaller_unit_is_not_shown_where_it_was_not_asked(renderer: Renderer) -> None:
    """Between two minutes the picture without seconds is the same."""
    node = a_countdown(DAY - 60, units="dhm")
    same = [drawn(renderer, replace(node, left_s=node.left_s - passed)) for passed in (0, 1, 59)]
    assert same[0].tobytes() == same[1].tobytes() == same[2].tobytes()
    assert drawn(renderer, replace(node, left_s=node.left_s - 60)).tobytes() != same[0].tobytes()


def test_words_stand_on_one_ground(renderer: Renderer) -> None:
    """The deadline, and the end: in the ink of the digits on the colour of the cells."""
    for words in ({"stable": "Ends Friday"}, {"expired": "Over", "left_s": 0}):
        node = replace(a_countdown(box=(80, 40, 480, 110)), **words)  # type: ignore[arg-type]  # texts and a number
        picture = drawn(renderer, node)
        assert picture.getpixel((170, 100)) == (0x23, 0x48, 0x3F)
        assert (255, 255, 255) in {color for _, color in picture.getcolors(4096) or ()}
    nothing = drawn(renderer, a_countdown(0))
    assert len(nothing.getcolors() or ()) == 1


def test_what_has_no_room_is_not_painted(renderer: Renderer) -> None:
    """Nor does it raise."""
    for box in ((0, 0, 0, 0), (0, 0, 3, 40), (5, 5, 100, 0), (0, 0, -4, 20)):
        for words in ("", "Over"):
            drawn(renderer, a_countdown(box=box, stable=words))


def test_a_still_has_few_colors(renderer: Renderer) -> None:
    """A palette holds a countdown with all its edges, and room is left for the rest."""
    scene = a_set(a_countdown(split=True, border=2, border_color=INK), density=2)
    with Image.open(BytesIO(renderer.draw(scene, Format.PNG))) as opened:
        assert len(opened.convert("RGB").getcolors() or range(999)) < 128


def test_names_stay_close_to_digits_without_a_ground(renderer: Renderer) -> None:
    """However high the box; the digits and their names stand in its middle."""
    node = a_countdown(box=(0, 0, 320, 160), size=30, color="")
    cell = layout(renderer, node, density=1).cells[0]
    assert cell.label is not None
    digits_end = cell.slots[0][1] + cell.slots[0][3]
    assert cell.label[1] - digits_end < cell.slots[0][3] / 2
    above, below = cell.box[1], 160 - cell.label[1] - cell.label[3]
    assert abs(above - below) <= 1
    high = layout(renderer, replace(node, color="#000000ff"), density=1).cells[0]
    assert high.box[1] == 0

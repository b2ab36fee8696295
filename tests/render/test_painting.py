"""Shapes lie where the scene says, within limits."""

from dataclasses import replace

import pytest
from PIL import Image

from app.errors import RenderError
from app.model.rendering import Format
from app.model.scene import Fill, Line, Map, Node, Panel, Picture, Progress, Scene
from app.render import FontBook
from app.render.atlas import Atlas
from app.render.icons import IconShelf
from app.render.lettering import Letterer
from app.render.maps.area import Cartographer
from app.render.painting import Painter
from app.render.pictures import Gallery
from tests.render.scenes import ACCENT, ASSETS, INK, a_scene, a_text

RED, BLUE, WHITE = "#ff0000ff", "#0000ffff", (255, 255, 255)


@pytest.fixture
def painter(fonts: FontBook) -> Painter:
    """Return a painter with the test's assets."""
    return Painter(Letterer(fonts), Gallery(ASSETS.get), IconShelf(), Cartographer(Atlas()))


def painted(painter: Painter, *nodes: Node, **size: int) -> Image.Image:
    """Return the pixels of a scene of these nodes."""
    return painter.paint(a_scene(*nodes, **size), Format.PNG).canvas.picture


def test_a_fill_covers_everything(painter: Painter) -> None:
    """One colour, or a gradient from top to bottom; alpha shows the ground."""
    assert painted(painter, Fill(color=RED)).getcolors() == [(7200, (255, 0, 0))]
    image = painted(painter, Fill(color=RED, to=BLUE))
    top, bottom = image.getpixel((0, 0)), image.getpixel((119, 59))
    assert top[0] > 250
    assert top[2] < 5
    assert bottom[2] > 250
    assert bottom[0] < 5
    half = painted(painter, Fill(color="#ff000080", to="#0000ff80")).getpixel((0, 0))
    assert half[0] >= 254
    assert 120 < half[1] < 135


def test_a_panel_has_round_corners_and_a_border(painter: Painter) -> None:
    """Corners show the ground, the border lies inside, the middle is filled."""
    panel = Panel(box=(10, 10, 60, 40), color=RED, radius=12, border=2, border_color=BLUE)
    image = painted(painter, panel)
    assert [image.getpixel(at) for at in ((10, 10), (40, 11), (40, 30), (69, 30), (70, 30))] == [
        WHITE,
        (0, 0, 255),
        (255, 0, 0),
        (0, 0, 255),
        WHITE,
    ]


def test_a_panel_without_colour_is_only_a_border(painter: Painter) -> None:
    """An empty colour fills nothing; a border as wide as the panel fills it."""
    image = painted(painter, Panel(box=(10, 10, 60, 40), border=1, border_color=BLUE))
    assert image.getpixel((40, 30)) == WHITE
    image = painted(painter, Panel(box=(10, 10, 8, 8), border=4, border_color=BLUE))
    assert image.getpixel((13, 13)) == (0, 0, 255)


def test_edges_are_smooth(painter: Painter) -> None:
    """Round corners have many shades, straight edges none."""
    assert len(painted(painter, Panel(box=(10, 10, 60, 40), color=RED)).getcolors(999)) == 2
    assert (
        len(painted(painter, Panel(box=(10, 10, 60, 40), color=RED, radius=15)).getcolors(999)) > 8
    )


@pytest.mark.parametrize(
    "points", [(10, 20, 100, 20), (100, 20, 10, 20), (50, 5, 50, 50), (50, 50, 50, 5)]
)
def test_level_lines_are_sharp(painter: Painter, points: tuple[int, int, int, int]) -> None:
    """Level and upright lines lie on whole pixels."""
    assert len(painted(painter, Line(points=points, color=RED)).getcolors(99)) == 2


def test_a_slanted_line_joins_its_ends(painter: Painter) -> None:
    """The middle of a slanted line is painted, off the line is not."""
    image = painted(painter, Line(points=(10, 10, 110, 50), color=RED, width=4))
    assert image.getpixel((60, 30)) == (255, 0, 0)
    assert image.getpixel((60, 10)) == WHITE
    assert painted(painter, Line(points=(-50, -50, -10, -20), color=RED, width=4)).getcolors() == [
        (7200, WHITE)
    ]
    assert painted(painter, Line(points=(0, 0, 9, 9), color=RED, width=0)).getcolors() == [
        (7200, WHITE)
    ]


@pytest.mark.parametrize(
    ("value", "at_start", "at_end"),
    [
        (0, WHITE, WHITE),
        (500, (255, 0, 0), (0, 0, 255)),
        (1000, (255, 0, 0), (255, 0, 0)),
        (5000, (255, 0, 0), (255, 0, 0)),
        (-3, WHITE, WHITE),
    ],
)
def test_progress_fills_its_share(
    painter: Painter, value: int, at_start: tuple[int, ...], at_end: tuple[int, ...]
) -> None:
    """`value` per mille of the track is filled, less and more are cut."""
    bar = Progress(box=(10, 10, 100, 10), value=value, color=RED, track=BLUE)
    image = painted(painter, bar)
    expected = [(0, 0, 255) if at == WHITE else at for at in (at_start, at_end)]
    assert expected == [image.getpixel(at) for at in ((20, 15), (100, 15))]
    assert image.getpixel((10, 10)) == WHITE


def test_a_progress_that_has_just_begun_stays_inside_its_track(painter: Painter) -> None:
    """One per mille is a cap, inside the round end; a radius makes ends squarer."""
    bar = Progress(box=(10, 10, 100, 10), value=1, color=RED, track=BLUE, radius=1)
    image = painted(painter, bar)
    assert image.getpixel((14, 15)) == (255, 0, 0)
    assert image.getpixel((30, 15)) == (0, 0, 255)


EMPTY: list[Node] = [
    Panel(box=(0, 0, 0, 10), color=RED),
    Panel(box=(0, 0, -5, 10), color=RED, radius=4),
    Panel(box=(0, 0, 10, 10), color="#ff000000"),
    Panel(box=(500, 500, 10, 10), color=RED),
    Panel(box=(500, 500, 10, 10), color=RED, radius=3, to=BLUE),
    Progress(box=(0, 0, 0, 0), value=500, color=RED, track=BLUE),
    Picture(asset="photo", box=(0, 0, 0, 0)),
    Map(box=(0, 0, 0, 0), bearing=0, distance_m=1, label="x", ink=INK, ground=RED, accent=ACCENT),
    a_text("   "),
    a_text("Hi", box=(0, 0, 0, 10)),
    a_text("Hi", box=(900, 900, 50, 10)),
]


@pytest.mark.parametrize("node", EMPTY)
def test_what_has_no_room_draws_nothing(painter: Painter, node: Node) -> None:
    """Empty, transparent and outlying layers leave the ground as it was."""
    assert painted(painter, node).getcolors() == [(7200, WHITE)]


@pytest.mark.parametrize("side", [(14, 12), (40, 30), (90, 20), (20, 90), (200, 200)])
@pytest.mark.parametrize("ground", ["#202830ff", "#f0f0f0ff"])
def test_a_map_of_any_shape_is_drawn(painter: Painter, side: tuple[int, int], ground: str) -> None:
    """Small, flat, narrow, dark or bright: the pin and the reader find room."""
    for bearing in range(0, 360, 30):
        node = Map(
            box=(0, 0, *side),
            bearing=bearing,
            distance_m=400_000,
            label="400 km",
            ink=INK,
            ground=ground,
            accent=ACCENT,
        )
        image = painted(painter, node, width=200, height=200)
        reddest = max(red - blue for _, (red, _, blue) in image.getcolors(99999) or [])
        assert reddest > 40


def test_a_skipped_asset_is_named(painter: Painter) -> None:
    """Missing and broken assets are told, the rest is drawn."""
    nodes = [Picture(asset=name, box=(0, 0, 20, 20)) for name in ("none", "broken", "photo")]
    assert painter.paint(a_scene(*nodes), Format.PNG).skipped == ("none", "broken")


WHOLE = a_scene(Panel(box=(0, 0, 9, 9), color=RED))


@pytest.mark.parametrize(
    "scene",
    [
        replace(WHOLE, width=0),
        replace(WHOLE, width=1, height=1),
        replace(WHOLE, width=5000),
        replace(WHOLE, width=4000, height=4000),
        replace(WHOLE, density=0),
        replace(WHOLE, density=9),
        replace(WHOLE, density=True),
        replace(WHOLE, width=float("nan")),  # type: ignore[arg-type]
        replace(WHOLE, nodes=WHOLE.nodes * 51),
        replace(WHOLE, background="white"),
        a_scene(Panel(box=(0, 0, 9000, 9), color=RED)),
        a_scene(Panel(box=(0, 0, 8000, 8000), color=RED)),
        a_scene(Panel(box=(0, 0, 9), color=RED)),  # type: ignore[arg-type]
        a_scene(Panel(box=(0, 0, True, 9), color=RED)),
        a_scene(Panel(box=(0, 0, 1.5, 9), color=RED)),  # type: ignore[arg-type]
        a_scene(Panel(box=(0, 0, 9, 9), color="#ff00")),
        a_scene(Panel(box=(0, 0, 9, 9), color="#gggggg")),
        a_scene(Panel(box=(0, 0, 9, 9), color=RED, radius=99999)),
        a_scene(Line(points=[0, 0, 9, 9], color=RED)),  # type: ignore[arg-type]
        a_scene(a_text(line_height=float("nan"))),
        a_scene(a_text(size=10**9)),
        a_scene(
            Map(
                box=(0, 0, 9, 9),
                bearing=0,
                distance_m=-1,
                label="",
                ink=INK,
                ground=RED,
                accent=RED,
            )
        ),
        a_scene(Picture(asset="photo", box=(0, 0, 9, 9), focus=(1, 2, 3))),  # type: ignore[arg-type]
    ],
)
def test_what_is_out_of_bounds_is_refused(painter: Painter, scene: Scene) -> None:
    """Nothing but plain integers within limits reaches the drawing code."""
    with pytest.raises(RenderError):
        painter.paint(scene, Format.PNG)

"""Maps: true directions, labels that stand on nothing, one picture for neighbours."""

from math import atan2, degrees, hypot
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.model.nodes.area import STEPS, Area
from app.model.nodes.map import Map
from app.model.rendering import Format
from app.model.scene import Scene
from app.model.tiling import grid
from app.render import FontBook, Renderer
from app.render.atlas import Atlas, City, Layer, Part, pack, pack_cities
from app.render.canvas import Canvas
from app.render.elements import area as area_look
from app.render.elements import map as map_look
from app.render.elements.brush import Brush
from app.render.icons import IconShelf
from app.render.lettering import Letterer
from app.render.maps.area import Cartographer, Colors
from app.render.maps.clipping import frame_of, lines_within, polygon_within
from app.render.maps.framing import framed, places
from app.render.maps.labels import Labelling, overlap
from app.render.maps.placing import label_pins
from app.render.maps.projection import View
from app.render.maps.schematic import planned
from app.render.pictures import Gallery
from tests.render.scenes import ACCENT, ASSETS, INK, a_scene
from tests.render.test_html import html

ATLAS = Atlas()
GROUND = "#e9e2d3ff"
STORES = st.lists(
    st.tuples(st.integers(0, 359), st.integers(0, 900_000)), min_size=1, max_size=8
).map(lambda stores: sorted(stores, key=lambda store: store[1]))
PLACES = st.tuples(st.floats(-70, 75), st.floats(-180, 180))


def a_map(stores: list[tuple[int, int]], **fields: object) -> Map:
    """Return a schematic of stores."""
    (bearing, distance), *rest = stores
    given: dict[str, object] = {
        "box": (0, 0, 300, 160), "bearing": bearing, "distance_m": distance, "label": "1.2 km",
        "others": tuple(number for store in rest for number in store),
        "other_labels": tuple(f"{metres / 1000:.1f} km" for _, metres in rest),
        "rings_m": (100, 1000, 10_000, 100_000), "ring_labels": ("100 m", "1 km", "10 km", "x"),
        "ink": INK, "ground": GROUND, "accent": ACCENT,
    }  # fmt: skip
    return Map(**(given | fields))  # type: ignore[arg-type]


def an_area(*stores: tuple[float, float], **fields: object) -> Area:
    """Return a map of the country around stores."""
    flat = tuple(round(value * STEPS) for store in stores for value in store)
    given: dict[str, object] = {
        "box": (0, 0, 300, 160), "stores": flat, "labels": ("1.2 km",) * len(stores), "ink": INK,
        "ground": GROUND, "accent": ACCENT,
    }  # fmt: skip
    return Area(**(given | fields))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def brush() -> Brush:
    """Return a brush for a map of 300 by 160 pixels."""
    fonts = FontBook(Path(__file__).parents[2] / "static" / "fonts")
    canvas = Canvas(300, 160, GROUND, 1)
    return Brush(canvas, Letterer(fonts), Gallery(ASSETS.get), IconShelf(), Cartographer(ATLAS))


@settings(max_examples=200, deadline=None)
@given(STORES, st.integers(60, 600), st.integers(60, 400))
def test_directions_are_true(stores: list[tuple[int, int]], width: int, height: int) -> None:
    """Every pin stands in its store's direction from the reader, and both are in the box."""
    plan = planned(a_map(stores, box=(0, 0, width, height)))

    assert 0 <= plan.reader[0] <= width
    assert 0 <= plan.reader[1] <= height
    for (bearing, _), tip in zip(stores, plan.tips, strict=True):
        x, y = tip[0] - plan.reader[0], plan.reader[1] - tip[1]
        assert abs((degrees(atan2(x, y)) - bearing + 180) % 360 - 180) < 0.01
        assert -1 <= tip[0] <= width + 1
        assert -1 <= tip[1] <= height + 1


@settings(max_examples=100, deadline=None)
@given(STORES)
def test_a_ring_parts_the_near_from_the_far(stores: list[tuple[int, int]]) -> None:
    """A store that is nearer than a ring says stands within it, the others beyond."""
    node = a_map([store for store in stores if store[1] >= 50] or [(0, 900)])
    plan = planned(node)
    distances = [node.distance_m, *node.others[1::2]]
    known = dict(zip(node.ring_labels, node.rings_m, strict=True))

    for ring in plan.rings:
        for tip, metres in zip(plan.tips, distances, strict=True):
            away = hypot(tip[0] - plan.reader[0], tip[1] - plan.reader[1])
            assert (away <= ring.radius + 0.01) == (metres <= known[ring.label]) or (
                abs(away - ring.radius) < 0.01
            )


@pytest.mark.parametrize("turn", range(0, 360, 30))
def test_labels_never_stand_on_each_other(brush: Brush, turn: int) -> None:
    """However many stores there are, a label hides next to nothing of others and of pins."""
    node = a_map([((turn + 37 * n) % 360, 400 + 1900 * n) for n in range(8)])
    plan = planned(node)
    labelling = Labelling(brush, (300, 160), GROUND, INK, is_lone=False)
    label_pins(labelling, plan.tips, (node.label, *node.other_labels), plan.size)
    labels = labelling.obstacles[len(plan.tips) :]

    assert labels
    for place, label in enumerate(labels, len(plan.tips)):
        hidden = sum(overlap(label, other) for other in labelling.obstacles[:place])
        assert hidden <= 0.02 * label[2] * label[3]


@given(PLACES, st.floats(0.05, 4), st.floats(0, 1), st.floats(0, 1))
def test_a_pixel_is_a_place_and_back(
    middle: tuple[float, float], scale: float, x: float, y: float
) -> None:
    """The projection can be undone."""
    view = View(*middle, scale, 300, 160)
    back = view.at(*view.place(x * 300, y * 160))

    assert back == pytest.approx((x * 300, y * 160), abs=0.01)


@settings(max_examples=200, deadline=None)
@given(PLACES, st.lists(st.tuples(st.floats(-8, 8), st.floats(-8, 8)), max_size=4))
def test_everything_that_is_shown_is_in_view(
    first: tuple[float, float], others: list[tuple[float, float]]
) -> None:
    """Stores that are not half a world apart all stand inside, with room for their pins."""
    stores = [first, *((first[0] + y, first[1] + x) for y, x in others if abs(first[0] + y) < 75)]
    view = framed(an_area(*stores))

    for lat, lon in stores:
        x, y = view.at(lat, lon)
        assert 8 <= x <= 292
        assert 25 <= y <= 157


def test_neighbours_share_a_picture() -> None:
    """Readers a few streets apart see the same view of a store."""
    views = {
        framed(an_area((40.7231, -74.0008), reader=(409_000 + 10 * n, -740_500))) for n in range(30)
    }

    assert len(views) <= 3


def test_far_readers_are_left_out() -> None:
    """A reader on the other side of the world does not shrink the map to a dot."""
    view = framed(an_area((40.7, -74.0), reader=(-338_000, 1_512_000)))

    assert view.width / view.scale < 200


def test_known_land_and_water(brush: Brush) -> None:
    """Manhattan is land, the Atlantic is water, over the date line too."""
    colors = Colors("#ffffffff", "#000000ff", "#ffffffff")
    for (lat, lon), land in (
        ((40.78, -73.96), True), ((40.3, -73.4), False), ((-17.8, 178.0), True),
        ((-17.8, -179.0), False), ((42.5, 51.0), False), ((46.0, 7.0), True),
    ):  # fmt: skip
        picture = brush.cartographer.area(View(lat, lon, 2.0, 40, 40), colors, 1)
        assert (picture.getpixel((20, 20)) == (255, 255, 255)) == land, (lat, lon)


def test_pictures_of_areas_are_bounded() -> None:
    """Maps at many places do not fill the memory, and one is drawn once."""
    cartographer = Cartographer(ATLAS, keep_bytes=100_000)
    colors = Colors("#ffffffff", "#000000ff", "#ffffffff")
    for lon in range(20):
        cartographer.area(View(50.0, float(lon), 1.0, 90, 60), colors, 1)

    assert cartographer._drawn.currsize <= 100_000
    view = View(50.0, 19.0, 1.0, 90, 60)
    assert cartographer.area(view, colors, 1) is cartographer.area(view, colors, 1)


def test_the_world_is_packed_and_unpacked(tmp_path: Path) -> None:
    """Lines, rings with holes and cities come back as they were."""
    ring = ((0, 0), (2000, 0), (2000, 2000), (0, 0))
    parts = [
        Part(layer=Layer.LAND, cell=(-1, 2), is_hole=False, points=ring),
        Part(layer=Layer.LAND, cell=(-1, 2), is_hole=True, points=((5, 5), (9, 5), (9, 9), (5, 5))),
        Part(layer=Layer.BORDERS, cell=(35, 2), is_hole=False, points=((0, 0), (-3, 7))),
    ]
    (tmp_path / "world.xz").write_bytes(pack(parts))
    (tmp_path / "cities.xz").write_bytes(pack_cities([(1.5, 179.5, "Østby"), (1.2, 3.0, "B")]))
    atlas = Atlas(tmp_path)
    land = list(atlas.shapes(Layer.LAND, (-5, 10, -1, 14)))

    assert [shape.is_hole for shape in land] == [False, True]
    assert (land[0].lons[1], land[0].lats[2]) == (0.0, 15.0)
    (border,) = atlas.shapes(Layer.BORDERS, (-184, 11, -181, 12))
    assert border.lons[0] == -185.0
    assert atlas.cities((178, 0, 182, 2)) == [City(1.5, 179.5, "Østby")]


def test_streets_where_there_are_tiles(renderer: Renderer) -> None:
    """All tiles make a street map; one too few, and the country is drawn instead."""
    found = grid(40.7231, -74.0008, 14, 300, 160)
    tiles = ("photo",) * (found.columns * found.rows)
    streets = an_area((40.7231, -74.0008), zoom=14, tiles=tiles, credit="© Maps")
    country = an_area((40.7231, -74.0008), zoom=14, tiles=tiles[:-1], credit="© Maps")
    plain = an_area((40.7231, -74.0008))

    drawn = [renderer.draw(a_scene(n, width=300, height=160), Format.PNG) for n in (country, plain)]
    assert drawn[0] == drawn[1]
    assert renderer.draw(a_scene(streets, width=300, height=160), Format.PNG) != drawn[0]


def test_a_tile_that_went_is_named(renderer: Renderer) -> None:
    """A street map with a hole counts as incomplete."""
    found = grid(40.7231, -74.0008, 14, 300, 160)
    node = an_area((40.7231, -74.0008), zoom=14, tiles=("gone",) * (found.columns * found.rows))

    assert renderer.drawing(a_scene(node, width=300, height=160), Format.PNG).skipped == ("gone",)


@pytest.mark.parametrize("side", [(1, 1), (9, 300), (300, 9), (71, 71)])
def test_small_maps(brush: Brush, side: tuple[int, int]) -> None:
    """A map in any box is drawn, and nowhere else."""
    for node in (a_map([(40, 900)], box=(5, 5, *side)), an_area((52.5, 13.4), box=(5, 5, *side))):
        canvas = Canvas(320, 320, "#ffffffff", 1)
        look = map_look if isinstance(node, Map) else area_look
        look.paint(brush.on(canvas), node)  # type: ignore[arg-type]
        blank = Canvas(320, 320, "#ffffffff", 1).picture
        changed = ImageChops.difference(canvas.picture, blank).getbbox() or (5, 5, 5, 5)
        assert (changed[0], changed[1]) >= (5, 5)
        assert changed[2] <= 5 + side[0]
        assert changed[3] <= 5 + side[1]


def test_maps_in_mails() -> None:
    """In HTML a map is its labels, each behind a pin."""
    markup = html(a_scene(an_area((52.5, 13.4), labels=("Mitte · 1 km",))))

    assert "📍 Mitte · 1 km" in markup
    assert "📍" not in html(a_scene(an_area((52.5, 13.4), labels=())))
    assert places((1, 2)) == [(0.0001, 0.0002)]


POINTS = st.lists(
    st.tuples(st.floats(-1e6, 1e6, width=32), st.floats(-1e6, 1e6, width=32)),
    min_size=3,
    max_size=12,
)
FRAME = frame_of(300, 160)


@settings(deadline=None)
@given(POINTS)
def test_nothing_far_outside_reaches_what_draws(points: list[tuple[float, float]]) -> None:
    """What is kept of a polygon or a line lies within the frame."""
    kept = polygon_within(points, FRAME)
    for line in lines_within(points, FRAME):
        assert len(line) >= 2
        kept += line

    assert all(-65 <= x <= 365 and -65 <= y <= 225 for x, y in kept)


@pytest.mark.no_cover
@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(-900, 900), st.integers(-900, 900)), min_size=3, max_size=7))
def test_what_is_in_sight_is_drawn_as_it_was(points: list[tuple[int, int]]) -> None:
    """A cut polygon or line looks like the whole one."""
    pictures = []
    for cut in (True, False):
        picture = Image.new("L", (300, 160))
        brush = ImageDraw.Draw(picture)
        ring = polygon_within(points, FRAME) if cut else points
        if len(ring) >= 3:
            brush.polygon(ring, fill=120)
        for line in lines_within(points, FRAME) if cut else [points]:
            brush.line(line, fill=255, width=3)
        pictures.append(picture)
    difference = ImageChops.difference(*pictures).filter(ImageFilter.MinFilter(5))

    assert difference.getbbox() is None  # but for edges that were rounded otherwise


def test_half_a_place_is_none(brush: Brush) -> None:
    """A scene that is not ours is drawn without its map, not broken."""
    canvas = Canvas(320, 320, "#ffffffff", 1)
    area_look.paint(brush.on(canvas), an_area((52.5, 13.4), stores=(1,)))

    assert canvas.picture.getcolors() == [(320 * 320, (255, 255, 255))]


def test_a_store_out_of_view_is_not_shown(brush: Brush) -> None:
    """With an extent, a store beyond the edge leaves neither pin nor label."""
    pictures = []
    for stores in (((52.5, 13.4), (48.1, 11.6)), ((52.5, 13.4),)):
        canvas = Canvas(300, 160, "#ffffffff", 1)
        area_look.paint(brush.on(canvas), an_area(*stores, extent_km=200))
        pictures.append(canvas.picture.tobytes())

    assert pictures[0] == pictures[1]


def test_a_map_too_small_for_its_rings_is_drawn(renderer: Renderer) -> None:
    """A ring smaller than its own edge is all edge."""
    for side in range(1, 9):
        for distance_m in (0, 1, 100, 20_000_000):
            node = Map(
                box=(0, 0, side, side), bearing=10, distance_m=distance_m, label="",
                ink="#000000ff", ground="#ffffffff", accent="#ff0000ff",
            )  # fmt: skip
            for density in (1, 2, 3):
                scene = Scene(width=8, height=8, nodes=(node,), density=density)
                assert renderer.draw(scene, Format.PNG)

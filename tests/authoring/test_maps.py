"""Maps: which stores they show, in which style, and what is refused."""

from collections.abc import Mapping

import pytest

from app.authoring.shown_stores import _NICE
from app.decide.fields import converted
from app.model.facts import Item, Missing, Value, Why
from app.model.nodes.area import Area
from app.model.nodes.map import Map
from app.model.tiling import grid
from tests.authoring.askers import DictAsker
from tests.authoring.blocks import drawn_one
from tests.authoring.test_lint_layout import warned

BOX = [0, 0, 300, 160]
NEW_YORK = {"lat": 40.7231, "lon": -74.0008, "bearing": 41.5, "distance": 3.21, "name": "SoHo"}
BERLIN = {"lat": 52.52, "lon": 13.4, "bearing": 190.0, "distance": 9.5, "name": "Mitte"}
UNPLACED = {"lat": Missing(Why.ABSENT, "stores"), "lon": 1.0, "name": "Nowhere"}
STORE = {f"store.{name}": value for name, value in NEW_YORK.items()}
STORES = tuple(Item(name="s", fields=fields) for fields in (UNPLACED, NEW_YORK, BERLIN))


class Metric(DictAsker):
    """An asker that writes distances."""

    def format(self, name: str, value: Value | Missing, *args: Value) -> Value | Missing:
        """Write kilometres; roads are measured in them."""
        if name == "road_unit":
            return "km"
        return f"{value:g} km" if name == "distance" else super().format(name, value, *args)


def node(known: Mapping[str, Value | Missing], **fields: object) -> Map | Area | Missing:
    """Return the map as it is drawn with these facts, or why it is not."""
    element = drawn_one(map={"around": "store", "box": BOX, **fields})
    values: dict[str, object] = {}
    for name, expression in element.live:
        value = expression(Metric(known))
        if isinstance(value, Missing):
            return value
        values[name] = converted(type(element.node), name, value)
    kind = type(element.node)
    drawn = {f: getattr(element.node, f) for f in kind.__slots__} | values
    return kind(**drawn)  # type: ignore[return-value]


def test_a_schematic_of_one_store() -> None:
    """Direction, distance, and rings at round distances."""
    shown = node(STORE)

    assert isinstance(shown, Map)
    assert (shown.bearing, shown.distance_m, shown.label) == (42, 3200, "3.21 km")
    assert shown.rings_m == (500, 1000, 2000, 5000)
    assert shown.ring_labels == ("0.5 km", "1 km", "2 km", "5 km")
    assert shown.others == ()


def test_a_schematic_of_several_stores() -> None:
    """The nearest is the one that matters; a store without a place is left out."""
    shown = node({"stores": STORES}, around="stores", limit=5, label="both")

    assert isinstance(shown, Map)
    assert (shown.bearing, shown.label) == (42, "SoHo · 3.21 km")
    assert (shown.others, shown.other_labels) == ((190, 9500), ("Mitte · 9.5 km",))


@pytest.mark.parametrize(
    ("label", "expected"),
    [("distance", "3.21 km"), ("name", "SoHo"), ("both", "SoHo · 3.21 km"), ("none", "")],
)
def test_labels(label: str, expected: str) -> None:
    """A pin is labelled with what was asked for, and reads no more than that."""
    shown = node(STORE, label=label)

    assert isinstance(shown, Map)
    assert shown.label == expected


def test_a_map_of_the_country() -> None:
    """Places are whole numbers; the reader is shown roughly, and only where known."""
    with_reader = node(STORE | {"place.lat": 40.72518, "place.lon": -73.99497}, style="base")
    without = node(STORE, style="base")
    unwanted = node(STORE | {"place.lat": 1.0, "place.lon": 1.0}, style="base", reader=False)

    assert isinstance(with_reader, Area)
    assert with_reader.stores == (407_231, -740_008)
    assert with_reader.reader == (407_300, -739_900)
    assert isinstance(without, Area)
    assert isinstance(unwanted, Area)
    assert without.reader == unwanted.reader == ()


def test_a_map_of_streets() -> None:
    """Tiles are asked for around the store; until they are there, none are named."""
    found = grid(40.7231, -74.0008, 15, 300, 160)
    asked = f"tiles(15, {found.column}, {found.row}, {found.columns}, {found.rows})"
    shown = node(STORE | {asked: "t1,t2", "tiles.credit()": "© Maps"}, style="tiles", zoom=15)
    bare = node(STORE, style="tiles", zoom=15)

    assert isinstance(shown, Area)
    assert (shown.tiles, shown.credit, shown.zoom) == (("t1", "t2"), "© Maps", 15)
    assert isinstance(bare, Area)
    assert (bare.tiles, bare.credit) == ((), "")


@pytest.mark.parametrize("style", ["schematic", "base", "tiles"])
@pytest.mark.parametrize("around", ["store", "stores"])
def test_without_a_store_there_is_no_map(style: str, around: str) -> None:
    """A map with nothing on it is not drawn."""
    assert isinstance(node({}, style=style, around=around), Missing)
    assert isinstance(node({"stores": ()}, style=style, around="stores"), Missing)
    assert isinstance(node({"stores": STORES[:1]}, style=style, around="stores"), Missing)


def test_rows_that_are_needed_are_known() -> None:
    """A map of several stores says how many rows it shows; a map of one store none."""
    assert drawn_one(map={"around": "stores", "box": BOX, "limit": 8}).rows == 8
    assert drawn_one(map={"around": "store", "box": BOX}).rows == 0


def test_rings_are_round() -> None:
    """Rings stand for 1, 2 or 5 of something."""
    assert all(f"{ring:g}".strip("0.")[0] in "125" for ring in _NICE)


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({}, set()),
        ({"around": "stroe"}, {"unknown-place"}),
        ({"zoom": 12}, {"idle-option"}),
        ({"style": "base", "zoom": 12}, {"idle-option"}),
        ({"style": "base", "extent": 200, "water": "#cde"}, set()),
        ({"style": "base", "extent": 20}, {"rough-map"}),
        ({"style": "tiles", "zoom": 16}, set()),
        ({"style": "tiles", "box": [0, 0, 600, 1600]}, {"too-many-tiles", "outside-canvas"}),
    ],
)
def test_maps_are_checked(fields: dict[str, object], rules: set[str]) -> None:
    """What cannot be drawn, or does nothing, is said."""
    element = {"map": {"around": "store", "box": BOX, **fields}}

    assert {rule for rule, _ in warned(element)} == rules

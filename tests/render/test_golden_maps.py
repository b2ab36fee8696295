"""Golden pictures of maps, icons and codes."""

from collections.abc import Callable

import pytest

from app.model.codes import QUIET, Symbology
from app.model.icons import COMMON, WEATHER
from app.model.nodes.area import STEPS, Area
from app.model.nodes.code import Code
from app.model.nodes.icon import Icon
from app.model.nodes.map import Map
from app.model.scene import Scene
from tests.render.scenes import ACCENT, INK, PAPER

Check = Callable[[Scene, str], None]
_SAND, _PINE = "#e9e2d3ff", "#1f4a3fff"


def _areas() -> Scene:
    """Return a city, a country, a dark country, and the date line."""
    shown = (
        ((40.7231, -74.0008), (), ("SoHo · 0.4 mi",), (40.86, -74.2), _SAND, INK),
        ((52.52, 13.41), (48.14, 11.58, 53.55, 9.99), ("Mitte", "München"), (), _SAND, INK),
        ((51.51, -0.14), (53.48, -2.24), ("London", "Manchester"), (52.4, -1.9), _PINE, PAPER),
        ((-17.8, 179.5), (), ("Suva",), (-18.1, -179.2), "#ffffffff", INK),
    )  # fmt: skip
    nodes = tuple(
        Area(
            box=(4 + 304 * (place % 2), 4 + 164 * (place // 2), 300, 160), labels=labels, ink=ink,
            stores=tuple(round(value * STEPS) for value in (*first, *others)), ground=ground,
            reader=tuple(round(value * STEPS) for value in reader), accent=ACCENT,
        )
        for place, (first, others, labels, reader, ground, ink) in enumerate(shown)
    )  # fmt: skip
    return Scene(width=612, height=332, density=1, nodes=nodes)


def _nearby() -> Scene:
    """Return a schematic of five stores with rings that stand for distances."""
    node = Map(
        box=(4, 4, 400, 200), bearing=62, distance_m=1200, label="SoHo · 1.2 km", ink=INK,
        others=(200, 3400, 310, 5200, 20, 9800, 95, 14_000), ground=_SAND, accent=ACCENT,
        other_labels=("Brooklyn · 3.4 km", "Hoboken · 5.2 km", "Harlem · 9.8 km", "Queens · 14 km"),
        rings_m=(2000, 5000, 10_000, 20_000), ring_labels=("2 km", "5 km", "10 km", "20 km"),
    )  # fmt: skip
    return Scene(width=408, height=208, density=1, nodes=(node,))


def _icons(names: list[str], color: str) -> Scene:
    nodes = tuple(
        Icon(name=name, box=(8 + 40 * (place % 12), 8 + 40 * (place // 12), 32, 32), color=color)
        for place, name in enumerate(names)
    )
    return Scene(width=492, height=16 + 40 * -(-len(names) // 12), density=1, nodes=nodes)


def _codes() -> Scene:
    values = {
        Symbology.QR: "https://northbeam.example/p/NB-1042", Symbology.CODE_128: "NB-1042",
        Symbology.EAN_13: "5901234123457", Symbology.PDF_417: "NORTHBEAM 0042",
        Symbology.DATA_MATRIX: "NB1042", Symbology.AZTEC: "BOARDING 42",
    }  # fmt: skip
    nodes = tuple(
        Code(
            symbology=kind, value=value, ink=INK,
            box=(8 + 208 * (place % 3), 8 + 118 * (place // 3), 200, 110),
            ground="#ffffffff", quiet=QUIET[kind], caption=place in (1, 2, 4), radius=8,
        )
        for place, (kind, value) in enumerate(values.items())
    )  # fmt: skip
    return Scene(width=632, height=244, density=1, nodes=nodes, background=_SAND)


@pytest.mark.parametrize(
    ("name", "scene"),
    [
        ("areas", _areas()),
        ("nearby", _nearby()),
        ("icons", _icons(list(COMMON)[:48], ACCENT)),
        ("weather", _icons(list(WEATHER), "")),
        ("codes", _codes()),
    ],
)
def test_a_scene_looks_like_its_golden_picture(name: str, scene: Scene, is_golden: Check) -> None:
    """A scene looks like the picture that was reviewed."""
    is_golden(scene, name)

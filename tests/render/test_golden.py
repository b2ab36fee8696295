"""Golden pictures: how scenes look, within a stated tolerance."""

from collections.abc import Callable

import pytest

from app.model.scene import Map, Scene
from tests.render.scenes import (
    ACCENT,
    INK,
    greetings,
    letters,
    low_stock,
    nearest_store,
    points,
    sentences,
)

Check = Callable[[Scene, str], None]


def _compass_rose() -> Scene:
    maps = [
        Map(
            box=(4 + 154 * (index % 4), 4 + 104 * (index // 4), 150, 100),
            bearing=45 * index,
            distance_m=900,
            label="900 m",
            ink=INK,
            ground="#e9e2d3ff",
            accent=ACCENT,
        )
        for index in range(8)
    ]
    return Scene(width=620, height=212, density=1, nodes=tuple(maps))


@pytest.mark.parametrize(
    ("name", "scene"),
    [
        ("nearest-store", nearest_store()),
        ("points", points()),
        ("low-stock", low_stock()),
        ("greetings", greetings()),
        ("sentences", sentences()),
        ("letters", letters()),
        ("maps", _compass_rose()),
    ],
)
def test_a_scene_looks_like_its_golden_picture(name: str, scene: Scene, is_golden: Check) -> None:
    """A scene looks like the picture that was reviewed."""
    is_golden(scene, name)

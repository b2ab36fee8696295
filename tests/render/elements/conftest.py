"""Single nodes painted, as pixels."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from app.model.rendering import Format
from app.model.scene import Node, Scene
from app.render import Renderer

Paint = Callable[..., Image.Image]


@pytest.fixture(scope="session")
def paint(renderer: Renderer) -> Paint:
    """Return a function that paints nodes on white: one device pixel per CSS pixel."""

    def painted(*nodes: Node, size: tuple[int, int] = (300, 120), density: int = 1) -> Image.Image:
        scene = Scene(width=size[0], height=size[1], nodes=nodes, density=density)
        return Image.open(BytesIO(renderer.draw(scene, Format.PNG))).convert("RGB")

    return painted

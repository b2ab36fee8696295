"""Golden pictures of shapes and figures, within the stated tolerance."""

from collections.abc import Callable

import pytest

from app.model.scene import Scene
from tests.render.elements.scenes import SCENES

Check = Callable[[Scene, str], None]


@pytest.mark.parametrize("name", SCENES)
def test_figures_look_like_their_golden_picture(name: str, is_golden: Check) -> None:
    """Each kind in its forms looks as it was reviewed."""
    is_golden(SCENES[name], name)

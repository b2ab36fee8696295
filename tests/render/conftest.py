"""The typefaces of the checkout, a renderer with three assets, golden pictures."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from app.model.rendering import Format
from app.model.scene import Scene
from app.render import FontBook, Renderer
from tests.render.scenes import ASSETS

FONTS = Path(__file__).parents[2] / "static" / "fonts"
GOLDEN = Path(__file__).parent / "golden"
MEAN_TOLERANCE = 1.5  # of 255, over all pixels and channels
FAR, FAR_SHARE = 48, 0.004  # of 255; share of pixels that may differ by more


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites golden pictures."""
    parser.addoption("--update-golden", action="store_true", help="rewrite golden pictures")


@pytest.fixture(scope="session")
def fonts() -> FontBook:
    """Return the bundled typefaces."""
    return FontBook(FONTS)


@pytest.fixture(scope="session")
def renderer(fonts: FontBook) -> Renderer:
    """Return a renderer that knows the assets `photo`, `logo` and `broken`."""
    return Renderer(fonts=fonts, picture=ASSETS.get)


@pytest.fixture
def is_golden(
    renderer: Renderer, request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[[Scene, str], None]:
    """Return an assertion that a scene looks like the golden picture of that name."""

    def check(scene: Scene, name: str) -> None:
        path = GOLDEN / f"{name}.png"
        body = renderer.draw(scene, Format.PNG)
        if request.config.getoption("--update-golden", default=False):
            path.write_bytes(body)
        got = Image.open(BytesIO(body)).convert("RGB")
        expected = Image.open(path).convert("RGB")
        assert expected.size == got.size
        difference = ImageChops.difference(expected, got)
        mean = sum(ImageStat.Stat(difference).mean) / 3
        far = difference.convert("L").point(lambda value: 255 if value > FAR else 0)
        share = ImageStat.Stat(far).mean[0] / 255
        if mean > MEAN_TOLERANCE or share > FAR_SHARE:
            got.save(tmp_path / f"{name}.got.png")
            difference.save(tmp_path / f"{name}.difference.png")
            pytest.fail(f"{name}: mean {mean:.2f}, far {share:.2%}; see {tmp_path}")

    return check

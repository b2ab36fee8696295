"""Pictures too heavy for mail: reduced by fixed steps, never refused."""

import random
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from app.model.nodes.countdown import Countdown
from app.model.rendering import Format
from app.model.scene import Picture
from app.render import FontBook, Renderer
from app.render.encoding.lightening import HEAVIEST, lightened
from tests.render.scenes import a_scene

STILLS = [Format.PNG, Format.JPG, Format.GIF]


def noise(width: int, height: int) -> Image.Image:
    """Return the same pixels at random, which nothing can compress."""
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))


def soft(width: int, height: int) -> Image.Image:
    """Return a photograph's stuff: noise over gentle changes."""
    small = noise(width // 16, height // 16).resize((width, height), Image.Resampling.BICUBIC)
    return Image.blend(small, noise(width, height), 0.08)


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", STILLS)
def test_the_worst_picture_becomes_light_enough(kind: Format) -> None:
    """Noise of two megapixels weighs 1 MB at most, in the format that was asked for."""
    image = noise(1600, 1250)
    body, how_good = lightened(image, kind)

    assert len(body) <= HEAVIEST
    assert how_good
    with Image.open(BytesIO(body)) as picture:
        assert (image.size, kind.spelled) == (picture.size, picture.format)


def test_no_more_is_given_up_than_needed() -> None:
    """A photograph somewhat too heavy still looks like itself."""
    image = soft(1600, 1200)
    body, how_good = lightened(image, Format.JPG)
    with Image.open(BytesIO(body)) as picture:
        difference = ImageStat.Stat(ImageChops.difference(image, picture.convert("RGB")))

    assert "quality" in how_good
    assert max(difference.mean) < 12


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", [*STILLS, Format.WEBP])
def test_the_same_picture_is_reduced_the_same_way(kind: Format) -> None:
    """The same bytes twice."""
    image = soft(800, 600)

    assert lightened(image, kind) == lightened(image.copy(), kind)


@pytest.mark.no_cover
def test_a_heavy_scene_is_sent_lighter_and_says_so(fonts: FontBook) -> None:
    """As PNG a photograph of two megapixels would weigh more than mail takes."""
    file = BytesIO()
    soft(1600, 1200).save(file, "JPEG", quality=95)
    renderer = Renderer(fonts=fonts, picture=lambda _: file.getvalue())
    scene = a_scene(Picture(asset="a", box=(0, 0, 800, 600)), width=800, height=600, density=2)
    heavy, light = renderer.drawing(scene, Format.PNG), renderer.drawing(scene, Format.JPG)

    assert len(heavy.body) <= HEAVIEST
    assert "colours" in heavy.reduced
    assert heavy.body == renderer.draw(scene, Format.PNG)
    assert light.reduced == "" or len(light.body) <= HEAVIEST


def test_a_heavy_film_is_shorter(fonts: FontBook) -> None:
    """It is true from its first frame on, and ends earlier."""
    file = BytesIO()
    noise(300, 150).save(file, "PNG")
    node = Countdown(
        box=(0, 0, 300, 150), left_s=5000, film_s=90, full_frames=True, ink="#ffffffff",
        label_ink="#ffffffff",
    )  # fmt: skip
    ground = Picture(asset="a", box=(0, 0, 300, 150))
    scene = a_scene(ground, node, width=300, height=150)
    renderer = Renderer(fonts=fonts, picture=lambda _: file.getvalue())
    drawing = renderer.drawing(scene, Format.GIF)
    short = replace(scene, nodes=(ground, replace(node, film_s=2)))

    assert len(drawing.body) <= HEAVIEST
    assert drawing.reduced.startswith("a film of ")
    assert drawing.is_fleeting
    assert first(drawing.body) == first(renderer.draw(short, Format.GIF))


def first(body: bytes) -> bytes:
    """Return the pixels of a GIF's first frame."""
    with Image.open(BytesIO(body)) as picture:
        return picture.convert("RGB").tobytes()

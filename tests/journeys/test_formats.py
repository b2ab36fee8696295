"""Formats: the extension decides the bytes, the content which extension is embedded."""

from io import BytesIO

import pytest
from PIL import Image

from tests.journeys.building import publish
from tests.serving import assert_picture, serving

EXTRA = "webp,avif"
FIXED = """
block: fixed
format: webp
size: 300x100
fallback: {say: {headline: "Hello"}, draw: [{fill: {color: "#336699"}}]}
"""


@pytest.fixture
async def demo(demo_home):
    """The demo as it is served by default."""
    async with serving(demo_home) as running:
        yield running


@pytest.fixture
async def modern(demo_home):
    """The demo where WebP and AVIF are enabled."""
    async with serving(demo_home, extra_formats=EXTRA, deadline_ms=20_000) as running:
        yield running


@pytest.mark.parametrize("extension", ["png", "jpg", "jpeg", "gif"])
async def test_any_block_is_answered_in_any_format(demo, extension):
    """A photograph as PNG, a flat one as JPEG: no fallback."""
    for block in ("hero", "greeting"):
        answer = await demo.ask(demo.open_path(block, extension=extension))
        assert_picture(answer, extension)
        assert answer["x-opentime-fallback"] == ""


@pytest.mark.parametrize("extension", ["webp", "avif"])
async def test_an_extra_format_is_valid_but_says_nothing_by_default(demo, extension):
    """A picture of that very format, as a fallback."""
    answer = await demo.ask(demo.open_path("hero", extension=extension))

    assert_picture(answer, extension)
    assert (answer.status, answer["x-opentime-fallback"]) == (200, "extension")


@pytest.mark.parametrize("extension", ["webp", "avif"])
async def test_an_enabled_format_answers_like_the_others(modern, extension):
    """Drawn at density 2, the same bytes each time, no fallback."""
    path = modern.open_path("hero", extension=extension)
    answer, again = await modern.ask(path), await modern.ask(path)
    with Image.open(BytesIO(answer.body)) as picture:
        size = picture.size

    assert_picture(answer, extension)
    assert answer["x-opentime-fallback"] == ""
    assert size == (1200, 600)
    assert answer.body == again.body


async def test_where_it_is_enabled_a_block_may_be_embedded_in_it(modern):
    """The view's page prints the extension that the block fixed."""
    await publish(modern, "fixed", FIXED)
    plan = await modern.services.plans.get("fixed")

    assert (plan.format, plan.format_why) == ("webp", "fixed by the block: WebP")


async def test_where_it_is_not_enabled_another_is_embedded(demo):
    """A block that was published before the setting was taken back."""
    await publish(demo, "fixed", FIXED)

    assert (await demo.services.plans.get("fixed")).format == "png"

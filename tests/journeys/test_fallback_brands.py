"""A lower rung of the ladder is still the sender's: in the colours of the message's brand."""

import asyncio
import shutil
from dataclasses import replace

import pytest

from app.delivery.address import parse_address
from app.errors import RenderError, SourceUnavailable
from app.model.brand import Brand
from app.model.keeping import KeptBytes
from app.model.keys import MessageKey, new_key
from app.model.message import Message
from tests.journeys.building import a_document, change_brand, publish
from tests.serving import assert_picture, decoded, serving

SOUTH = Brand(name="southbeam", title="Southbeam", colors={"accent": "#102030", "ink": "#112233"})


@pytest.fixture
async def demo(demo_home):
    """The demo, served to one test."""
    async with serving(demo_home) as running:
        yield running


async def sent_by(demo, brand: Brand, *blocks: str) -> Message:
    """Send a message of a brand."""
    await demo.services.storage.brands.put(brand)
    message = Message(
        key=MessageKey(new_key()), name=f"of {brand.name}", brand=brand.name, blocks=blocks
    )
    await demo.services.storage.messages.put([message])
    return message


async def warmed(demo, path: str) -> None:
    """Open a picture and wait until the block's fallback is kept."""
    assert_picture(await demo.ask(path), "png")
    while demo.services.fallbacks._drawing:  # noqa: ASYNC110  # nothing else tells
        await asyncio.sleep(0.01)


def break_drawing(demo) -> None:
    """Let no picture be drawn any more, and none be kept."""

    def failing(_scene, _format):
        raise RenderError("no")

    demo.services.renderings.draw = failing
    demo.services.renderings._memory = KeptBytes(0)
    shutil.rmtree(demo.home / "cache" / "renderings")


async def test_the_placeholder_is_of_the_messages_brand(demo):
    """A block that is not there is answered in the colours of whoever sent the message."""
    theirs = await sent_by(demo, SOUTH)
    ours = await demo.ask(f"/o/{demo.message.key}/anonymous/none.png")
    south = await demo.ask(f"/o/{theirs.key}/anonymous/none.png")

    assert_picture(south, "png")
    assert ours.body != south.body
    with decoded(south.body, "png") as picture:
        assert picture.convert("RGB").getpixel((2, 2)) == (0x10, 0x20, 0x30)


@pytest.mark.parametrize("order", [0, 1])
async def test_a_kept_fallback_is_of_the_messages_brand(demo, order):
    """Two brands share a block: each is answered by its own fallback, whoever asked first."""
    document = a_document("own", when="person.known").replace('"#ffffff"', "brand.ink")
    await publish(demo, "own", document)
    theirs = await sent_by(demo, SOUTH, "own")
    paths = [f"/o/{key}/anonymous/own.png" for key in (demo.message.key, theirs.key)]
    meant = {path: (await demo.ask(path)).body for path in paths}
    for path in paths[:: 1 if order else -1]:
        await warmed(demo, path)

    break_drawing(demo)
    answers = {path: await demo.ask(path) for path in paths}

    assert meant[paths[0]] != meant[paths[1]]
    assert {path: answer.body for path, answer in answers.items()} == meant
    assert {a["x-opentime-fallback"] for a in answers.values()} == {"render RenderError"}


async def test_a_kept_fallback_follows_its_brand(demo):
    """After a brand changed its colours nothing is answered in the former ones."""
    document = a_document("own", when="person.known").replace('"#ffffff"', "brand.ink")
    await publish(demo, "own", document)
    path = demo.open_path("own", "anonymous")
    await warmed(demo, path)
    former = (await demo.ask(path)).body
    await change_brand(demo, colors={"ink": "#445566"})
    await warmed(demo, path)
    latter = (await demo.ask(path)).body

    break_drawing(demo)

    assert former != latter
    assert latter == (await demo.ask(path)).body


async def test_a_kept_fallback_outlives_its_database(demo):
    """When no brand can be read, what was drawn for any of them is answered."""
    await publish(demo, "own", when="person.known")
    path = demo.open_path("own", "anonymous")
    await warmed(demo, path)
    kept = (await demo.ask(path)).body
    plan = await demo.services.plans.get("own")

    class Broken:
        def read(self, _name):
            raise SourceUnavailable("no")

    demo.services.fallbacks._brands = Broken()
    assert kept == demo.services.fallbacks.answer(parse_address(path.encode()), plan)[1]
    unknown = replace(plan, block="other")
    assert kept != demo.services.fallbacks.answer(parse_address(path.encode()), unknown)[1]

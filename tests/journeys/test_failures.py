"""Whatever fails behind a picture, a picture comes, says what failed, and is not kept."""
# ruff: noqa: E501  # tables of cases read better wide

import asyncio
import os
import resource
import shutil
from dataclasses import replace

import pytest

from app.composition.services import build
from app.delivery.address import parse_address
from app.errors import RenderError
from app.model.keeping import KeptBytes
from app.model.keys import MessageKey, new_key
from app.model.message import Message
from app.model.rendering import Format
from app.server import application
from app.settings import read_settings
from tests.adapters.builders import SetClock
from tests.journeys.building import a_document, change_brand, publish
from tests.serving import NOON, SMALL, Answer, Running, assert_picture, living, serving

COUNTED = """
block: counted
size: 300x100
params: {{number: {{type: number, default: 0}}}}
fallback:
  say: {{headline: "Number {{{{ params.number }}}}", link: "https://northbeam.example/"}}
  draw: card
layouts:
  card:
    - fill: {{color: "#ffffff"}}
    - text: {{content: "{{{{ say.headline }}}}", box: [10, 10, 280, 60]}}
""".format()  # one picture per number


@pytest.fixture
async def demo(demo_home):
    """The demo, served to one test."""
    async with serving(demo_home) as running:
        yield running


def assert_fallback(answer: Answer, cause: str, extension: str = "png") -> None:
    """Claim a picture of class D that names its cause."""
    assert_picture(answer, extension)
    assert cause == answer["x-opentime-fallback"]
    assert answer["cache-control"] == "private, no-cache, max-age=0, no-transform"
    assert (answer["cdn-cache-control"], answer["etag"]) == ("no-store", "")


@pytest.mark.no_cover
@pytest.mark.slow
async def test_ten_thousand_opens_draw_once(demo):
    """10,000 concurrent opens of one unseen picture: one drawing, 10,000 times the same bytes."""
    before = demo.services.renderings.stats.drawn
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = demo.open_path("nearest-store")
    answers = await asyncio.gather(*(demo.ask(path) for _ in range(10_000)))
    assert {(200, "")} == {(a.status, a["x-opentime-fallback"]) for a in answers}
    assert len({answer.body for answer in answers}) == 1
    assert_picture(answers[0], "png")
    assert demo.services.renderings.stats.drawn - before == 1
    assert demo.services.renderings.stats.shared_flights >= 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < 400_000  # KiB


async def test_a_full_queue_is_answered_at_once(demo_home):
    """With every worker busy and the queue full each further open gets a fallback, of class D."""
    async with serving(demo_home, render_workers=1, render_queue=2) as demo:
        await publish(demo, "counted", COUNTED)
        await demo.ask(demo.open_path("counted"))
        path = demo.open_path("counted")
        asked = [demo.ask(path, query=b"number=%d" % n) for n in range(1, 60)]
        answers = await asyncio.gather(*asked)
        refused = [answer for answer in answers if answer["x-opentime-fallback"]]
        assert len(refused) >= 50
        for answer in refused:
            assert_fallback(answer, "overload")
        for answer in answers:
            assert_picture(answer, "png")
        assert len(refused) == demo.services.renderings.stats.refused


async def test_nobody_is_recorded_for_a_picture_that_was_not_shown(demo_home):
    """An open that got a fallback under overload is not remembered for clicks, nor recorded."""
    async with serving(demo_home, render_workers=1, render_queue=0) as demo:
        await publish(demo, "counted", COUNTED)
        path = demo.open_path("counted")
        await asyncio.gather(*(demo.ask(path, query=b"number=%d" % n) for n in range(20)))
        shown = 20 - demo.services.renderings.stats.refused
        assert shown == len(demo.stored())


def stuck(running: Running, seconds: float) -> None:
    """Let every drawing take so long."""
    draw = running.services.renderings.draw

    def slowly(scene, picture_format):
        import time

        time.sleep(seconds)
        return draw(scene, picture_format)

    running.services.renderings.draw = slowly


async def test_the_deadline_ends_in_a_fallback_and_the_next_open_is_whole(demo_home):
    """What is not drawn by the deadline is answered by the fallback; the drawing is not lost."""
    async with serving(demo_home, deadline_ms=350) as demo:
        stuck(demo, 0.4)
        assert_fallback(await demo.ask(demo.open_path("greeting")), "deadline")
        await asyncio.sleep(0.5)
        while demo.services.renderings._flights:  # noqa: ASYNC110  # nothing else tells
            await asyncio.sleep(0.05)
        answer = await demo.ask(demo.open_path("greeting"))
        assert_picture(answer, "png")
        assert answer["x-opentime-fallback"] == ""


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (RenderError("no"), "render RenderError"),
        (ZeroDivisionError("no"), "render RenderError"),
        (MemoryError(), "render RenderError"),
    ],
)
@pytest.mark.parametrize("extension", ["png", "jpg", "gif"])
async def test_a_drawing_that_fails_is_answered(demo, error, cause, extension):
    """A scene that cannot be drawn costs its pixels, not the picture."""

    def failing(_scene, _format):
        raise error

    demo.services.renderings.draw = failing
    answer = await demo.ask(demo.open_path("greeting", extension=extension))
    assert_fallback(answer, cause, extension)
    assert demo.services.renderings.stats.failed >= 1


async def test_the_blocks_own_fallback_is_kept_ready(demo_home):
    """After one good open the block's own fallback, not the brand's placeholder, is at hand."""
    async with serving(demo_home) as demo:
        doc = a_document("own", when="person.known", otherwise="Own fallback")
        await publish(demo, "own", doc)
        await demo.ask(demo.open_path("own"))
        expected = (await demo.ask(demo.open_path("own", "anonymous"))).body
        for _ in range(100):
            await asyncio.sleep(0.02)
            if not demo.services.fallbacks._drawing:
                break

        def failing(_scene, _format):
            raise RenderError("no")

        demo.services.renderings.draw = failing
        demo.services.renderings._memory = KeptBytes(0)
        shutil.rmtree(demo.home / "cache" / "renderings")
        answer = await demo.ask(demo.open_path("own"))
        assert_fallback(answer, "render RenderError")
        assert expected == answer.body


async def test_a_kept_fallback_shows_nothing_of_whoever_asked_first(demo_home):
    """The fallback that everybody may get holds no value of the first reader's address."""
    async with serving(demo_home) as demo:
        said = {"params": "params: {order: {type: text, default: none}}", "when": "person.known"}
        await publish(demo, "own", **said, otherwise="Order {{ params.order }}")
        await demo.ask(demo.open_path("own", "anonymous"), query=b"order=A-1001")
        for _ in range(100):
            await asyncio.sleep(0.02)
            if not demo.services.fallbacks._drawing:
                break
        answered = (await demo.ask(demo.open_path("own", "anonymous"))).body
        plan = await demo.services.plans.get("own")
        address = parse_address(demo.open_path("own").encode())
        assert answered == demo.services.fallbacks.answer(address, plan)[1]


async def test_a_block_that_no_longer_compiles_is_answered(demo):
    """A published version that cannot be read gets the placeholder; its clicks lead to the brand."""
    await publish(demo, "broken", "block: broken\nsize: [")
    assert_fallback(await demo.ask(demo.open_path("broken")), "source AuthoringError")
    click = await demo.ask(f"/c/{demo.message.key}/{demo.someone().key}/broken")
    assert (click.status, click["location"]) == (302, "https://northbeam.example/")
    view = await demo.ask(f"/v/{demo.message.key}/{demo.someone().key}")
    assert view.status == 200


async def test_a_message_with_a_broken_block_is_viewed_without_it(demo):
    """The message in a browser leaves out what cannot be read."""
    await publish(demo, "broken", "block: broken\nsize: [")
    message = replace(demo.message, html="", blocks=("greeting", "broken", "no-such", "hero"))
    await demo.services.storage.messages.put([message])
    page = (await demo.ask(f"/v/{message.key}/anonymous")).body.decode()
    assert [f"/anonymous/{name}." in page for name in message.blocks] == [True, False, False, True]


class Failing:
    """A decider with a defect, at both doors or at the first only."""

    def __init__(self, decider, *, everywhere: bool) -> None:
        self._decider = decider
        self._everywhere = everywhere

    def decide(self, *_args):
        """Fail."""
        raise ZeroDivisionError

    def decide_fallback(self, *args):
        """Fail, or decide."""
        if self._everywhere:
            raise ZeroDivisionError
        return self._decider.decide_fallback(*args)


@pytest.mark.parametrize(
    ("everywhere", "cause"), [(False, "defect ZeroDivisionError"), (True, "defect")]
)
async def test_a_defect_in_deciding_costs_a_rung(demo, everywhere, cause):
    """A decision that raises becomes the block's fallback; if that raises too, the placeholder."""
    deciding = demo.services.opening.deciding
    deciding._decider = Failing(deciding._decider, everywhere=everywhere)
    assert_fallback(await demo.ask(demo.open_path("greeting")), cause)
    click = await demo.ask(f"/c/{demo.message.key}/{demo.someone().key}/greeting")
    assert (click.status, click["location"]) == (302, "https://northbeam.example/")


async def test_profiles_that_cannot_be_read_are_answered(demo):
    """A database that fails in mid-flight costs personal pictures their facts, never the picture."""
    await demo.ask(demo.open_path("greeting"))

    demo.services.storage.profiles._cursor.close()
    assert_fallback(await demo.ask(demo.open_path("greeting")), "source SourceUnavailable")
    click = await demo.ask(f"/c/{demo.message.key}/{demo.someone().key}/greeting")
    assert (click.status, click["location"]) == (302, "https://northbeam.example/")
    view = await demo.ask(f"/v/{demo.message.key}/{demo.someone().key}")
    assert (view.status, view["cache-control"]) == (503, "private, no-store")


async def test_a_missing_asset_is_left_out_and_not_for_good(demo):
    """A picture whose photograph is gone is drawn without it, and not kept on the disk."""
    hidden = demo.home / "assets-elsewhere"
    (demo.home / "assets").rename(hidden)
    without = await demo.ask(demo.open_path("hero", "anonymous", extension="gif"))
    assert_picture(without, "gif")
    assert demo.services.renderings.stats.incomplete >= 1
    assert demo.services.renderings._shelf.get(without["etag"].strip('"'), Format.GIF) is None
    named = await demo.ask(f"/r/{without['etag'].strip(chr(34))}.gif")
    assert_fallback(named, "unknown-content", "gif")


async def test_a_damaged_rendering_is_drawn_again(demo):
    """A rendering that was damaged on disk, at any byte, is found out and drawn again."""
    path = demo.open_path("greeting")
    whole = await demo.ask(path)
    digest = whole["etag"].strip('"')
    file = demo.home / "cache" / "renderings" / digest[:2] / f"{digest[2:]}.png"
    sound = file.read_bytes()
    other = b"\x00" * 4 + whole.body
    flipped = bytearray(sound)
    flipped[len(sound) // 2] ^= 1
    for count, damaged in enumerate((b"", sound[:3], sound[:-1], bytes(flipped), other), start=1):
        file.write_bytes(damaged)
        demo.services.renderings._memory = KeptBytes(0)
        assert whole == await demo.ask(path)
        assert count == demo.services.renderings._shelf.damaged
        assert sound == file.read_bytes()


@pytest.mark.skipif(os.getuid() != 0, reason="a file system of one's own needs root")
async def test_a_full_disk_for_renderings_costs_nothing(demo):
    """Where renderings cannot be kept they are drawn and answered all the same."""
    folder = demo.home / "cache" / "renderings"
    shutil.rmtree(folder, ignore_errors=True)
    folder.symlink_to("/dev/full")
    answer = await demo.ask(demo.open_path("greeting"))
    assert_picture(answer, "png")
    assert answer["x-opentime-fallback"] == ""


@pytest.mark.no_cover
async def test_an_empty_home_answers_pictures(tmp_path):
    """Before anything exists every image URL has the brand's placeholder."""
    services = build(read_settings({}, {"home": tmp_path, **SMALL}), now=SetClock(NOON))
    app = application(services)
    async with living(app):
        demo = Running(app=app, services=services, clock=SetClock(NOON), home=tmp_path)
        for extension in ("png", "jpg", "gif"):
            assert_fallback(await demo.ask(f"/o/a/b/c.{extension}"), "unknown-block", extension)
        assert (await demo.ask("/c/a/b/c")).status == 404


async def test_without_any_brand_the_built_in_answers(tmp_path):
    """Should even the brand be unreadable, two by two pixels come."""
    services = build(read_settings({}, {"home": tmp_path, **SMALL}), now=SetClock(NOON))
    app = application(services)  # not started: no brand was made
    demo = Running(app=app, services=services, clock=SetClock(NOON), home=tmp_path)
    answer = await demo.ask("/o/a/b/c.png")
    assert_picture(answer, "png")
    assert ((await demo.ask("/c/a/b/c")).status, answer["etag"]) == (404, "")
    services.close()


async def test_a_brand_that_cannot_be_drawn_has_the_built_in(demo):
    """A placeholder that fails to draw is replaced by the built-in picture."""

    def failing(*_args):
        raise ZeroDivisionError

    demo.services.opening._fallbacks._placeholder = failing
    answer = await demo.ask("/o/a/b/c.gif")
    assert_fallback(answer, "unknown-block", "gif")
    assert len(answer.body) < 200


async def test_a_placeholder_follows_its_brand(demo):
    """A placeholder is in the brand's colours, also after they were changed."""
    before = (await demo.ask("/o/a/b/c.png")).body
    await change_brand(demo, title="Southbeam", colors={"accent": "#123456"})
    assert before != (await demo.ask("/o/a/b/c.png")).body


@pytest.mark.parametrize("noise", ["whole", "page"])
async def test_a_damaged_database_does_not_keep_the_server_down(demo_home, noise):
    """A server over a database of noise starts, and answers every image URL with a picture."""
    database = demo_home / "opentime.db"
    for aside in demo_home.glob("opentime.db-*"):
        aside.unlink()
    content = bytearray(database.read_bytes())
    first = 0 if noise == "whole" else 4096 * 2
    content[first : first + 4096 * 40] = os.urandom(4096 * 40)
    database.write_bytes(content)
    async with serving(demo_home) as demo:
        for path in (demo.open_path("hero"), "/o/a/b/c.png", f"/s/{demo.message.key}/hero.png"):
            assert_picture(await demo.ask(path), "png")
        click = await demo.ask(f"/c/{demo.message.key}/{demo.someone().key}/hero")
        assert click.status in (302, 404)


async def test_the_address_of_the_server_is_no_markup(demo):
    """What is configured as the public address cannot break out of a page's attributes."""
    demo.services.viewing._base_url = 'https://a.example/"><b>&'
    message = Message(key=MessageKey(new_key()), name="plain", blocks=("greeting",))
    await demo.services.storage.messages.put([message])
    for key in (demo.message.key, message.key):
        page = (await demo.ask(f"/v/{key}/anonymous")).body.decode()
        assert '"><b>' not in page
        assert "https://a.example/&quot;&gt;&lt;b&gt;&amp;/o/" in page

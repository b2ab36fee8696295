"""Opens that read the weather of a service over HTTP: valid and in time, whatever it does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.adapters.weather.live import STALE_FOR, LiveWeather
from app.delivery.previewing import PreviewRequest
from app.model.reader import ReaderKind
from tests.adapters.sources.stubs import Mode, Sources, serving_sources
from tests.adapters.weather.answers import around
from tests.journeys.building import a_document, publish
from tests.serving import NOON, Running, assert_picture, serving

PATH = "/v1/forecast"
FRESH = timedelta(minutes=30)
SAYS = a_document(
    "sky",
    when="weather.known",
    headline="{{ weather.condition }} {{ weather.age }}",
    otherwise="No idea",
)
pytestmark = pytest.mark.net


@asynccontextmanager
async def watching(home: Path, sources: Sources, **given: Any) -> AsyncIterator[Running]:
    """Serve the demo with the weather of the stub, and a block that says it."""
    settings = {
        "weather_url": f"http://127.0.0.1:{sources.port}",
        "private_hosts": "127.0.0.0/8",
        "outbound_ports": str(sources.port),
        "deadline_ms": 30_000,
        **given,
    }
    async with serving(home, **settings) as running:
        await publish(running, "sky", SAYS)
        yield running


@pytest.fixture
async def sources() -> AsyncIterator[Sources]:
    """A service of forecasts where it rains."""
    async with serving_sources({PATH: around(NOON, code=63)}) as served:
        yield served


async def said(running: Running) -> str:
    """Return what the block says to the first of the cast; its picture must be good as well."""
    path = running.open_path("sky")
    picture = await running.ask(path)
    assert_picture(picture, "png")
    text = (await running.ask(path.replace(".png", ".txt"))).body.decode()
    return text.partition(".")[0].strip()


def weather(running: Running) -> LiveWeather:
    """Return the weather of the process."""
    found = running.services.weather
    assert isinstance(found, LiveWeather)
    return found


async def until(done: Callable[[], bool]) -> None:
    """Wait for what goes on behind."""
    async with asyncio.timeout(10):
        while not done():  # noqa: ASYNC110  # nobody tells when it is
            await asyncio.sleep(0.01)


async def test_an_open_says_the_weather_where_the_reader_is(demo_home, sources):
    """It is fetched once for the cell of the reader's place, and not for the place itself."""
    async with watching(demo_home, sources) as running:
        assert await said(running) == "rain 0"
        running.clock.pass_by(timedelta(minutes=3))
        assert await said(running) == "rain 3"

    (head,) = sources.asked
    home = running.someone().home
    assert b"latitude=40." in head
    assert str(home.lat).encode() not in head
    assert str(home.lon).encode() not in head


async def test_newer_weather_is_seen_at_once(demo_home, sources):
    """Also by an answer that stood: it holds no longer than the report that it was made from."""
    async with watching(demo_home, sources) as running:
        await publish(running, "sky", a_document(
            "sky", when="weather.known", headline="{{ weather.condition }}"))  # fmt: skip
        assert await said(running) == "rain"
        given = running.services.standing.given
        assert await said(running) == "rain"
        assert running.services.standing.given == given + 1

        sources.bodies[PATH] = around(NOON, code=45)
        running.clock.pass_by(FRESH * 0.95)
        weather(running).warm()
        await until(lambda: weather(running).stats().fetched == 2)
        assert await said(running) == "fog"


BAD = [
    Mode.HANG, Mode.DRIP, Mode.ERROR, Mode.GARBAGE, Mode.TRUNCATED, Mode.BOMB, Mode.REDIRECT,
    Mode.HALF, Mode.EMPTY, Mode.HTML, Mode.BUSY, Mode.DEEP,
]  # fmt: skip


@pytest.mark.parametrize("mode", BAD)
async def test_a_service_that_misbehaves_is_outlived(demo_home, sources, mode):
    """What was known is shown, with its age, and nobody waits."""
    async with watching(demo_home, sources) as running:
        assert await said(running) == "rain 0"
        sources.modes[PATH] = mode
        sources.bodies[PATH] = around(NOON, code=45)
        running.clock.pass_by(FRESH * 3)
        assert await said(running) == "rain 90"
        assert await said(running) == "rain 90"


@pytest.mark.no_cover
async def test_a_service_that_is_well_again_is_asked_again(demo_home, sources):
    """Some seconds after it failed, without anybody's doing."""
    async with watching(demo_home, sources) as running:
        assert await said(running) == "rain 0"
        sources.modes[PATH] = Mode.ERROR
        sources.bodies[PATH] = around(NOON, code=45)
        running.clock.pass_by(FRESH * 3)
        assert await said(running) == "rain 90"
        await until(lambda: weather(running).stats().failed == 1)
        sources.modes[PATH] = Mode.GOOD
        async with asyncio.timeout(20):
            while await said(running) != "fog 0":  # noqa: ASYNC110  # nobody tells when it is
                await asyncio.sleep(0.3)


@pytest.mark.parametrize("mode", BAD)
async def test_without_any_weather_the_block_shows_its_fallback(demo_home, sources, mode):
    """A good picture without weather, within the deadline for facts; nobody's open fails."""
    sources.modes[PATH] = mode
    async with watching(demo_home, sources, facts_deadline_ms=100) as running:
        assert await said(running) == "No idea"


async def test_weather_that_is_too_old_is_not_shown(demo_home, sources):
    """After half a day of silence the block falls back."""
    async with watching(demo_home, sources) as running:
        assert await said(running) == "rain 0"
        sources.modes[PATH] = Mode.ERROR
        running.clock.pass_by(STALE_FOR)
        assert await said(running) == "No idea"


async def test_a_restart_keeps_the_weather(demo_home, sources):
    """With the service down, the last good report is shown from disk."""
    async with watching(demo_home, sources) as running:
        assert await said(running) == "rain 0"
    sources.modes[PATH] = Mode.HANG
    async with watching(demo_home, sources, at=NOON + timedelta(hours=2)) as running:
        assert await said(running) == "rain 120"


async def test_a_hundred_readers_of_a_city_ask_once(demo_home, sources):
    """One request for their cell."""
    async with watching(demo_home, sources) as running:
        texts = await asyncio.gather(*(said(running) for _ in range(100)))
    assert set(texts) == {"rain 0"}
    assert len(sources.asked) == 1


async def test_a_block_that_reads_no_weather_asks_for_none(demo_home, sources):
    """The service is not asked."""
    async with watching(demo_home, sources) as running:
        assert_picture(await running.ask(running.open_path("greeting")), "png")
    assert sources.asked == []


async def test_a_reader_that_keeps_the_picture_is_shown_no_weather(demo_home, sources):
    """The weather changes any time: what is kept for a week must not name it."""
    async with watching(demo_home, sources) as running:
        seen = await running.services.previewing.preview(
            PreviewRequest(
                block="sky", subscriber=running.someone().key, reader=ReaderKind.PREFETCH
            )
        )
    assert seen.document["reason"] == "fallback"
    assert "weather." in str(seen.document["considered"])

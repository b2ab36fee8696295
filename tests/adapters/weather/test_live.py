"""The weather of a service is kept by cell, on disk too, and fetched again before it is stale."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from app.adapters.outbound.exchange import Answer, Limits, Request
from app.adapters.weather.files import WeatherFiles
from app.adapters.weather.live import STALE_FOR, WARM_FOR, LiveWeather
from app.errors import SourceError, SourceTimeout, SourceUnavailable
from app.model.facts import Missing, Why
from app.model.weather import Cell, Report
from tests.adapters.builders import SetClock
from tests.adapters.weather.answers import MIDNIGHT, body

BERLIN, PORTO = Cell.of(52.52, 13.4), Cell.of(41.15, -8.61)
NOON = MIDNIGHT + timedelta(hours=12)
FRESH = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


class Server:
    """Answers as it is told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.says: bytes | SourceError | int = body()
        self.holds: asyncio.Event | None = None

    async def ask(self, request: Request, *, limits: Limits) -> Answer:
        """Answer as told, once it is let go."""
        assert limits.body <= 512 * 1024
        self.asked.append(request.url)
        if self.holds is not None:
            await self.holds.wait()
        if isinstance(self.says, SourceError):
            raise self.says
        status, text = (self.says, b"") if isinstance(self.says, int) else (200, self.says)
        return Answer(status=status, headers=httpx.Headers({"retry-after": "120"}), body=text)


class World:
    """Workers over one home, a clock, and the service that they ask."""

    def __init__(self, home: Path) -> None:
        self.clock = SetClock(NOON)
        self.server = Server()
        self.home = home

    def worker(self) -> LiveWeather:
        """Return the weather of one more process."""
        return LiveWeather(
            "https://weather.example",
            server=self.server,
            files=WeatherFiles(self.home),
            now=self.clock,
            monotonic=lambda: self.clock().timestamp(),
            fresh_for=FRESH,
        )


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A world at noon."""
    return World(tmp_path / "weather")


async def until(done: Callable[[], bool]) -> None:
    """Wait for what goes on behind."""
    async with asyncio.timeout(10):
        while not done():  # noqa: ASYNC110  # nobody tells when it is
            await asyncio.sleep(0.005)


async def test_a_cell_is_fetched_once_and_then_at_hand(world: World) -> None:
    """Nobody waits for what was fetched, nor asks for it again while it is fresh."""
    weather = world.worker()
    assert weather.ready(BERLIN, NOON) is None
    report = await weather.report(BERLIN, NOON)

    assert isinstance(report, Report)
    assert (report.fetched_at, report.fresh_until) == (NOON, NOON + FRESH)
    assert weather.ready(BERLIN, NOON) is report
    assert await weather.report(BERLIN, NOON) is report
    assert len(world.server.asked) == 1


async def test_many_who_want_a_cell_have_it_asked_for_once(world: World) -> None:
    """A hundred opens, one request."""
    weather = world.worker()
    found = await asyncio.gather(*(weather.report(BERLIN, NOON) for _ in range(100)))
    assert {id(report) for report in found} == {id(found[0])}
    assert len(world.server.asked) == 1


async def test_a_restart_asks_nobody_again(world: World) -> None:
    """What is on disk is taken, with its age, by this process and by others."""
    first = await world.worker().report(BERLIN, NOON)
    world.clock.pass_by(10 * MINUTE)
    again = await world.worker().report(BERLIN, world.clock())
    assert again == first
    assert len(world.server.asked) == 1


async def test_after_a_restart_stale_weather_is_shown_and_renewed_behind(world: World) -> None:
    """The first open waits for nobody; the next one to ask has a newer report fetched."""
    old = await world.worker().report(BERLIN, NOON)
    world.clock.pass_by(FRESH * 4)
    weather = world.worker()
    world.server.holds = asyncio.Event()
    world.server.says = body(code=0)

    assert await weather.report(BERLIN, world.clock()) == old
    assert weather.ready(BERLIN, world.clock()) == old
    world.server.holds.set()
    await until(lambda: weather.ready(BERLIN, world.clock()) != old)
    new = weather.ready(BERLIN, world.clock())
    assert isinstance(new, Report)
    assert new.fetched_at == world.clock()


async def test_a_service_that_fails_costs_nothing_while_there_is_something(world: World) -> None:
    """The last good report is shown with its age until it is too old to be believed."""
    weather = world.worker()
    good = await weather.report(BERLIN, NOON)
    world.server.says = SourceUnavailable("It is down.")
    world.clock.pass_by(STALE_FOR - MINUTE)
    assert weather.ready(BERLIN, world.clock()) is good
    await until(lambda: weather.stats().failed == 1)
    assert weather.ready(BERLIN, world.clock()) is good

    world.clock.pass_by(2 * MINUTE)
    gone = await weather.report(BERLIN, world.clock())
    assert isinstance(gone, Missing)
    assert gone.retry_at is not None


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (SourceTimeout("It was late."), Why.TIMEOUT),
        (SourceUnavailable("It is down."), Why.REFUSED),
        (500, Why.REFUSED),
        (b"<html>", Why.MALFORMED),
    ],
)
async def test_without_any_weather_it_is_said_why(world: World, says: object, why: Why) -> None:
    """And the service is not asked again at once."""
    world.server.says = says  # type: ignore[assignment]  # as parametrized
    weather = world.worker()
    found = await weather.report(BERLIN, NOON)
    assert isinstance(found, Missing)
    assert (found.why, found.source) == (why, "weather")
    assert isinstance(weather.ready(BERLIN, NOON), Missing)
    assert len(world.server.asked) == 1


async def test_a_service_that_asks_for_quiet_gets_it(world: World) -> None:
    """429 with Retry-After: no cell is asked for until then."""
    world.server.says = 429
    weather = world.worker()
    await weather.report(BERLIN, NOON)
    await weather.report(PORTO, NOON)
    assert len(world.server.asked) == 1
    world.clock.pass_by(3 * MINUTE)
    world.server.says = body()
    assert isinstance(await weather.report(PORTO, world.clock()), Report)


async def test_cells_that_were_asked_for_are_kept_warm(world: World) -> None:
    """A new report is there before the old one is stale, though nobody opens meanwhile."""
    weather = world.worker()
    await weather.report(BERLIN, NOON)
    weather.ready(BERLIN, NOON)
    world.clock.pass_by(FRESH * 0.9)
    weather.warm()
    await until(lambda: weather.stats().fetched == 2)
    report = weather.ready(BERLIN, world.clock())
    assert isinstance(report, Report)
    assert report.fetched_at == world.clock()


async def test_cells_that_nobody_asks_for_any_more_grow_cold(world: World) -> None:
    """The service is not asked for them."""
    weather = world.worker()
    await weather.report(BERLIN, NOON)
    weather.ready(BERLIN, NOON)
    world.clock.pass_by(WARM_FOR + MINUTE)
    weather.warm()
    await asyncio.sleep(0.02)
    assert len(world.server.asked) == 1


async def test_no_more_cells_are_kept_warm_than_a_bound(world: World) -> None:
    """Those that were asked for last; a flood of places is no flood of requests."""
    weather = world.worker()
    world.server.says = SourceUnavailable("It is down.")
    for number in range(600):
        weather.ready(Cell(900, number), NOON)
    assert len(weather._last_asked) == 512
    assert Cell(900, 599) in weather._last_asked


async def test_two_workers_ask_for_a_cell_once(world: World) -> None:
    """The second finds on disk what the first fetched, and keeps its age."""
    one, two = world.worker(), world.worker()
    for worker in (one, two):
        await worker.report(BERLIN, NOON)
    world.clock.pass_by(FRESH * 0.95)
    for worker in (one, two):
        worker.ready(BERLIN, world.clock())
        await until(lambda worker=worker: worker.stats().fetched == 2)  # type: ignore[misc]  # bound here
    assert len(world.server.asked) == 2
    assert one.ready(BERLIN, world.clock()) == two.ready(BERLIN, world.clock())


async def test_damage_on_disk_is_as_if_nothing_were_there(world: World) -> None:
    """The service is asked, and the file is whole again."""
    await world.worker().report(BERLIN, NOON)
    (path,) = world.home.glob("*.json")
    whole = path.read_bytes()
    for damaged in (b"", b"\n", b"x\n{}", whole[:100], b"99999999999999999999\n" + whole):
        path.write_bytes(damaged)
        assert isinstance(await world.worker().report(BERLIN, NOON), Report)
        assert path.read_bytes() == whole


async def test_a_disk_that_fails_costs_the_file_only(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The report is there all the same."""
    (tmp_path / "weather").write_text("in the way")
    assert isinstance(await world.worker().report(BERLIN, NOON), Report)
    assert "is not kept" in caplog.text


async def test_files_that_are_too_old_are_swept(world: World) -> None:
    """And newer ones stay."""
    await world.worker().report(BERLIN, NOON)
    files = WeatherFiles(world.home)
    assert files.sweep(NOON) == 0
    assert files.sweep(NOON + MINUTE) == 1
    assert files.read(BERLIN) is None

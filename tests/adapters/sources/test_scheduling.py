"""The schedule: what is due runs, in one process of the home, whoever that is."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from app.adapters.segments import sole
from app.adapters.sources.scheduling import Schedule
from app.model.source import SourceSpec
from tests.adapters.sources.homes import Home, a_home, a_source
from tests.adapters.sources.stubs import Mode, rows


def a_schedule(home: Home) -> Schedule:
    """Return the schedule of a home."""
    return Schedule(
        home.root, puller=home.puller, configured=home.table.all,
        number=lambda: len(home.table.known), now=home.clocks.now,
        lock=home.root.parent / "run" / "sources.lock",
    )  # fmt: skip


async def ran(schedule: Schedule) -> None:
    """Begin what is due and wait until it is done."""
    await schedule.tick()
    await asyncio.gather(*schedule._running.values())


async def runs_by(home: Home, schedule: Schedule, spec: SourceSpec, seconds: int) -> int:
    """Return how often a source was asked while time went by, second by second."""
    before = len(home.sources.asked)
    for _ in range(seconds):
        await ran(schedule)
        home.clocks.pass_by(1)
    assert spec.every
    return len(home.sources.asked) - before


@pytest.mark.net
async def test_a_source_runs_at_its_pace(tmp_path: Path) -> None:
    """Ten minutes hold ten runs of a source that is pulled by the minute."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        spec = a_source(home.sources, every=timedelta(minutes=1))
        home.table.known.append(spec)
        assert await runs_by(home, a_schedule(home), spec, 600) == 10


@pytest.mark.net
async def test_a_new_process_does_not_run_everything_again(tmp_path: Path) -> None:
    """When the next run is due is on disk: a restart changes nothing."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        spec = a_source(home.sources)
        home.table.known.append(spec)
        await ran(a_schedule(home))
        assert await runs_by(home, a_schedule(home), spec, 30) == 0


@pytest.mark.net
async def test_another_request_runs_at_once(tmp_path: Path) -> None:
    """Who corrects an address does not wait for the next run."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        schedule = a_schedule(home)
        home.table.known.append(a_source(home.sources))
        await ran(schedule)
        home.table.known = [a_source(home.sources, url=home.sources.url("/products?a=1"))] * 2
        await ran(schedule)
        assert home.sources.asked[-1].startswith(b"GET /products?a=1 ")


@pytest.mark.net
async def test_a_failing_source_is_spared_and_comes_back(tmp_path: Path) -> None:
    """An outage of ten minutes costs some tries a minute at most, and its end is noticed."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        schedule = a_schedule(home)
        spec = a_source(home.sources, every=timedelta(seconds=10))
        home.table.known.append(spec)
        home.sources.modes["/products"] = Mode.ERROR
        assert await runs_by(home, schedule, spec, 600) < 20
        home.sources.modes.clear()
        await runs_by(home, schedule, spec, 70)
        assert len(home.titles(spec)) == 3


@pytest.mark.net
async def test_paused_sources_and_those_on_demand_do_not_run(tmp_path: Path) -> None:
    """Nobody asks for what nobody wants."""
    async with a_home(tmp_path) as home:
        home.table.known += [
            a_source(home.sources, paused=True),
            a_source(home.sources, every=None, name="other"),
        ]
        await ran(a_schedule(home))
        assert home.sources.asked == []


@pytest.mark.net
async def test_what_is_configured_no_more_leaves_nothing(tmp_path: Path) -> None:
    """The rows of a deleted source are deleted."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        schedule, spec = a_schedule(home), a_source(home.sources)
        home.table.known.append(spec)
        await ran(schedule)
        folder = home.puller.folder(spec).folder
        assert [*folder.glob("*.rows")]
        home.table.known.clear()
        await ran(schedule)
        assert [*folder.glob("*.rows")] == [*folder.glob("*.json")] == []


@pytest.mark.net
async def test_of_several_processes_one_runs(tmp_path: Path) -> None:
    """Who finds the lock taken stands by, and takes over when it is free."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        home.table.known.append(a_source(home.sources))
        lock = home.root.parent / "run" / "sources.lock"
        lock.parent.mkdir()
        with sole(lock) as is_mine:
            assert is_mine
            task = asyncio.create_task(a_schedule(home).run())
            await asyncio.sleep(0.3)
            assert home.sources.asked == []
        while not home.changes:  # noqa: ASYNC110  # what another task did
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.net
async def test_a_source_that_hangs_holds_up_no_other(tmp_path: Path) -> None:
    """Four may hang at once; a fifth good one waits no longer than their limit of time."""
    async with a_home(tmp_path, {"/products": rows(3)}, seconds=0.5) as home:
        for number in range(4):
            home.sources.modes[f"/hang{number}"] = Mode.HANG
            home.table.known.append(a_source(home.sources, f"/hang{number}"))
        spec = a_source(home.sources)
        home.table.known.append(spec)
        await ran(a_schedule(home))
        assert len(home.titles(spec)) == 3

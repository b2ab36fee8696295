"""Sources that are asked at an open: in time or not at all, and the last answer meanwhile."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import Unacceptable
from app.model.facts import Missing, Why
from app.model.source import Harvest, SourceHealth, SourceSpec
from tests.adapters.sources.homes import Home, a_home, a_source
from tests.adapters.sources.stubs import Mode, rows

FAILURES = [mode for mode in Mode if mode not in (Mode.GOOD, Mode.UNMODIFIED)]
SKU = {"params.sku": "S1"}


def on_demand(home: Home, **said: object) -> SourceSpec:
    """Return a source whose address names a product."""
    usual = {"every": None, "deadline": timedelta(milliseconds=250), "name": "products"}
    return a_source(home.sources, "/products?sku=[params.sku]", **usual | said)


async def settled(home: Home, spec: SourceSpec) -> None:
    """Wait until nothing is being asked."""
    while home.ondemand.cell(spec).stats().coming:  # noqa: ASYNC110  # there is no event for it
        await asyncio.sleep(0.01)


@pytest.mark.net
@pytest.mark.parametrize("mode", FAILURES)
async def test_an_open_is_not_kept_waiting(tmp_path: Path, mode: Mode) -> None:
    """However a source fails, the open has an answer, and the last good one while there is one."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        spec = on_demand(home)
        at = home.clocks.now()
        assert isinstance(await home.shelf.harvest(spec, SKU, at), Harvest)
        home.sources.modes["/products"] = mode
        home.clocks.pass_by(400)
        shown = home.shelf.ready(spec, SKU, home.clocks.now())
        assert isinstance(shown, Harvest)
        assert shown.fetched_at == at
        other = await home.shelf.harvest(spec, {"params.sku": "S2"}, home.clocks.now())
        assert isinstance(other, Missing)


@pytest.mark.net
async def test_a_late_answer_is_there_for_the_next_open(tmp_path: Path) -> None:
    """Who is out of time gets a reason; the answer that comes later is kept."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        spec = on_demand(home, deadline=timedelta(milliseconds=50))
        home.sources.modes["/products"] = Mode.SLOW
        found = await home.shelf.harvest(spec, SKU, home.clocks.now())
        assert isinstance(found, Missing)
        assert found.why is Why.TIMEOUT
        await settled(home, spec)
        assert isinstance(home.shelf.ready(spec, SKU, home.clocks.now()), Harvest)


@pytest.mark.net
async def test_an_answer_is_kept_by_the_values_it_depends_on(tmp_path: Path) -> None:
    """Another product is another question; another reader of the same one is not."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        spec = on_demand(home)
        for sku, name in (("S1", "Ann"), ("S1", "Ben"), ("S2", "Ann")):
            tokens = {"params.sku": sku, "person.first_name": name}
            await home.shelf.harvest(spec, tokens, home.clocks.now())
        asked = [head.split()[1] for head in home.sources.asked]
        assert asked == [b"/products?sku=S1", b"/products?sku=S2"]


@pytest.mark.net
async def test_a_stale_answer_is_asked_for_conditionally(tmp_path: Path) -> None:
    """304 makes the answer younger, and its change stays where it was."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        spec, began = on_demand(home), home.clocks.now()
        await home.shelf.harvest(spec, SKU, began)
        home.sources.modes["/products"] = Mode.UNMODIFIED
        home.clocks.pass_by(400)
        home.shelf.ready(spec, SKU, home.clocks.now())
        await settled(home, spec)
        shown = home.shelf.ready(spec, SKU, home.clocks.now())
        assert isinstance(shown, Harvest)
        assert (shown.fetched_at, shown.changed_at) == (home.clocks.now(), began)


@pytest.mark.net
async def test_another_spec_begins_anew(tmp_path: Path) -> None:
    """What was kept for a source is not shown for what it became."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        spec = on_demand(home)
        await home.shelf.harvest(spec, SKU, home.clocks.now())
        changed = replace(spec, headers=(("X-A", "1"),))
        assert home.shelf.ready(changed, SKU, home.clocks.now()) is None


@pytest.mark.net
async def test_a_paused_source_is_not_asked(tmp_path: Path) -> None:
    """Pausing ends the asking at once."""
    async with a_home(tmp_path) as home:
        found = await home.shelf.harvest(on_demand(home, paused=True), SKU, home.clocks.now())
        assert isinstance(found, Missing)
        assert home.sources.asked == []


@pytest.mark.net
async def test_what_a_paused_source_last_said_is_shown_on(tmp_path: Path) -> None:
    """Until it is too old; nobody is asked for a newer one."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        await home.shelf.harvest(on_demand(home), SKU, home.clocks.now())
        paused = on_demand(home, paused=True)
        home.clocks.pass_by(3599)
        assert isinstance(home.shelf.ready(paused, SKU, home.clocks.now()), Harvest)
        home.clocks.pass_by(1)
        assert isinstance(home.shelf.ready(paused, SKU, home.clocks.now()), Missing)
        assert len(home.sources.asked) == 1


@pytest.mark.net
async def test_its_status_tells_how_it_does(tmp_path: Path) -> None:
    """Never asked, good, failing with the reason."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home:
        spec = on_demand(home)
        assert (await home.runner.status(spec)).health is SourceHealth.NEW
        await home.shelf.harvest(spec, SKU, home.clocks.now())
        assert (await home.runner.status(spec)).health is SourceHealth.GOOD
        home.sources.modes["/products"] = Mode.ERROR
        await home.shelf.harvest(spec, {"params.sku": "S2"}, home.clocks.now())
        status = await home.runner.status(spec)
        assert (status.health, status.last_error) == (
            SourceHealth.STALE,
            "feed.example answered 500.",
        )


@pytest.mark.net
async def test_it_cannot_be_fetched_by_hand(tmp_path: Path) -> None:
    """There is nobody to fetch it for."""
    async with a_home(tmp_path) as home:
        with pytest.raises(Unacceptable, match="on demand"):
            await home.runner.fetch(on_demand(home))

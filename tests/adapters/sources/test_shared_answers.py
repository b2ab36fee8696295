"""Answers to opens that the processes of a home share: asked once, and by no name on disk."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from app.adapters.outbound.conditional import NOTHING
from app.adapters.sources.kept import Held
from app.adapters.sources.ondemand import Answered, OnDemand
from app.adapters.sources.requesting import Requests
from app.adapters.sources.shared_answers import Came, SharedAnswers
from app.model.source import SourceSpec
from tests.adapters.sources.homes import Home, a_home, a_source, an_ondemand
from tests.adapters.sources.stubs import Mode, rows
from tests.adapters.sources.worlds import NOON

SKU = {"params.sku": "S1"}
SECRET = b"s" * 32


def on_demand(home: Home, path: str = "/products?sku=[params.sku]") -> SourceSpec:
    """Return a source whose address names what somebody opens."""
    return a_source(home.sources, path, every=None, name="products")


@asynccontextmanager
async def another(home: Home, folder: Path) -> AsyncIterator[OnDemand]:
    """Give the on-demand sources of another process of the home."""

    async def none(_name: str) -> None:
        return None

    requests = Requests(secret=none, now=home.clocks.now)
    ondemand = an_ondemand(folder, home.server, requests, home.clocks)
    try:
        yield ondemand
    finally:
        await ondemand.close()


async def answered(
    ondemand: OnDemand, home: Home, spec: SourceSpec, tokens: dict[str, str] | None = None
) -> Held[Answered]:
    """Return what an open of a process is shown, once all that it causes is done."""
    held = await ondemand.cell(spec).get(ondemand.asked(spec, tokens or SKU), home.clocks.now())
    assert isinstance(held, Held)
    await ondemand.close()
    return held


@pytest.mark.net
async def test_what_one_process_was_answered_another_does_not_ask(tmp_path: Path) -> None:
    """It shows the same rows, as old as they are."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home, another(home, tmp_path) as other:
        spec = on_demand(home)
        first = await answered(home.ondemand, home, spec)
        home.clocks.pass_by(7)
        second = await answered(other, home, spec)
    assert len(home.sources.asked) == 1
    assert (second.value.rows, second.fetched_at) == (first.value.rows, NOON)


@pytest.mark.net
async def test_an_answer_that_is_due_is_taken_from_whoever_fetched_it(tmp_path: Path) -> None:
    """Of two processes for which it is due one asks."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home, another(home, tmp_path) as other:
        spec = on_demand(home)
        for process in (home.ondemand, other):
            await answered(process, home, spec)
        home.clocks.pass_by(331)
        for process in (home.ondemand, other):
            process.cell(spec).ready(process.asked(spec, SKU), home.clocks.now())
            await settled(process, spec)
            held = await answered(process, home, spec)
            assert held.fetched_at == home.clocks.now()
    assert len(home.sources.asked) == 2


async def settled(process: OnDemand, spec: SourceSpec) -> None:
    """Wait until nothing is being asked or written."""
    coming = [*process.cell(spec)._coming.values()]
    for task in coming:
        await task
    await process.close()


@pytest.mark.net
async def test_an_answer_that_did_not_change_is_younger_for_all(tmp_path: Path) -> None:
    """304 moves the instant on disk too."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home, another(home, tmp_path) as other:
        spec = on_demand(home)
        await answered(home.ondemand, home, spec)
        home.sources.modes["/products"] = Mode.UNMODIFIED
        home.clocks.pass_by(400)
        home.ondemand.cell(spec).ready(home.ondemand.asked(spec, SKU), home.clocks.now())
        await settled(home.ondemand, spec)
        assert (await answered(other, home, spec)).fetched_at == home.clocks.now()


@pytest.mark.net
async def test_what_a_profile_was_put_into_is_on_no_disk(tmp_path: Path) -> None:
    """An answer that depends on a person's attribute stays in the memory of who asked."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home, another(home, tmp_path) as other:
        spec = on_demand(home, "/products?sku=[params.sku]&tier=[person.tier]")
        tokens = {"params.sku": "S1", "person.tier": "gold"}
        for process in (home.ondemand, other):
            await answered(process, home, spec, tokens)
    assert len(home.sources.asked) == 2
    assert not (tmp_path / "answers").exists()


@pytest.mark.net
async def test_a_restart_shows_the_last_good_answer_of_a_source_that_is_down(
    tmp_path: Path,
) -> None:
    """As old as it is, until it is too old to be shown."""
    async with a_home(tmp_path, {"/products": rows(3)}) as home, another(home, tmp_path) as other:
        spec = on_demand(home)
        await answered(home.ondemand, home, spec)
        home.sources.modes["/products"] = Mode.ERROR
        home.clocks.pass_by(3599)
        assert (await answered(other, home, spec)).fetched_at == NOON
        assert home.sources.asked[1:] == []


def a_spec(**said: object) -> SourceSpec:
    """Return a source that nobody asks."""
    from tests.adapters.sources.homes import PRODUCTS

    usual = {"name": "p", "brand": "b", "url": "https://x.example/[params.sku]", "shape": PRODUCTS}
    return SourceSpec(**usual | said)


def came(body: bytes = b"[]", seconds: int = 0) -> Came:
    """Return an answer as it came some seconds after noon."""
    at = NOON + timedelta(seconds=seconds)
    return Came(at=at, digest=sha256(body).hexdigest(), media_type="text/csv", body=body)


def test_what_was_put_is_read(tmp_path: Path) -> None:
    """An answer with line ends in it, and one that says that there is nothing."""
    shared = SharedAnswers(tmp_path / "a", secret=SECRET)
    for number, one in enumerate((came(b"a\nb\n\n"), Came(at=NOON))):
        path = shared.path(a_spec(), ("params.sku",), (str(number),))
        assert path is not None
        shared.put(path, one)
        assert shared.read(path) == one
    assert came().validators == NOTHING


def test_the_name_of_a_file_tells_nobody_what_was_asked(tmp_path: Path) -> None:
    """It is another for all that an answer depends on, and for another home."""
    spec, names = a_spec(), ("params.sku",)
    paths = {
        SharedAnswers(tmp_path, secret=secret).path(one, names, values)
        for secret, one, values in (
            (SECRET, spec, ("S1",)),
            (b"t" * 32, spec, ("S1",)),
            (SECRET, spec, ("S2",)),
            (SECRET, replace(spec, brand="other"), ("S1",)),
            (SECRET, replace(spec, body="x"), ("S1",)),
        )
    }
    assert len(paths) == 5
    assert not any("S1" in str(path.name) for path in paths if path)


@pytest.mark.parametrize(
    "harm",
    [
        b"",
        b"{}",
        b"{}\nx",
        b'{"at":"2026-11-27T12:00:00"}\n',  # of no zone
        b'{"at":"2026-11-27T12:00:00Z","etag":"\xff"}\n',
        b'{"at":"2026-11-27T12:00:00Z","x":' + b"[" * 50_000,
        None,
    ],
    ids=["empty", "no instant", "no answer", "no zone", "no text", "nested", "cut"],
)
def test_a_damaged_file_is_none(tmp_path: Path, harm: bytes | None) -> None:
    """What is empty, cut short or another's is asked anew."""
    shared = SharedAnswers(tmp_path / "a", secret=SECRET)
    path = shared.path(a_spec(), (), ())
    assert path is not None
    shared.put(path, came(b"[1]"))
    path.write_bytes(path.read_bytes()[:-1] if harm is None else harm)
    assert shared.read(path) is None


@pytest.mark.parametrize("bound", [{"files": 10}, {"size": 2_000}])
def test_the_folder_is_bounded(tmp_path: Path, bound: dict[str, int]) -> None:
    """Beyond its bounds the oldest go, and what a process left aside."""
    shared = SharedAnswers(tmp_path, secret=SECRET, **bound)
    left = tmp_path / "left.tmp"
    left.write_bytes(b"x")
    os.utime(left, (NOON.timestamp() - 7200,) * 2)
    paths = [shared.path(a_spec(), (), (str(number),)) for number in range(65)]
    for number, path in enumerate(paths):
        assert path is not None
        shared.put(path, came(seconds=number))
    kept = {path for path in paths if path and path.exists()}
    assert set(paths[-5:]) <= kept
    assert len(kept) <= 12
    assert {path.name for path in kept} >= {path.name for path in tmp_path.iterdir()}

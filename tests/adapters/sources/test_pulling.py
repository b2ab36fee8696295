"""Pulled sources, whatever they do: the last good rows stay, with their age, and come back."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.adapters.sources.taking import Rows, TakenReport
from app.errors import Conflict
from app.model.facts import Missing, Why
from app.model.ports import Written
from app.model.source import Feeds, Harvest, SourceHealth, SourceSpec
from tests.adapters.sources.homes import PRODUCTS, a_home, a_source
from tests.adapters.sources.stubs import Mode, rows
from tests.adapters.sources.worlds import NOON

FAILURES = {
    Mode.HANG: "took longer than",
    Mode.ERROR: "answered 500",
    Mode.GARBAGE: "",
    Mode.TRUNCATED: "cut its answer short",
    Mode.BOMB: "more than 67,108,864 bytes",
    Mode.DRIP: "took longer than",
    Mode.REDIRECT: "redirects to what is not asked",
    Mode.HALF: "",
    Mode.EMPTY: "",
    Mode.HTML: "",
    Mode.BUSY: "answered 429 and asks to wait",
    Mode.DEEP: "",
}


def patience(mode: Mode) -> float:
    """Return the seconds that a run may take, few where it takes all of them."""
    return 0.5 if mode in (Mode.HANG, Mode.DRIP) else 20


@pytest.mark.net
@pytest.mark.parametrize("mode", FAILURES)
async def test_a_failing_source_shows_its_last_good_rows_and_recovers(
    tmp_path: Path, mode: Mode
) -> None:
    """However a source fails, its rows stay with their age, and new ones come by themselves."""
    async with a_home(tmp_path, {"/products": rows(20)}, seconds=patience(mode)) as home:
        spec = a_source(home.sources)
        await home.puller.pull(spec)
        home.sources.modes["/products"] = mode
        home.clocks.pass_by(600)
        noted = await home.puller.pull(spec)
        assert noted.failures == 1
        assert FAILURES[mode] in noted.last_error
        shown = home.shown(spec)
        assert isinstance(shown, Harvest)
        assert shown.fetched_at == NOON
        assert len(shown.rows) == 20
        status = await home.runner.status(spec)
        assert (status.health, status.last_good) == (SourceHealth.STALE, NOON)
        assert status.last_error == noted.last_error
        home.sources.modes.clear()
        home.sources.bodies["/products"] = rows(21)
        await home.puller.pull(spec)
        assert len(home.titles(spec)) == 21
        assert (await home.runner.status(spec)).health is SourceHealth.GOOD


@pytest.mark.net
@pytest.mark.parametrize("mode", FAILURES)
async def test_a_source_that_was_never_good_says_why(tmp_path: Path, mode: Mode) -> None:
    """Without a last good answer there is a reason, and the source is tried again."""
    async with a_home(tmp_path, {"/products": rows(20)}, seconds=patience(mode)) as home:
        spec = a_source(home.sources)
        home.sources.modes["/products"] = mode
        noted = await home.puller.pull(spec)
        shown = home.shown(spec)
        assert isinstance(shown, Missing)
        assert shown.why in (Why.TIMEOUT, Why.REFUSED, Why.MALFORMED)
        assert noted.next_run is not None
        assert (await home.runner.status(spec)).health is SourceHealth.FAILING


@pytest.mark.net
async def test_a_name_that_leads_home_the_second_time_is_refused(tmp_path: Path) -> None:
    """A name server that changes its mind reaches nothing that is not public (T41)."""
    answers = iter([["127.0.0.1"], ["127.0.0.1", "169.254.169.254"], ["10.0.0.7"], ["127.0.0.1"]])
    looked = lambda _host, _port: next(answers)  # noqa: E731
    async with a_home(tmp_path, {"/products": rows(20)}, lookup=looked) as home:
        spec = a_source(home.sources)
        await home.puller.pull(spec)
        home.sources.asked.clear()
        noted = await home.puller.pull(spec)
        assert "cannot be reached" in noted.last_error
        assert home.sources.asked == []
        assert len(home.titles(spec)) == 20


@pytest.mark.net
async def test_what_was_not_modified_is_only_younger(tmp_path: Path) -> None:
    """304 moves the age, not the instant of the change, and the rows stay."""
    async with a_home(tmp_path, {"/products": rows(20)}) as home:
        spec = a_source(home.sources)
        await home.puller.pull(spec)
        home.sources.modes["/products"] = Mode.UNMODIFIED
        home.clocks.pass_by(600)
        noted = await home.puller.pull(spec)
        assert not noted.last_error
        shown = home.shown(spec)
        assert isinstance(shown, Harvest)
        assert (shown.fetched_at, shown.changed_at) == (home.clocks.now(), NOON)
        assert b'If-None-Match: "one"' in home.sources.asked[-1]


@pytest.mark.net
async def test_the_same_bytes_are_not_read_again(tmp_path: Path) -> None:
    """A source without validators that brings the same bytes keeps the instant of its change."""
    async with a_home(tmp_path, {"/products": rows(20)}) as home:
        spec = a_source(home.sources)
        first = await home.puller.pull(spec)
        home.clocks.pass_by(600)
        second = await home.puller.pull(spec)
        assert (second.rows, second.changed_at) == (first.rows, NOON)


@pytest.mark.net
async def test_another_request_does_not_send_the_former_validators(tmp_path: Path) -> None:
    """What a server said of one address is not repeated to another."""
    async with a_home(tmp_path, {"/products": rows(20), "/other": rows(30)}) as home:
        spec = a_source(home.sources)
        await home.puller.pull(spec)
        await home.puller.pull(replace(spec, url=home.sources.url("/other")))
        assert b"If-None-Match" not in home.sources.asked[-1]
        assert len(home.titles(spec)) == 30


@pytest.mark.no_cover
@pytest.mark.net
@pytest.mark.slow
async def test_a_feed_of_200_000_rows_is_kept_whole(tmp_path: Path) -> None:
    """All rows are found by key; a list shows the first of them."""
    async with a_home(tmp_path) as home:
        spec = a_source(home.sources)
        home.sources.modes["/products"] = Mode.LARGE
        noted = await home.puller.pull(spec)
        assert (noted.last_error, noted.count) == ("", 200_000)
        shown = home.shown(spec)
        assert isinstance(shown, Harvest)
        assert len(shown.rows) == 200
        assert len(shown.by_key) == 200_000
        assert shown.by_key["S199999"]["price"] == 49999.75


@pytest.mark.net
async def test_a_catalogue_that_lost_half_its_rows_is_refused(tmp_path: Path) -> None:
    """Five per cent of a catalogue are kept aside with the reason; by hand they are believed."""
    async with a_home(tmp_path, {"/products": rows(200)}) as home:
        spec = a_source(home.sources)
        await home.puller.pull(spec)
        home.sources.bodies["/products"] = rows(10)
        noted = await home.puller.pull(spec)
        assert "10 rows where 200 were" in noted.last_error
        assert len(home.titles(spec)) == 200
        aside = home.root / "refused" / "demo"
        assert (aside / "products.body").read_bytes() == rows(10)
        assert "10 rows" in (aside / "products.txt").read_text()
        status = await home.runner.fetch(spec)
        assert (status.rows, status.last_error) == (10, "")


@pytest.mark.net
async def test_a_feed_whose_fields_were_renamed_is_refused(tmp_path: Path) -> None:
    """Rows that lack what all of them had say nothing; the former ones stay."""
    async with a_home(tmp_path, {"/products": rows(20)}) as home:
        spec = a_source(home.sources)
        await home.puller.pull(spec)
        home.sources.bodies["/products"] = rows(20).replace(b'"title"', b'"name"')
        noted = await home.puller.pull(spec)
        assert 'None of its 20 rows has "title"' in noted.last_error
        assert home.titles(spec)[0] == "Thing 0"


@pytest.mark.net
async def test_a_list_may_become_short_or_empty(tmp_path: Path) -> None:
    """News without a key are not missed: an empty list is what the source says."""
    async with a_home(tmp_path, {"/products": rows(20)}) as home:
        spec = a_source(home.sources, shape=replace(PRODUCTS, key=""))
        await home.puller.pull(spec)
        home.sources.bodies["/products"] = b"[]"
        noted = await home.puller.pull(spec)
        assert (noted.last_error, home.titles(spec)) == ("", [])


@pytest.mark.net
async def test_rows_of_another_shape_are_not_shown(tmp_path: Path) -> None:
    """After its fields changed a source shows nothing until it ran again."""
    async with a_home(tmp_path, {"/products": rows(20)}) as home:
        spec = a_source(home.sources)
        await home.puller.pull(spec)
        changed = replace(spec, shape=replace(spec.shape, key="title"))
        assert isinstance(home.shown(changed), Missing)
        await home.puller.pull(changed)
        shown = home.shown(changed)
        assert isinstance(shown, Harvest)
        assert shown.by_key["Thing 3"]["sku"] == "S3"


@pytest.mark.net
async def test_rows_past_their_time_are_not_shown(tmp_path: Path) -> None:
    """`stale_for` after the last good run the value is missing, and it says it is stale."""
    async with a_home(tmp_path, {"/products": rows(20)}) as home:
        spec = a_source(home.sources)
        await home.puller.pull(spec)
        home.sources.modes["/products"] = Mode.ERROR
        home.clocks.pass_by(3599)
        await home.puller.pull(spec)
        assert isinstance(home.shown(spec), Harvest)
        home.clocks.pass_by(1)
        shown = home.shown(spec)
        assert isinstance(shown, Missing)
        assert shown.why is Why.STALE
        assert (await home.runner.status(spec)).health is SourceHealth.FAILING


@pytest.mark.net
async def test_new_rows_are_seen_by_other_processes_at_once(tmp_path: Path) -> None:
    """What one process fetched, the next open of any other is decided on."""
    async with a_home(tmp_path, {"/products": rows(20)}) as home:
        spec = a_source(home.sources)
        other = home.another_process()
        assert isinstance(other.ready(spec, {}, NOON), Missing)
        await home.puller.pull(spec)
        seen = other.ready(spec, {}, NOON)
        assert isinstance(seen, Harvest)
        home.sources.bodies["/products"] = rows(25)
        await home.puller.pull(spec)
        seen = other.ready(spec, {}, NOON)
        assert isinstance(seen, Harvest)
        assert len(seen.rows) == 25


@pytest.mark.net
async def test_damaged_rows_are_fetched_anew(tmp_path: Path) -> None:
    """Who lost the rows asks for all of them, not whether they changed."""
    async with a_home(tmp_path, {"/products": rows(20)}) as home:
        spec = a_source(home.sources)
        noted = await home.puller.pull(spec)
        home.puller.folder(spec).rows_path(noted).write_bytes(b"")
        home.sources.modes["/products"] = Mode.UNMODIFIED
        await home.puller.pull(spec)
        assert b"If-None-Match" not in home.sources.asked[-1]
        assert len(home.titles(spec)) == 20


@pytest.mark.net
async def test_runs_of_one_source_do_not_overlap(tmp_path: Path) -> None:
    """Who wants a run while another is under way waits for its turn."""
    async with a_home(tmp_path, {"/products": rows(20)}) as home:
        spec = a_source(home.sources)
        await asyncio.gather(*(home.puller.pull(spec) for _ in range(5)))
        assert len(home.sources.asked) == 5
        assert len([*home.puller.folder(spec).folder.glob("*.rows")]) == 1


@pytest.mark.net
async def test_retry_after_is_heeded(tmp_path: Path) -> None:
    """A source that asks for ten minutes of quiet gets them."""
    async with a_home(tmp_path) as home:
        home.sources.retry_after_s = 600
        home.sources.modes["/products"] = Mode.BUSY
        noted = await home.puller.pull(a_source(home.sources, every=timedelta(seconds=1)))
        assert noted.next_run == NOON + timedelta(minutes=10)


@pytest.mark.net
async def test_failures_are_tried_ever_more_seldom(tmp_path: Path) -> None:
    """The pause doubles, up to the source's own pace, a minute at least."""
    async with a_home(tmp_path) as home:
        home.sources.modes["/products"] = Mode.ERROR
        spec, pauses = a_source(home.sources, every=timedelta(seconds=1)), []
        for _ in range(8):
            noted = await home.puller.pull(spec)
            assert noted.next_run is not None
            pauses.append((noted.next_run - home.clocks.now()).total_seconds())
        assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]


class Refusing:
    """A place for rows that takes them or not."""

    def __init__(self, *, willing: bool) -> None:
        self.willing = willing
        self.taken: list[object] = []

    async def take(
        self, spec: SourceSpec, rows: Rows, *, former: Rows | None, at: datetime, trusted: bool
    ) -> TakenReport:
        """Take them, or raise."""
        if not self.willing:
            raise Conflict("there is no store S1.")
        self.taken.append((spec.name, rows, former, at, trusted))
        return TakenReport(written=Written(), left_out=2)


@pytest.mark.net
@pytest.mark.parametrize("willing", [True, False])
async def test_rows_for_tables_go_there_or_nothing_is_kept(
    tmp_path: Path, *, willing: bool
) -> None:
    """A feed of stock is good once its place took it; refused, it is a failure with the reason."""
    sink = Refusing(willing=willing)
    async with a_home(tmp_path, {"/products": rows(20)}, sinks={Feeds.STOCK: sink}) as home:
        noted = await home.puller.pull(a_source(home.sources, feeds=Feeds.STOCK))
        assert len(sink.taken) == willing
        assert noted.last_error == ("" if willing else "there is no store S1.")
        assert noted.left_out == 2 * willing


@pytest.mark.net
async def test_former_rows_do_not_pile_up(tmp_path: Path) -> None:
    """The last rows and those before them are on disk, no more."""
    async with a_home(tmp_path) as home:
        spec = a_source(home.sources)
        for count in range(20, 26):
            home.sources.bodies["/products"] = rows(count)
            home.clocks.pass_by(1)
            await home.puller.pull(spec)
        assert len([*home.puller.folder(spec).folder.glob("*.rows")]) == 2

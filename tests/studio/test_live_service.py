"""The live page's figures are those of the stored events, each once, and of nobody's by name."""

import sqlite3
from dataclasses import replace

import pytest

from app.adapters.backlog import backlog
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.live import SqliteLive
from app.model.brand import Tracking
from app.model.buckets import bucket_of
from app.model.worker import Lapse
from app.studio.live.counting import Counting
from app.studio.live.ports import EVERYBODYS
from tests.adapters.journaling import NOON, OPEN, SetClock, a_journal, a_segment, lines
from tests.studio.live import MINUTE, Live, a_report, clicked


@pytest.fixture
def database(tmp_path):
    """The database of an empty home with one subscriber."""
    database = Database(tmp_path)
    with sqlite3.connect(database.path) as connection:
        connection.execute(
            "INSERT INTO subscribers (key, external_id, profile) VALUES ('k','x1','{}')"
        )
    connection.close()
    yield database
    database.close()


async def test_the_hour_counts_each_event_once(database):
    """By minute, block, message, variant and reader; a machine's click is none."""
    live = Live(database)
    live.happen(replace(OPEN, at=NOON - 60 * MINUTE), replace(OPEN, at=NOON - 59 * MINUTE))
    live.happen(OPEN, replace(OPEN, variant="fallback", reader="direct"), clicked(), clicked())
    board = await live.service.hour()
    assert board["totals"]["opens"] == 3
    assert board["totals"]["clicks"] == 2
    assert [1, *[0] * 58, 2] == board["bars"]["opens"]
    (block,) = board["blocks"]
    assert (block["title"], block["opens"], block["shown_fallback"]) == ("nearest-store", 3, 0.3333)
    assert [(each["says"], each["opens"]) for each in board["readers"]] == [
        ("Gmail", 2),
        ("Own mail clients", 1),
    ]


async def test_what_comes_later_is_seen_a_second_later(database):
    """Also what is late: the hour is read whole now and then."""
    live = Live(database)
    live.happen(OPEN)
    assert (await live.service.hour())["totals"]["opens"] == 1
    live.happen(OPEN)
    assert (await live.service.hour())["totals"]["opens"] == 1
    live.clock.pass_(1)
    assert (await live.service.hour())["totals"]["opens"] == 2
    live.happen(replace(OPEN, at=NOON - 30 * MINUTE))
    live.clock.pass_(301)
    assert (await live.service.hour())["totals"]["opens"] == 3


async def test_many_who_look_cost_as_much_as_one(database):
    """Workers are asked once a second, whoever looks."""
    live = Live(database)
    boards = [await live.service.hour() for _ in range(20)]
    assert all(board is boards[0] for board in boards)
    assert live.workers.looks == 1


async def test_the_month_is_made_of_the_hourly_counts(database):
    """By day, with what is now of now."""
    live = Live(database)
    live.happen(replace(OPEN, at=NOON - 29 * 1440 * MINUTE), OPEN, OPEN)
    board = await live.service.month()
    assert board["window"] == "month"
    assert [1, *[0] * 28, 2] == board["bars"]["opens"]
    live.happen(OPEN)
    live.clock.pass_(86_400)
    assert [*[0] * 28, 3, 0] == (await live.service.month())["bars"]["opens"]
    assert board["health"]["parts"]


async def test_too_many_people_are_not_counted_at_each_look(database):
    """Only the first look, and one ten minutes later, wait for what cannot be counted."""

    class Crowded(SqliteLive):
        asked = 0

        async def people(self, whose, since):  # noqa: ARG002  # never mind
            self.asked += 1

    counts, clock = Crowded(database), SetClock()
    counting = Counting(counts=counts, whose=EVERYBODYS, title_of=str, now=clock)
    for at in (0.0, 60.0, 599.0, 601.0, 700.0):
        assert (await counting.month(at))["totals"]["people"] is None
    assert counts.asked == 2


@pytest.mark.parametrize(
    ("tracking", "with_people", "named"),
    [
        (Tracking.IDENTIFIED, True, "x1"),
        (Tracking.IDENTIFIED, False, ""),
        (Tracking.COUNTS, True, ""),
        (Tracking.OFF, True, ""),
    ],
)
async def test_names_are_for_who_may_see_them(database, tracking, with_people, named):
    """And only while the brand identifies; people are counted for everybody."""
    live = Live(database, tracking=tracking)
    live.happen(replace(OPEN, subscriber="k"), OPEN)
    latest = await live.service.latest(0)
    shown = live.service.shown(latest, with_people=with_people)
    assert [each["subscriber"] for each in shown] == ["", named]
    assert (await live.service.hour())["totals"]["people"] == 1


async def test_the_latest_go_on_where_a_reader_left(database):
    """By number, the newest first, and no more than asked for."""
    live = Live(database)
    live.happen(*[OPEN] * 5)
    (newest, *_) = await live.service.latest(0)
    live.happen(OPEN, OPEN, OPEN)
    assert [each.number - newest.number for each in await live.service.latest(newest.number)] == [
        3,
        2,
        1,
    ]
    assert len(await live.service.latest(newest.number, most=2)) == 2


async def test_times_and_lapses_are_of_all_workers_together(database):
    """A silent worker's times are not shown, its lapses of the hour are."""
    minute = int(NOON.timestamp() // 60)
    slow, quick = {bucket_of(0.1): 10}, {bucket_of(0.001): 90}
    lapse = Lapse(minute=minute, block="hero", cause="source.weather.temp timeout", n=6)
    old = replace(lapse, minute=minute - 60)
    live = Live(
        database,
        workers=(
            a_report(1, times={"answering": slow}, lapses=(lapse, old), caches={"memory": 3}),
            a_report(2, times={"answering": quick}, caches={"memory": 4}),
            replace(
                a_report(3, times={"answering": {bucket_of(9): 999}}, lapses=(lapse,)),
                at=NOON - MINUTE,
            ),
        ),
    )
    board = await live.service.hour()
    answering = board["work"]["stages"][0]
    assert answering["n"] == 100
    assert answering["p50_ms"] < 2
    assert 99 < answering["p95_ms"] < 120
    assert board["work"]["caches"][1]["n"] == 7
    assert board["lapses"]["n"] == 12
    assert "source weather is late" in board["warnings"][0]["says"]


def test_the_backlog_is_what_the_store_has_not_reached(tmp_path):
    """In bytes, and since when."""
    segment = a_segment(tmp_path / "events", b"".join(lines(4)))
    size, first = segment.stat().st_size, len(lines(1)[0])
    assert (backlog(tmp_path / "events", {}).waiting, NOON) == (
        size,
        backlog(tmp_path / "events", {}).since,
    )
    assert backlog(tmp_path / "events", {7: first}).waiting == size - first
    assert backlog(tmp_path / "events", {7: size}).since is None
    assert backlog(tmp_path / "nowhere", {}).waiting == 0


def test_a_live_segment_is_part_of_the_backlog(tmp_path):
    """What a worker has just written waits, until the store has it."""
    journal = a_journal(tmp_path / "events")
    journal.record(OPEN)
    try:
        assert backlog(tmp_path / "events", {}).since == NOON
    finally:
        journal.close()

"""Small figures are those of the events, each once, whatever page shows them."""

from dataclasses import replace
from datetime import timedelta

from app.adapters.sqlite.database import Database
from app.adapters.sqlite.figures import SqliteFigures
from app.model.event import EventKind
from app.studio.figures import HOURS, FigureService, Totals
from tests.adapters.journaling import CLICK, NOON, OPEN, a_store, an_open_store, ask

HOUR = timedelta(hours=1)


async def figures_of(migrated_home, events):
    """Return the figures of a home that stored some events, at noon."""
    database = Database(migrated_home)
    store = an_open_store(database.path)
    store.ingest(7, 4096, list(enumerate(events, 7 << 32)))
    return database, FigureService(totals=SqliteFigures(database), now=lambda: NOON)


async def test_a_sparkline_is_the_opens_of_the_last_48_hours(tmp_path):
    """The present hour is the last, the one 47 hours ago the first; clicks are none of it."""
    old = replace(OPEN, at=NOON - 48 * HOUR)
    first = replace(OPEN, at=NOON - 47 * HOUR)
    other = replace(OPEN, block="hero")
    database, figures = await figures_of(tmp_path, [old, first, OPEN, OPEN, CLICK, other])
    try:
        line = await figures.sparkline("nearest-store")
        unknown = await figures.sparkline("nothing")
    finally:
        database.close()
    assert len(line) == HOURS
    assert [1, *[0] * 46, 2] == line
    assert unknown == [0] * HOURS


async def test_totals_leave_out_clicks_of_machines(tmp_path):
    """A click with the verdict that it was automated counts for nobody."""
    verdict = replace(CLICK, kind=EventKind.AUTOMATED)
    database, figures = await figures_of(tmp_path, [OPEN, OPEN, CLICK, CLICK, verdict])
    try:
        blocks = await figures.of_blocks(["nearest-store", "nothing"])
        messages = await figures.of_messages([OPEN.message])
    finally:
        database.close()
    assert Totals(opens=2, clicks=1, last_open=NOON) == blocks["nearest-store"]
    assert blocks["nearest-store"].click_through == 0.5
    assert blocks["nothing"].click_through is None
    assert blocks["nearest-store"] == messages[OPEN.message]


def test_what_is_read_twice_is_rolled_up_once(tmp_path):
    """A batch that overlaps the one before adds only what is new."""
    store = a_store(tmp_path / "events.db")
    pairs = [((7 << 32) + 100 * number, OPEN) for number in range(4)]
    store.ingest(7, 200, pairs[:2])
    store.ingest(7, 400, pairs)
    for table in ("event_minutes", "hourly_totals WHERE subject = 'block'"):
        assert ask(tmp_path / "events.db", f"SELECT sum(n) FROM {table}")  # noqa: S608  # tables of ours == [(4,)]
    assert ask(tmp_path / "events.db", "SELECT count(*) FROM latest_events") == [(4,)]


def test_only_the_newest_minutes_and_events_are_kept(tmp_path):
    """What nobody looks at any more goes with the next event."""
    store = a_store(tmp_path / "events.db")
    store.ingest(7, 100, [(7 << 32, replace(OPEN, at=NOON - 121 * timedelta(minutes=1)))])
    for batch in range(6):
        pairs = [((7 << 32) + 1000 * batch + n + 100, OPEN) for n in range(60)]
        store.ingest(7, 1000 * (batch + 1), pairs)
    assert ask(tmp_path / "events.db", "SELECT sum(n) FROM event_minutes") == [(360,)]
    assert ask(tmp_path / "events.db", "SELECT count(*) FROM latest_events") == [(200,)]

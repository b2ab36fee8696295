"""The event store counts every event once and names only those who may be named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.adapters.segments import event_id
from app.adapters.sqlite.events import SqliteEventStore
from app.errors import Overloaded
from tests.adapters.journaling import CLICK, NOON, OPEN, a_store, an_open_store, ask, counted

ANN, BOB = "a" * 26, "b" * 26
NAMED = replace(OPEN, subscriber=ANN)


def test_anonymous_events_are_only_counted(tmp_path):
    """Without a subscriber an event raises the count of its hour and group, and leaves no row."""
    store = a_store(tmp_path / "db")
    late = replace(OPEN, at=NOON + timedelta(hours=1))
    assert store.ingest(7, 99, [(event_id(7, n), e) for n, e in enumerate([OPEN, OPEN, late])]) == 3
    assert ask(tmp_path / "db", "SELECT hour, kind, version, reader, n FROM event_counts") == [
        (498_828, "open", 3, "google_proxy", 2),
        (498_829, "open", 3, "google_proxy", 1),
    ]
    assert ask(tmp_path / "db", "SELECT * FROM events") == []


def test_identified_events_are_counted_and_kept(tmp_path):
    """With a subscriber the event is also a row, under the key of its place in the journal."""
    store = a_store(tmp_path / "db", keys=(ANN,))
    at = NOON + timedelta(milliseconds=1)
    click = replace(CLICK, subscriber=ANN, at=at)
    store.ingest(7, 99, [(event_id(7, 0), NAMED), (event_id(7, 50), click)])
    rows = ask(tmp_path / "db", "SELECT id, kind, at, subscriber, link FROM events")
    noon = 1_795_780_800_000
    assert noon == NOON.timestamp() * 1000
    assert rows == [
        (7 << 32, "open", noon, ANN, ""),
        (7 << 32 | 50, "click", noon + 1, ANN, CLICK.link),
    ]
    assert counted(tmp_path / "db") == 2


def test_who_was_erased_is_counted_but_not_kept(tmp_path):
    """An event still in the journal when its person was erased leaves no row behind."""
    store = a_store(tmp_path / "db", keys=(ANN,))
    store.ingest(7, 99, [(event_id(7, 0), NAMED), (event_id(7, 50), replace(OPEN, subscriber=BOB))])
    assert ask(tmp_path / "db", "SELECT subscriber FROM events") == [(ANN,)]
    assert counted(tmp_path / "db") == 2


def test_the_same_stretch_is_stored_once(tmp_path):
    """A stretch ingested again, in part or in whole, adds only what lies behind the position."""
    store = a_store(tmp_path / "db", keys=(ANN,))
    first, second = (event_id(7, 0), NAMED), (event_id(7, 50), NAMED)
    assert store.ingest(7, 50, [first]) == 1
    assert store.ingest(7, 50, [first]) == 0
    assert store.ingest(7, 99, [first, second]) == 1
    assert store.ingest(7, 50, [first]) == 0
    assert (store.position(7), store.position(8)) == (99, 0)
    assert counted(tmp_path / "db") == len(ask(tmp_path / "db", "SELECT id FROM events")) == 2


def test_a_transaction_that_fails_leaves_nothing(tmp_path):
    """If an event cannot be stored, neither the others nor the position are."""
    store = a_store(tmp_path / "db")
    with pytest.raises(OverflowError):
        store.ingest(
            7, 99, [(event_id(7, 0), OPEN), (event_id(7, 9), replace(OPEN, version=2**64))]
        )
    assert (store.position(7), counted(tmp_path / "db")) == (0, 0)
    assert store.ingest(7, 99, [(event_id(7, 0), OPEN)]) == 1


def test_old_rows_expire_and_their_counts_stay(tmp_path):
    """Retention deletes the rows before an instant, however many, and nothing else."""
    store = a_store(tmp_path / "db", keys=(ANN,))
    store.ingest(7, 99_999, [(event_id(7, n), NAMED) for n in range(6000)])
    new = replace(NAMED, at=NOON + timedelta(days=1))
    store.ingest(8, 9, [(event_id(8, 0), new)])
    assert store.expire(NOON + timedelta(seconds=1)) == 6000
    assert store.expire(NOON + timedelta(seconds=1)) == 0
    assert ask(tmp_path / "db", "SELECT id FROM events") == [(8 << 32,)]
    assert counted(tmp_path / "db") == 6001


def test_positions_of_long_gone_segments_are_forgotten(tmp_path):
    """Retention keeps the positions that a returning segment could need."""
    store = a_store(tmp_path / "db")
    for segment in (1, 150_000, 200_000):
        store.ingest(segment, 5, [])
    store.expire(NOON)
    assert [store.position(segment) for segment in (1, 150_000, 200_000)] == [0, 5, 5]


def test_an_unusable_database_is_an_overload(tmp_path):
    """Locked, full or without its tables: the caller is told to come back."""
    (tmp_path / "empty.db").touch()
    store = an_open_store(tmp_path / "empty.db")
    with pytest.raises(Overloaded, match="no such table"):
        store.position(7)
    with pytest.raises(Overloaded, match="no such table"):
        store.ingest(7, 9, [])
    store.close()


def test_a_damaged_database_is_an_overload(tmp_path):
    """A file of noise raises Overloaded at the first use, not when the store is made."""
    path = tmp_path / "noise.db"
    path.write_bytes(b"noise" * 4096)
    store = SqliteEventStore(path)
    with pytest.raises(Overloaded):
        store.ingest(1, 100, [(event_id(1, 0), OPEN)])
    store.close()


def test_a_full_database_is_an_overload(tmp_path):
    """A store without room refuses, and takes the events once there is room."""
    store = a_store(tmp_path / "db", keys=(ANN,))
    many = [(event_id(7, n), replace(NAMED, link="x" * 1000)) for n in range(1000)]
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 10}")
    with pytest.raises(Overloaded, match="full"):
        store.ingest(7, 9999, many)
    assert counted(tmp_path / "db") == 0
    store._connection.execute("PRAGMA max_page_count = 100000")
    assert store.ingest(7, 9999, many) == 1000


def test_commits_survive_a_power_cut(tmp_path):
    """The connection syncs every commit, for the segment is removed right after."""
    store = a_store(tmp_path / "db")
    assert store._connection.execute("PRAGMA synchronous").fetchone() == (2,)

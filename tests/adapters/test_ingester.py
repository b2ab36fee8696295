"""Every event in the journal is stored exactly once, whatever is killed or damaged meanwhile."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from app.adapters.ingester import Ingested, Ingester
from app.adapters.segments import segment_files, sole
from app.adapters.sqlite.events import SqliteEventStore
from app.errors import Overloaded
from tests.adapters.journaling import (
    OPEN,
    SetClock,
    a_journal,
    a_segment,
    a_store,
    an_ingester,
    an_open_store,
    counted,
    lines,
    numbered,
    stored_numbers,
)


class DyingStore:
    """A store that dies at a point of its first ingestion, as a killed process would."""

    def __init__(self, store: SqliteEventStore, *, commits: bool) -> None:
        self._store = store
        self._commits = commits

    def position(self, segment: int) -> int:
        """Ask the store."""
        return self._store.position(segment)

    def ingest(self, segment, offset, events) -> int:
        """Die before or after the commit."""
        if self._commits:
            self._store.ingest(segment, offset, events)
        raise KeyboardInterrupt


@contextmanager
def write_locked(path: Path) -> Iterator[None]:
    """Hold the write lock of a database."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


def test_finished_segments_are_stored_and_removed(tmp_path):
    """Segments of dead workers are carried in batches, then their files go."""
    a_segment(tmp_path / "j", b"".join(lines(2500)), number=7)
    a_segment(tmp_path / "j", b"", number=8)
    ingester = an_ingester(tmp_path / "j", a_store(tmp_path / "db"))
    assert ingester.drain() == Ingested(events=2500, finished=2)
    assert stored_numbers(tmp_path / "db") == dict.fromkeys(range(2500), 1)
    assert segment_files(tmp_path / "j") == ()
    assert ingester.drain() == Ingested()


def test_a_live_segment_is_read_to_its_last_whole_record(tmp_path):
    """Events of a living worker do not wait for rotation, and its file stays."""
    journal = a_journal(tmp_path / "j")
    ingester = an_ingester(tmp_path / "j", a_store(tmp_path / "db"))
    for number in range(10):
        journal.record(numbered(number))
        assert ingester.drain() == Ingested(events=1)
    with journal._segment.path.open("ab") as segment:
        segment.write(lines(1)[0][:-1])
    assert ingester.drain() == Ingested()
    assert not list((tmp_path / "j").glob("*.bad"))
    journal.close()
    assert ingester.drain() == Ingested(bad=1, finished=1)


@pytest.mark.parametrize("commits", [False, True])
def test_a_death_around_the_commit_changes_nothing(tmp_path, commits):
    """Killed before the commit or between commit and removal, the next run stores each once."""
    a_segment(tmp_path / "j", b"".join(lines(1500)))
    store = a_store(tmp_path / "db")
    with pytest.raises(KeyboardInterrupt):
        Ingester(tmp_path / "j", DyingStore(store, commits=commits), now=SetClock()).drain()
    assert counted(tmp_path / "db") == (1000 if commits else 0)
    assert an_ingester(tmp_path / "j", store).drain().events == (500 if commits else 1500)
    assert stored_numbers(tmp_path / "db") == dict.fromkeys(range(1500), 1)


def test_a_segment_that_came_back_is_not_stored_twice(tmp_path):
    """If a power cut undoes the removal of a segment, its stored position still stands."""
    content = b"".join(lines(10))
    ingester = an_ingester(tmp_path / "j", a_store(tmp_path / "db"))
    a_segment(tmp_path / "j", content)
    ingester.drain()
    a_segment(tmp_path / "j", content)
    assert ingester.drain() == Ingested(finished=1)
    a_segment(tmp_path / "j", content[:100])
    assert ingester.drain() == Ingested(finished=1)
    assert counted(tmp_path / "db") == 10


def test_a_segment_that_vanishes_counts_as_done(tmp_path):
    """A segment removed between listing and opening is passed over."""
    (tmp_path / "j").mkdir()
    (tmp_path / "j" / "w0-00000000000000000003.ev").symlink_to(tmp_path / "nowhere")
    a_segment(tmp_path / "j", b"".join(lines(3)))
    assert an_ingester(tmp_path / "j", a_store(tmp_path / "db")).drain().events == 3


def test_a_segment_that_cannot_be_read_holds_nobody_up(tmp_path):
    """The segments after one with a read error are carried."""
    (tmp_path / "j" / "w0-00000000000000000003.ev").mkdir(parents=True)
    a_segment(tmp_path / "j", b"".join(lines(3)))
    assert an_ingester(tmp_path / "j", a_store(tmp_path / "db")).drain().events == 3


def test_damage_is_put_aside_and_counted(tmp_path):
    """Bad lines and a torn tail are kept in files named by their place, once."""
    records = lines(4)
    path = a_segment(
        tmp_path / "j", records[0] + b"noise\nmore\n" + b"".join(records[1:]) + records[0][:20]
    )
    store = a_store(tmp_path / "db")
    with pytest.raises(KeyboardInterrupt):
        Ingester(tmp_path / "j", DyingStore(store, commits=False), now=SetClock()).drain()
    assert an_ingester(tmp_path / "j", store).drain() == Ingested(events=4, bad=3, finished=1)
    kept = {file.name: file.read_bytes() for file in (tmp_path / "j").glob("*.bad")}
    size = len(b"".join(records)) + 11
    assert kept == {
        f"{path.stem}@{len(records[0])}.bad": b"noise\nmore\n",
        f"{path.stem}@{size}.bad": records[0][:20],
    }


def test_a_truncated_segment_loses_its_last_record_alone(tmp_path):
    """Cut at every byte of the last record, the others are stored and the rest put aside."""
    records = lines(3)
    content = b"".join(records)
    ingester = an_ingester(tmp_path / "j", a_store(tmp_path / "db"))
    lengths = range(len(content) - len(records[2]) + 1, len(content))
    for number, length in enumerate(lengths):
        a_segment(tmp_path / "j", content[:length], number=number)
        assert ingester.drain() == Ingested(events=2, bad=1, finished=1)
    assert len(list((tmp_path / "j").glob("*.bad"))) == len(lengths)


def test_a_line_longer_than_a_chunk_is_bad_and_passed(tmp_path):
    """Megabytes without a newline, as after a bad disk, do not stop the records behind them."""
    record = lines(1)[0]
    a_segment(tmp_path / "j", bytes(3 * 1024 * 1024) + b"\n" + record)
    ingester = an_ingester(tmp_path / "j", a_store(tmp_path / "db"))
    assert ingester.drain() == Ingested(events=1, bad=1, finished=1)


def test_only_one_ingester_works(tmp_path):
    """While one ingester works another one stands by and touches nothing."""
    a_segment(tmp_path / "j", b"".join(lines(3)))
    ingester = an_ingester(tmp_path / "j", a_store(tmp_path / "db"))
    with sole(tmp_path / "j" / "ingester.lock"):
        assert ingester.drain() == Ingested()
    assert ingester.drain().events == 3


def test_a_locked_store_keeps_the_journal(tmp_path):
    """While the store is write-locked nothing is lost; the lag shows, and ends with the lock."""
    clock = SetClock()
    a_segment(tmp_path / "j", b"".join(lines(3)))
    a_store(tmp_path / "db").close()
    store = an_open_store(tmp_path / "db", lock_wait=timedelta(milliseconds=10))
    ingester = Ingester(tmp_path / "j", store, now=clock)
    assert ingester.lag() == timedelta()
    with write_locked(tmp_path / "db"), pytest.raises(Overloaded, match="locked"):
        ingester.drain()
    clock.pass_(300)
    assert ingester.lag() == timedelta(seconds=300)
    assert ingester.drain().events == 3
    assert ingester.lag() == timedelta()


def test_the_loop_outlasts_a_locked_store_and_a_missing_directory(tmp_path):
    """The loop goes on through both, and stores the events once it can."""
    a_store(tmp_path / "db").close()
    store = an_open_store(tmp_path / "db", lock_wait=timedelta(milliseconds=10))
    ingester = Ingester(tmp_path / "j", store, now=SetClock(), pause=timedelta(milliseconds=1))
    stop = threading.Event()
    loop = threading.Thread(target=ingester.run, args=(stop,))
    loop.start()
    with write_locked(tmp_path / "db"):
        a_segment(tmp_path / "j", b"".join(lines(3)))
        assert not stop.wait(0.1)
    for _ in range(1000):
        if ingester.total.events == 3 or stop.wait(0.01):
            break
    stop.set()
    loop.join()
    assert ingester.total == Ingested(events=3, finished=1)


async def test_recording_goes_on_while_the_store_is_locked(tmp_path):
    """A locked store is the ingester's trouble alone: events are accepted and clicks settle."""
    store = a_store(tmp_path / "db")
    journal = a_journal(tmp_path / "j")
    with write_locked(tmp_path / "db"):
        assert all(journal.record(OPEN) for _ in range(1000))
        async with asyncio.timeout(5):
            await journal.settle()
    assert an_ingester(tmp_path / "j", store).drain().events == 1000
    journal.close()

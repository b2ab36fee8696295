"""The journal keeps what it accepts, whatever happens to the process or the disk."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import pytest

from app.adapters.records import MAX_RECORD
from app.adapters.segments import segment_files
from app.adapters.tally import directory_tally
from app.errors import ConfigurationError
from tests.adapters.journaling import (
    CLICK,
    OPEN,
    SetClock,
    a_journal,
    a_store,
    an_ingester,
    counted,
    numbered,
    until,
    written,
)


def test_an_accepted_event_is_in_the_file_at_once(tmp_path):
    """A recorded event is readable from the segment before anything is synced or closed."""
    journal = a_journal(tmp_path)
    assert journal.record(OPEN)
    assert journal.record(CLICK)
    assert written(tmp_path) == [OPEN, CLICK]
    assert journal.stats().tally.accepted == 2
    journal.close()


def test_a_closed_journal_accepts_nothing(tmp_path):
    """After closing, an event is refused without an exception, and settling returns at once."""
    journal = a_journal(tmp_path)
    journal.close()
    journal.close()
    assert not journal.record(OPEN)
    assert not journal.record(replace(OPEN, message="\ud800"))
    asyncio.run(journal.settle())


def test_durability_power_leaves_nothing_unsynced(tmp_path):
    """With durability power every record is synced before it is accepted."""
    clock = SetClock()
    journal = a_journal(tmp_path, now=clock, durability="power")
    assert journal.record(OPEN)
    clock.pass_(1)
    assert journal.stats().oldest_unsynced_ms == 0
    journal.close()


async def test_opens_are_synced_in_the_background(tmp_path):
    """An open that nobody settles is synced by the journal's own thread."""
    clock = SetClock()
    journal = a_journal(tmp_path, now=clock)
    journal.record(OPEN)
    clock.pass_(1)
    await until(lambda: journal.stats().oldest_unsynced_ms == 0)
    journal.close()


def test_a_new_run_takes_the_slot_but_never_the_segment(tmp_path):
    """The counters of a slot go on in the next process; its segment number does not come back."""
    for run in range(3):
        journal = a_journal(tmp_path)
        journal.record(OPEN)
        assert run + 1 == journal.stats().tally.accepted
        journal.close()
    numbers = [segment.number for segment in segment_files(tmp_path)]
    assert len(set(numbers)) == 3
    for segment in segment_files(tmp_path):
        segment.path.unlink()
    a_journal(tmp_path).close()
    assert max(numbers) < segment_files(tmp_path)[0].number


def test_workers_have_slots_and_segments_of_their_own(tmp_path):
    """Two journals of one directory write two files, and the directory adds their counts up."""
    one, two = a_journal(tmp_path), a_journal(tmp_path)
    one.record(OPEN)
    two.record(OPEN)
    assert [segment.path.name[:2] for segment in segment_files(tmp_path)] == ["w0", "w1"]
    assert directory_tally(tmp_path).accepted == 2
    one.close()
    two.close()


def test_opens_are_dropped_at_nine_tenths_of_the_cap_and_clicks_at_the_cap(tmp_path):
    """Above 90 % of the cap opens are dropped and counted, and clicks still fit."""
    journal = a_journal(tmp_path, cap_bytes=20_000)
    opens = [journal.record(OPEN) for _ in range(100)]
    clicks = [journal.record(CLICK) for _ in range(100)]
    size = sum(segment.path.stat().st_size for segment in segment_files(tmp_path))
    assert any(opens)
    assert any(clicks)
    assert 18_000 <= size <= 20_000
    assert (opens + clicks).count(False) == journal.stats().tally.dropped["cap"]
    journal.close()


async def test_space_that_the_ingester_freed_is_used_again(tmp_path):
    """A journal at its cap accepts again once its backlog is carried away."""
    cap = 20_000
    directory = tmp_path / "journal"
    first = a_journal(directory)
    while first.stats().used < cap:
        first.record(OPEN)
    first.close()
    journal = a_journal(directory, cap_bytes=cap)
    assert not journal.record(CLICK)
    with_store = an_ingester(directory, a_store(tmp_path / "store.db"))
    with_store.drain()
    await until(lambda: journal.record(CLICK))
    journal.close()


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (replace(OPEN, message="\ud800"), "unencodable"),
        (replace(OPEN, block=object()), "unencodable"),
        (replace(CLICK, link="h" * MAX_RECORD), "oversize"),
    ],
)
def test_what_cannot_be_a_record_is_dropped_and_counted(tmp_path, event, reason):
    """A value that no line can hold costs that event, not the request."""
    journal = a_journal(tmp_path)
    assert not journal.record(event)
    assert journal.stats().tally.dropped[reason] == 1
    assert written(tmp_path) == []
    journal.close()


def test_an_unusable_directory_refuses_the_start(tmp_path):
    """A journal that cannot be kept is found out at the start, with the directory's name."""
    (tmp_path / "file").write_text("not a directory")
    with pytest.raises(ConfigurationError, match="file"):
        a_journal(tmp_path / "file")


async def test_a_directory_that_vanishes_breaks_nothing(tmp_path):
    """Events go on to the open file when the directory is removed under a live journal."""
    clock = SetClock()
    directory = tmp_path / "journal"
    journal = a_journal(directory, now=clock)
    journal.record(OPEN)
    for path in directory.iterdir():
        path.unlink()
    directory.rmdir()
    clock.pass_(61)
    await asyncio.sleep(0.5)
    assert journal.record(OPEN)
    async with asyncio.timeout(10):
        await journal.settle()
    journal.close()


async def test_a_directory_that_vanished_is_made_again(tmp_path):
    """Events recorded some seconds after the directory was removed are there to be ingested."""
    directory = tmp_path / "journal"
    journal = a_journal(directory)
    rmtree(directory)
    # The new segment stands in the directory a moment before it is the one written to.
    await until(lambda: journal.record(OPEN) and directory.exists() and bool(written(directory)))
    before = len(written(directory))
    assert journal.record(OPEN)
    assert written(directory) == [OPEN] * (before + 1)
    journal.close()


SHORT_WRITES = """
import asyncio, resource, sys
from pathlib import Path
from tests.adapters.journaling import CLICK, OPEN, a_journal
directory = Path(sys.argv[1])
journal = a_journal(directory, ballast_bytes=int(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
opens = [journal.record(OPEN) for _ in range(20)]
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
click, last = journal.record(CLICK), journal.record(OPEN)
print(opens.count(True), opens.count(False), click, last, journal.stats().tally.dropped["enospc"])
asyncio.run(journal.settle())
journal.close()
"""


def run_python(script: str, *arguments: str) -> subprocess.CompletedProcess:
    """Run a script against this checkout in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


def test_a_short_write_is_cut_back(tmp_path):
    """When a record fits only in part, it is dropped, and the next one lands on a clean end."""
    answer = run_python(SHORT_WRITES, str(tmp_path), "0").stdout.split()
    kept = int(answer[0])
    assert [str(20 - kept), "True", "True", str(20 - kept)] == answer[1:]
    assert [OPEN] * kept + [CLICK, OPEN] == written(tmp_path)


def test_a_dead_disk_is_counted(tmp_path):
    """A write error other than a full disk drops the event under its own reason."""
    journal = a_journal(tmp_path)
    read_only = os.open(journal._segment.path, os.O_RDONLY)
    os.dup2(read_only, journal._segment.fd)
    os.close(read_only)
    assert not journal.record(CLICK)
    assert journal.stats().tally.dropped["io"] == 1
    journal.close()


def test_a_sync_that_fails_is_counted_and_the_click_goes_on(tmp_path):
    """A failed sync releases those who wait and shows in the figures."""
    journal = a_journal(tmp_path)
    pipe, end = os.pipe()
    os.dup2(end, journal._segment.fd)
    assert journal.record(CLICK)
    asyncio.run(journal.settle())
    assert journal.stats().failed_syncs >= 1
    journal.close()
    os.close(pipe)
    os.close(end)


def test_the_journal_feeds_the_store(tmp_path):
    """What was accepted is what is counted, once the segment is given up."""
    directory = tmp_path / "journal"
    journal = a_journal(directory)
    for number in range(2500):
        journal.record(numbered(number))
    store = a_store(tmp_path / "store.db")
    ingester = an_ingester(directory, store)
    assert ingester.drain().events == 2500
    assert len(segment_files(directory)) == 1
    journal.record(numbered(2500))
    journal.close()
    assert ingester.drain().events == 1
    assert segment_files(directory) == ()
    assert 2501 == counted(tmp_path / "store.db") == directory_tally(directory).accepted
    store.close()

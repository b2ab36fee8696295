"""Workers may be killed, and many may write at once: each accepted event is stored once."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.adapters.segments import segment_files
from app.adapters.tally import directory_tally
from tests.adapters.journaling import a_store, an_ingester, stored_numbers

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from pathlib import Path
from tests.adapters.journaling import a_journal, numbered
journal = a_journal(Path(sys.argv[1]), rotate_bytes=20_000)
first = int(sys.argv[2])
for number in range(first, first + int(sys.argv[3])):
    if journal.record(numbered(number)):
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()
"""


def a_writer(directory: Path, first: int, count: int) -> subprocess.Popen:
    """Start a worker that writes numbered events and tells each one that was accepted."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(directory), str(first), str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.no_cover
@pytest.mark.slow
def test_a_killed_worker_loses_nothing_that_it_accepted(tmp_path):
    """Of 20 workers killed while writing, every accepted event is stored, and stored once."""
    directory = tmp_path / "j"
    ingester = an_ingester(directory, a_store(tmp_path / "db"))
    accepted: set[int] = set()
    kills = 20
    for run in range(kills):
        writer = a_writer(directory, run * 1_000_000, 1_000_000)
        assert writer.stdout
        told = [writer.stdout.readline() for _ in range(200 + 37 * run)]
        writer.send_signal(signal.SIGKILL)
        told += writer.communicate()[0].split("\n")
        accepted |= {int(line) for line in told if line.strip()}
        ingester.drain()
    stored = stored_numbers(tmp_path / "db")
    assert accepted <= stored.keys()
    assert set(stored.values()) == {1}
    tally = directory_tally(directory)
    assert tally.accepted <= sum(stored.values()) <= tally.accepted + kills
    assert segment_files(directory) == ()


def test_two_workers_and_an_ingester_work_at_once(tmp_path):
    """With two writers rotating under a running ingester each event is stored exactly once."""
    directory = tmp_path / "j"
    ingester = an_ingester(directory, a_store(tmp_path / "db"))
    writers = [a_writer(directory, 0, 2000), a_writer(directory, 2000, 2000)]
    readers = [threading.Thread(target=writer.communicate) for writer in writers]
    for reader in readers:
        reader.start()
    while any(reader.is_alive() for reader in readers):
        if directory.exists():
            ingester.drain()
    ingester.drain()
    assert stored_numbers(tmp_path / "db") == dict.fromkeys(range(4000), 1)
    assert directory_tally(directory).accepted == 4000
    assert segment_files(directory) == ()

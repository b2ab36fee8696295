"""Segment numbers are claimed once, and a live segment is known from a dead one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.adapters import segments
from app.adapters.segments import (
    MAX_NUMBER,
    MAX_SIZE,
    claim_segment,
    event_id,
    segment_files,
    seize,
    sole,
)
from app.adapters.tally import REASONS, Slot, directory_tally
from tests.adapters.journaling import NOON, a_segment

CLAIM = """
import sys
from pathlib import Path
from app.adapters.segments import claim_segment
from tests.adapters.journaling import NOON
for _ in range(50):
    segment = claim_segment(Path(sys.argv[1]), 0, NOON)
    segment.path.unlink()
    print(segment.number)
    segment.close()
"""


def test_numbers_are_unique_across_processes_and_removals(tmp_path):
    """Four processes that claim and unlink at once never get the same number."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIM, str(tmp_path)],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    claims = [[int(line) for line in worker.communicate()[0].split()] for worker in workers]
    assert all(claimed == sorted(claimed) for claimed in claims)
    assert len({number for claimed in claims for number in claimed}) == 200


@pytest.mark.parametrize("counter", [None, b"", b"noise"])
def test_a_lost_counter_does_not_bring_numbers_back(tmp_path, counter):
    """Without its counter a directory goes on above its files and above the clock."""
    first = claim_segment(tmp_path, 0, NOON)
    a_segment(tmp_path, b"", number=first.number + 5)
    (tmp_path / "segments.last").unlink()
    if counter is not None:
        (tmp_path / "segments.last").write_bytes(counter)
    second = claim_segment(tmp_path, 0, NOON)
    assert second.number == first.number + 6
    first.close()
    second.close()


def test_used_up_numbers_are_an_error(tmp_path):
    """A number that no key could hold is refused."""
    (tmp_path / "segments.last").write_bytes(b"%020d" % MAX_NUMBER)
    with pytest.raises(OSError, match="used up"):
        claim_segment(tmp_path, 0, NOON)


def test_keys_of_events_fit_a_column_and_keep_the_order():
    """Segment and offset make one signed 64-bit number, ordered like the journal."""
    assert event_id(MAX_NUMBER, MAX_SIZE) == 2**63 - 1
    assert event_id(7, MAX_SIZE) < event_id(8, 0)


def test_a_full_segment_takes_no_more(tmp_path):
    """Beyond the largest offset a key can hold nothing is written."""
    segment = claim_segment(tmp_path, 0, NOON)
    segment.size = MAX_SIZE
    with pytest.raises(OSError, match="full"):
        segment.append(b"one more")
    segment.close()


def test_a_torn_segment_is_cut_before_the_next_record(tmp_path):
    """If the cut after a short write failed as well, the next append repeats it."""
    segment = claim_segment(tmp_path, 0, NOON)
    segment.append(b"whole\n")
    os.write(segment.fd, b"torn")
    segment._torn = True
    segment.append(b"next\n")
    assert segment.path.read_bytes() == b"whole\nnext\n"
    segment.close()


def test_a_live_segment_is_locked_until_it_is_closed(tmp_path):
    """Nobody can take a segment's lock while its worker lives."""
    segment = claim_segment(tmp_path, 0, NOON)
    reader = os.open(segment.path, os.O_RDONLY)
    assert not seize(reader, shared=True)
    segment.close()
    assert seize(reader, shared=True)
    os.close(reader)


def test_one_at_a_time(tmp_path):
    """A file's lock has one holder, and is free again afterwards."""
    with sole(tmp_path / "lock") as first, sole(tmp_path / "lock") as second:
        assert (first, second) == (True, False)
    with sole(tmp_path / "lock") as third:
        assert third


def test_leftovers_of_a_killed_claim_are_removed(tmp_path):
    """A segment that never got its name disappears with the next claim; other files stay."""
    (tmp_path / "w0-00000000000000000001.new").touch()
    (tmp_path / "notes.ev").touch()
    segment = claim_segment(tmp_path, 3, NOON)
    assert [file.path for file in segment_files(tmp_path)] == [segment.path]
    assert not list(tmp_path.glob("*.new"))
    segment.close()


def test_a_name_that_is_taken_leaves_no_open_file(tmp_path):
    """If a segment cannot get its name, the claim fails and holds nothing."""
    first = claim_segment(tmp_path, 0, NOON)
    first.close()
    (tmp_path / f"w0-{first.number + 1:020d}.ev").mkdir()
    (tmp_path / f"w0-{first.number + 1:020d}.ev" / "file").touch()
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(OSError, match="directory"):
        segments._create(tmp_path, 0, first.number + 1)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_slot_counts_on_after_its_owner(tmp_path):
    """The counters of a slot outlive it, and a directory's are the sum of its slots'."""
    first, second = Slot(tmp_path), Slot(tmp_path)
    first.accept()
    second.accept()
    for reason in REASONS:
        second.drop(reason)
    first.close()
    again = Slot(tmp_path)
    again.accept()
    assert (again.number, second.number) == (0, 1)
    assert again.tally().accepted == 2
    assert directory_tally(tmp_path).accepted == 3
    assert directory_tally(tmp_path).dropped == dict.fromkeys(REASONS, 1)
    again.close()
    second.close()


def test_a_slot_cut_short_counts_as_zero(tmp_path):
    """A slot file without content, as a killed claim leaves it, adds nothing."""
    (tmp_path / "w0.slot").touch()
    assert directory_tally(tmp_path).accepted == 0


def test_slots_are_bounded(tmp_path):
    """The worker after the last slot is refused."""
    slots = [Slot(tmp_path, slots=2), Slot(tmp_path, slots=2)]
    with pytest.raises(OSError, match="taken"):
        Slot(tmp_path, slots=2)
    for slot in slots:
        slot.close()

"""Tests of what was last seen."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from app.adapters.seen_links import BUCKET_ROWS, ROW_BYTES, SeenLinkTable
from app.delivery.seen import Seen
from tests.adapters.builders import SetClock

HUMAN = Seen("https://a.example/open", "open", 3, human=True)
MACHINE = Seen("https://a.example/closed", "closed", 4, human=False)
WHERE = ("m" * 26, "s" * 26, "block")


def a_table(folder: Path, clock: SetClock | None = None, *, size: int = 1 << 20) -> SeenLinkTable:
    """Open a table; rows are kept for 30 days."""
    return SeenLinkTable(
        folder / "run" / "seen", size_bytes=size, secret=b"k" * 32, now=clock or SetClock(),
        keep=timedelta(days=30),
    )  # fmt: skip


def test_the_last_is_remembered(tmp_path):
    """What was noted last is found, by its three names only, also after reopening."""
    table = a_table(tmp_path)
    assert None is table.last(*WHERE)
    table.note(*WHERE, MACHINE)
    assert table.last(*WHERE) == MACHINE
    table.note(*WHERE, HUMAN)
    table.close()
    again = a_table(tmp_path)
    assert again.last(*WHERE) == HUMAN
    for other in (("x" * 26, *WHERE[1:]), (WHERE[0], "x" * 26, WHERE[2]), (*WHERE[:2], "other")):
        assert None is again.last(*other)
    again.close()


def test_a_machine_does_not_replace_a_human(tmp_path):
    """Of human and machine the human's stays, whoever came last."""
    table = a_table(tmp_path)
    table.note(*WHERE, HUMAN)
    table.note(*WHERE, MACHINE)
    assert table.last(*WHERE) == HUMAN
    table.close()


def test_it_can_be_forgotten(tmp_path):
    """A forgotten row is not there, and leaves no byte."""
    table = a_table(tmp_path, size=ROW_BYTES * BUCKET_ROWS)
    table.note(*WHERE, HUMAN)
    table.forget(*WHERE)
    table.forget(*WHERE)
    assert None is table.last(*WHERE)
    table.close()
    assert not any((tmp_path / "run" / "seen").read_bytes())


def test_it_forgets_by_itself(tmp_path):
    """After the days of retention a row is not there; a machine may then be noted."""
    clock = SetClock()
    table = a_table(tmp_path, clock)
    table.note(*WHERE, HUMAN)
    clock.pass_by(timedelta(days=30))
    assert table.last(*WHERE) == HUMAN
    clock.pass_by(timedelta(days=1))
    assert None is table.last(*WHERE)
    table.note(*WHERE, MACHINE)
    assert table.last(*WHERE) == MACHINE
    table.close()


def test_the_table_is_bounded(tmp_path):
    """A full bucket loses its oldest row, never its newest; the file keeps its size."""
    clock = SetClock()
    table = a_table(tmp_path, clock, size=ROW_BYTES * BUCKET_ROWS)
    for number in range(BUCKET_ROWS + 1):
        table.note(*WHERE[:2], f"b{number}", HUMAN)
        clock.pass_by(timedelta(days=1))
    kept = [table.last(*WHERE[:2], f"b{number}") == HUMAN for number in range(BUCKET_ROWS + 1)]
    assert [False, *[True] * BUCKET_ROWS] == kept
    table.close()
    assert (tmp_path / "run" / "seen").stat().st_size == ROW_BYTES * BUCKET_ROWS


def test_a_link_too_long_is_not_remembered_wrongly(tmp_path):
    """A link that does not fit leaves nothing, rather than what was seen before it."""
    table = a_table(tmp_path)
    table.note(*WHERE, HUMAN)
    table.note(*WHERE, Seen("https://a.example/" + "x" * ROW_BYTES, "open", 1, human=True))
    assert (table.last(*WHERE), table.too_long) == (None, 1)
    table.close()


def test_a_machines_long_link_does_not_replace_a_human(tmp_path):
    """A machine that was shown a link too long does not take the human's away."""
    table = a_table(tmp_path)
    table.note(*WHERE, HUMAN)
    table.note(*WHERE, Seen("https://a.example/" + "x" * ROW_BYTES, "open", 1, human=False))
    assert table.last(*WHERE) == HUMAN
    table.close()


@pytest.mark.parametrize("at", [0, 5, 12, 15, 17, 19, 21, 40])
def test_a_damaged_row_is_not_there(tmp_path, at):
    """A row of which any byte was changed is not believed."""
    table = a_table(tmp_path, size=ROW_BYTES * BUCKET_ROWS)
    table.note(*WHERE, HUMAN)
    table.close()
    path = tmp_path / "run" / "seen"
    content = bytearray(path.read_bytes())
    row = next(n for n in range(0, len(content), ROW_BYTES) if any(content[n : n + ROW_BYTES]))
    content[row + at] ^= 0xFF
    path.write_bytes(content)
    again = a_table(tmp_path, size=ROW_BYTES * BUCKET_ROWS)
    assert None is again.last(*WHERE)
    again.close()


def test_the_file_names_nobody(tmp_path):
    """Neither keys nor block names stand in the file; another size begins anew."""
    table = a_table(tmp_path)
    table.note(*WHERE, HUMAN)
    table.close()
    content = (tmp_path / "run" / "seen").read_bytes()
    assert not any(word.encode() in content for word in WHERE)
    other = a_table(tmp_path, size=1 << 21)
    assert None is other.last(*WHERE)
    other.close()


def test_two_processes_share_it(tmp_path):
    """What one table notes another reads, and writers at once never make up a row."""
    tables = [a_table(tmp_path, size=ROW_BYTES * BUCKET_ROWS) for _ in range(2)]
    known = [Seen(f"https://a.example/{n}" * n, f"v{n}", n, human=True) for n in range(1, 9)]

    def write(table: SeenLinkTable) -> None:
        for _ in range(200):
            for seen in known:
                table.note(*WHERE, seen)

    threads = [threading.Thread(target=write, args=(table,)) for table in tables]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert tables[0].last(*WHERE) in [*known, None]
    for table in tables:
        assert table.last(*WHERE) in [*known, None]
        table.close()


def test_a_disk_that_fails_remembers_nothing(tmp_path):
    """It costs what was last seen, and no open or click."""
    table = a_table(tmp_path)
    table.note(*WHERE, HUMAN)
    table.close()
    table.note(*WHERE, HUMAN)
    table.forget(*WHERE)
    assert table.last(*WHERE) is None

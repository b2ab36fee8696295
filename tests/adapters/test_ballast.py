"""Ballast is there when the disk fills up, and comes back when there is room."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.adapters.ballast import Ballast
from tests.adapters.journaling import CLICK, OPEN, a_journal


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_ballast_takes_its_space_and_gives_it_back(tmp_path):
    """Loaded it holds real blocks, dropped it holds none, loaded again it is back."""
    ballast = Ballast(tmp_path / "ballast", 65_536)
    ballast.load()
    ballast.load()
    assert (tmp_path / "ballast").stat().st_blocks * 512 >= 65_536
    assert ballast.drop()
    assert not ballast.drop()
    assert (ballast.aboard, (tmp_path / "ballast").exists()) == (False, False)
    ballast.load()
    assert (ballast.aboard, (tmp_path / "ballast").exists()) == (True, True)


def test_ballast_waits_for_ample_room(tmp_path):
    """It is not taken aboard where it would fill the disk."""
    disk = os.statvfs(tmp_path)
    ballast = Ballast(tmp_path / "ballast", disk.f_bavail * disk.f_frsize // 2)
    ballast.load()
    assert (ballast.aboard, (tmp_path / "ballast").exists()) == (False, False)


def test_half_a_ballast_is_none(tmp_path):
    """If the disk takes only a part, nothing is left behind."""
    ballast = Ballast(tmp_path / "ballast", 65_536)
    with files_up_to(4096), pytest.raises(OSError, match="large"):
        ballast.load()
    assert (ballast.aboard, (tmp_path / "ballast").exists()) == (False, False)


def test_no_ballast_is_always_aboard(tmp_path):
    """Of size zero it makes no file and holds nothing up."""
    ballast = Ballast(tmp_path / "ballast", 0)
    ballast.load()
    assert not ballast.drop()
    assert (ballast.aboard, (tmp_path / "ballast").exists()) == (True, False)


def test_a_full_disk_costs_ballast_for_clicks_only(tmp_path):
    """An open that does not fit is dropped; a click frees the ballast; then opens must wait."""
    journal = a_journal(tmp_path, ballast_bytes=4096)
    ballast = tmp_path / "ballast"
    with files_up_to(100):
        assert not journal.record(OPEN)
        assert ballast.exists()
        assert not journal.record(CLICK)
        assert not ballast.exists()
    assert journal.record(CLICK)
    assert not journal.record(OPEN)
    assert journal.stats().tally.dropped["enospc"] == 3
    assert b"".join(path.read_bytes() for path in _segments(tmp_path)).count(b"\n") == 1
    journal.close()


def _segments(directory: Path) -> list[Path]:
    return list(directory.glob("*.ev"))

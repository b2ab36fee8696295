"""Attempts are counted for all processes of a home, and go on being counted without the file."""

import fcntl

import pytest

from app.adapters.attempts import SharedAttempts


class Clock:
    """A machine's monotonic clock, in seconds."""

    at = 1000.0

    def __call__(self):
        """Tell it."""
        return self.at


@pytest.fixture
def clock():
    """One clock for all processes."""
    return Clock()


def a_process(path, clock):
    """Return what one process counts with: three attempts a minute."""
    return SharedAttempts(path, secret=b"s", most=3, window_s=60, monotonic=clock)


async def test_processes_count_together(tmp_path, clock):
    """However many there are, and until the first attempt is a window old."""
    workers = [a_process(tmp_path / "run" / "attempts", clock) for _ in range(4)]
    for worker in workers[:3]:
        assert await worker.wait_s("ip 1", "account a") == 0
        clock.at += 10
    assert [await worker.wait_s("ip 1") for worker in workers] == [30] * 4
    assert await workers[3].wait_s("ip 2", "account a") == 30
    assert await workers[3].wait_s("ip 2", "account b") == 0
    clock.at += 30
    assert await workers[3].wait_s("ip 1") == 0
    assert await workers[0].wait_s("ip 1") == 10


async def test_who_is_refused_waits_no_longer_for_trying_again(tmp_path, clock):
    """A refused attempt is none."""
    worker = a_process(tmp_path / "attempts", clock)
    for _ in range(3):
        assert await worker.wait_s("ip 1") == 0
    for _ in range(9):
        assert await worker.wait_s("ip 1") == 60
    clock.at += 60
    assert await worker.wait_s("ip 1") == 0


@pytest.mark.parametrize("trouble", ["taken", "no file"])
async def test_without_the_file_each_process_counts_for_itself(tmp_path, clock, trouble):
    """Nobody is locked out, and nobody may try for ever."""
    path = tmp_path / "attempts"
    if trouble == "taken":
        held = path.open("wb")
        fcntl.flock(held, fcntl.LOCK_EX)
    else:
        path.mkdir()
    worker = a_process(path, clock)
    assert [await worker.wait_s("ip 1") for _ in range(4)] == [0, 0, 0, 60]
    if trouble == "taken":
        held.close()


async def test_what_the_file_holds_else_counts_for_nothing(tmp_path, clock):
    """Half an entry, and what was written before the machine was started."""
    path = tmp_path / "attempts"
    worker = a_process(path, clock)
    for _ in range(3):
        await worker.wait_s("ip 1")
    path.write_bytes(path.read_bytes() + b"half")
    clock.at = 5.0
    assert await a_process(path, clock).wait_s("ip 1") == 0
    assert path.stat().st_size == 16
    assert path.stat().st_mode & 0o777 == 0o600

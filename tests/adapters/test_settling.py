"""Who waits for the disk waits for a sync that began after their record was written."""

import asyncio
import random
import threading

from app.adapters.records import encode, parse
from app.adapters.segments import Segment
from app.adapters.settling import Settling
from tests.adapters.journaling import CLICK, SetClock, a_journal, numbered


class SlowDisk(Segment):
    """A segment whose syncs last until they are let go."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.let_go = threading.Semaphore(0)

    def sync(self) -> None:
        """Wait for the test."""
        self.begun.release()
        assert self.let_go.acquire(timeout=10)


async def in_thread(function, *arguments) -> None:
    """Run a blocking step beside the loop."""
    await asyncio.get_running_loop().run_in_executor(None, function, *arguments)


async def test_a_running_sync_does_not_settle_what_came_after_it_began():
    """A record written during a sync is settled by the next one, not by that one."""
    lock, clock, disk, wake = threading.Lock(), SetClock(), SlowDisk(), threading.Event()
    settling = Settling(lock, clock)
    with lock:
        settling.wrote()
    first_sync = asyncio.create_task(in_thread(settling.sync, disk))
    await in_thread(disk.begun.acquire)
    with lock:
        settling.wrote()
    waiting = asyncio.create_task(settling.wait(wake))
    clock.pass_(2)
    assert settling.age().total_seconds() == 2
    disk.let_go.release()
    await first_sync
    await asyncio.sleep(0)
    assert not waiting.done()
    assert wake.is_set()
    disk.let_go.release()
    await in_thread(settling.sync, disk)
    await asyncio.wait_for(waiting, 10)
    assert settling.age().total_seconds() == 0


async def test_a_sync_without_records_spares_the_disk():
    """With nothing written there is no sync, and nobody waits."""
    settling = Settling(threading.Lock(), SetClock())
    settling.sync(SlowDisk())
    await settling.wait(threading.Event())
    assert settling.failed_syncs == 0


def power_cut(content: bytes, synced: int, rng: random.Random) -> bytes:
    """Return what a disk may hold of a file: unsynced sectors lost, zeroed, or not yet there."""
    kept = bytearray(content[: rng.randint(synced, len(content))])
    for start in range(synced - synced % 512, len(kept), 512):
        if rng.random() < 0.3:
            begin = max(start, synced)
            kept[begin : start + 512] = bytes(len(kept[begin : start + 512]))
    return bytes(kept)


def test_settled_clicks_survive_a_power_cut(tmp_path):
    """Of 300 power cuts none takes a settled click, and none makes a phantom of one."""
    journal = a_journal(tmp_path)
    for number in range(50):
        assert journal.record(numbered(number, CLICK))
    asyncio.run(journal.settle())
    path = journal._segment.path
    synced = path.stat().st_size
    for number in range(50, 100):
        assert journal.record(numbered(number, CLICK))
    journal.close()
    content = path.read_bytes()
    assert synced == len(b"".join(encode(numbered(number, CLICK)) for number in range(50)))
    rng = random.Random(4711)
    for _ in range(300):
        events = [e for _, e in parse(power_cut(content, synced, rng), 0, limit=1000).events]
        assert events[:50] == [numbered(number, CLICK) for number in range(50)]
        assert set(events[50:]) <= {numbered(number, CLICK) for number in range(50, 100)}


async def test_settling_ends_when_clicks_are_synced(tmp_path):
    """Concurrent clicks settle together, and nothing is unsynced afterwards."""
    clock = SetClock()
    journal = a_journal(tmp_path, now=clock)
    for number in range(50):
        assert journal.record(numbered(number, CLICK))
    async with asyncio.timeout(10):
        await asyncio.gather(*(journal.settle() for _ in range(50)))
    clock.pass_(5)
    assert journal.stats().oldest_unsynced_ms == 0
    await journal.settle()
    journal.close()


async def test_a_cancelled_settling_harms_nobody(tmp_path):
    """A client that hangs up while its click settles leaves the others waiting in peace."""
    journal = a_journal(tmp_path)
    journal.record(CLICK)
    hung_up = asyncio.create_task(journal.settle())
    staying = asyncio.create_task(journal.settle())
    await asyncio.sleep(0)
    hung_up.cancel()
    async with asyncio.timeout(10):
        await staying
    journal.close()


def test_a_loop_that_is_gone_does_not_stop_the_journal(tmp_path):
    """A loop closed while a request of it waited is passed over."""
    journal = a_journal(tmp_path)
    loop = asyncio.new_event_loop()
    journal.record(CLICK)
    waiting = loop.create_task(journal.settle())
    loop.run_until_complete(asyncio.sleep(0))
    waiting.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    asyncio.run(journal.settle())
    assert journal.record(CLICK)
    journal.close()

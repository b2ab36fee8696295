"""Tests of what waits to be purged."""

from datetime import timedelta

import pytest

from app.adapters.purging.addresses import MOST as MOST_ADDRESSES
from app.adapters.purging.addresses import SharedAddresses
from app.adapters.purging.queue import FILE, MOST, PurgeQueue
from tests.adapters.builders import SetClock
from tests.serving import NOON


@pytest.fixture
def clock():
    """Noon."""
    return SetClock(NOON)


@pytest.fixture
def queue(tmp_path, clock):
    """An empty queue."""
    return PurgeQueue(tmp_path, now=clock)


def test_what_waits_survives_the_process(queue, tmp_path, clock):
    """Another process of the same home finds what the first one left."""
    queue.add(["block-a", "block-b", "block-a"])
    found = PurgeQueue(tmp_path, now=clock).read()
    assert set(found.pending) == {"block-a", "block-b"}
    assert found.since == NOON


def test_what_is_asked_for_again_meanwhile_stays(queue):
    """A tag that changed once more while it was purged is purged once more."""
    queue.add(["block-a", "block-b"])
    batch = queue.read().pending
    queue.add(["block-a"])
    queue.done(batch)
    state = queue.read()
    assert set(state.pending) == {"block-a"}
    assert (state.sent, state.last_good) == (2, NOON)


def test_too_much_is_everything(queue):
    """A queue that is full holds one tag for all that is shared; persons' own stay apart."""
    queue.add(["rendering"])
    queue.add(f"block-{number}" for number in range(MOST + 1))
    assert set(queue.read().pending) == {"shared", "rendering"}
    queue.add(["block-z"])
    assert set(queue.read().pending) == {"shared", "rendering"}


def test_failures_wait_ever_longer_but_never_long(queue, clock):
    """2 s, 4 s, 8 s, … and at most five minutes; nothing that waits is lost."""
    queue.add(["block-a"])
    pauses = []
    for _ in range(10):
        queue.failed("no")
        due = queue.read().due
        assert due is not None
        pauses.append((due - clock.at).total_seconds())
    assert pauses[:3] == [2, 4, 8]
    assert pauses[-1] == 300
    assert set(queue.read().pending) == {"block-a"}


def test_a_cache_that_wants_to_be_left_alone_is(queue, clock):
    """Retry-After counts, up to an hour."""
    queue.failed("busy", wish_s=90)
    assert queue.read().due == clock.at + timedelta(seconds=90)
    queue.failed("busy", wish_s=1e9)
    assert queue.read().due == clock.at + timedelta(hours=1)


def test_a_damaged_queue_purges_everything(queue, tmp_path):
    """What cannot be read may have held anything."""
    (tmp_path / FILE).write_bytes(b'{"pending": {"blo')
    batch = queue.read().pending
    assert set(batch) == {"shared"}
    queue.done(batch)
    assert queue.read().pending == {}


def test_addresses_are_found_by_their_tags(tmp_path):
    """What one process answered another one finds, with the tags that it last had."""
    first, second = SharedAddresses(tmp_path), SharedAddresses(tmp_path)
    first.note("/s/m/a.png", ["shared", "block-a"])
    second.note("/s/m/b.png", ["shared", "block-b"])
    second.note("/s/m/a.png", ["shared", "block-a", "stock"])
    assert second.with_any(["stock", "block-x"]) == ["/s/m/a.png"]
    assert set(first.with_any(["shared"])) == {"/s/m/a.png", "/s/m/b.png"}


def test_addresses_are_bounded(tmp_path):
    """Of very many the last ones are kept."""
    addresses = SharedAddresses(tmp_path)
    for number in range(MOST_ADDRESSES + 10):
        addresses.note(f"/s/m/{number}.png", ["shared"])
    kept = addresses.with_any(["shared"])
    assert len(kept) == MOST_ADDRESSES
    assert kept[-1] == f"/s/m/{MOST_ADDRESSES + 9}.png"

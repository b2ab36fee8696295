"""A record is whole or it is none."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.records import decode, encode, parse
from app.model.event import Event, EventKind
from tests.adapters.journaling import CLICK, OPEN, lines, numbered

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=50)
EVENTS = st.builds(
    Event,
    kind=st.sampled_from(EventKind),
    at=st.datetimes(timezones=st.just(UTC)),
    message=TEXTS,
    reader=TEXTS,
    opened_now=TEXTS,
    block=TEXTS,
    version=st.integers(0, 2**63 - 1),
    variant=TEXTS,
    subscriber=TEXTS,
    link=TEXTS,
)


@given(EVENTS)
def test_an_event_comes_back_as_it_was(event):
    """Whatever text an event holds, newlines and all, its record is one line that decodes to it."""
    line = encode(event)
    assert line.index(b"\n") == len(line) - 1
    assert decode(line[:-1]) == event


@given(st.binary())
def test_noise_is_no_record(noise):
    """Random bytes neither decode nor raise."""
    assert decode(noise) is None
    assert parse(noise, 0, limit=1000).events == ()


@pytest.mark.parametrize(
    "event",
    [
        replace(OPEN, at=datetime(2026, 11, 27)),  # noqa: DTZ001  # the flaw under test
        replace(OPEN, version=-1),
        replace(OPEN, version=2**63),
        replace(OPEN, block=7),
    ],
)
def test_what_the_store_could_not_hold_is_no_record(event):
    """A value of the wrong kind is put aside at reading, not found out in a transaction."""
    assert decode(encode(event)[:-1]) is None


def test_a_batch_ends_at_its_limit():
    """Good and bad lines count alike towards the limit, and the next batch begins behind it."""
    records = [*lines(2), b"noise\n", *lines(2)]
    batch = parse(b"".join(records), 100, limit=3)
    assert batch.end == 100 + sum(map(len, records[:3]))
    assert [event for _, event in batch.events] == [numbered(0), numbered(1)]
    assert batch.bad_lines == 1


def test_adjacent_bad_lines_are_one_stretch():
    """What was damaged together is kept together, at the place where it lay."""
    first, second = lines(2)
    batch = parse(first + b"\0\0\n\0\n" + second, 10, limit=10)
    assert batch.bad == ((10 + len(first), b"\0\0\n\0\n"),)
    assert batch.bad_lines == 2


def test_a_torn_tail_is_not_read():
    """Cut at any byte of its last two records, a segment yields every whole record before."""
    records = lines(5, CLICK)
    content = b"".join(records)
    whole = len(b"".join(records[:3]))
    for length in range(whole, len(content)):
        batch = parse(content[:length], 0, limit=1000)
        expected = 3 if length < whole + len(records[3]) else 4
        assert [event.variant for _, event in batch.events] == [f"v{n}" for n in range(expected)]
        assert batch.bad == ()


def test_a_flipped_bit_costs_two_records_at_most():
    """Of 2,000 random bit flips none costs more than two records or invents one."""
    records = lines(40)
    content = b"".join(records)
    expected = {numbered(number) for number in range(40)}
    rng = random.Random(4711)
    for _ in range(2000):
        damaged = bytearray(content)
        place = rng.randrange(len(content) * 8)
        damaged[place // 8] ^= 1 << place % 8
        found = {event for _, event in parse(bytes(damaged), 0, limit=1000).events}
        assert found <= expected
        assert len(found) >= 38


def test_a_zeroed_page_costs_the_records_it_touches():
    """Four KiB of zeros take the records they overlap, and none after them."""
    records = lines(100)
    content = b"".join(records)
    start = 4096
    damaged = content[:start] + bytes(4096) + content[start + 4096 :]
    found = [offset for offset, _ in parse(damaged, 0, limit=1000).events]
    offsets = [len(b"".join(records[:number])) for number in range(100)]
    length = len(records[0]) + 1
    assert found == [o for o in offsets if o + length <= start or o >= start + 4096]

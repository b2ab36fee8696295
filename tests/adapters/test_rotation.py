"""Segments change in time, and nothing is lost between two of them."""

import asyncio
from datetime import timedelta

import pytest

from app.adapters.segments import segment_files
from tests.adapters.journaling import OPEN, SetClock, a_journal, numbered, until, written


async def test_a_segment_rotates_by_size(tmp_path):
    """A segment past its size is followed by one with a higher number; nothing is lost."""
    journal = a_journal(tmp_path, rotate_bytes=1000)
    for number in range(10):
        journal.record(numbered(number))
    await until(lambda: len(segment_files(tmp_path)) == 2)
    journal.record(numbered(10))
    first, second = segment_files(tmp_path)
    assert first.number < second.number
    assert [numbered(number) for number in range(11)] == written(tmp_path)
    journal.close()


@pytest.mark.parametrize("seconds", [61, -61])
async def test_a_segment_rotates_by_age_even_if_the_clock_jumps(tmp_path, seconds):
    """A minute later, or a minute earlier by a clock set back, a new segment begins."""
    clock = SetClock()
    journal = a_journal(tmp_path, now=clock)
    journal.record(OPEN)
    clock.pass_(seconds)
    await until(lambda: len(segment_files(tmp_path)) == 2)
    journal.close()


async def test_an_empty_segment_does_not_rotate(tmp_path):
    """Idle workers leave no trail of empty files."""
    clock = SetClock()
    journal = a_journal(tmp_path, now=clock, rotate_after=timedelta(seconds=1))
    clock.pass_(3600)
    await asyncio.sleep(0.5)
    assert len(segment_files(tmp_path)) == 1
    journal.close()

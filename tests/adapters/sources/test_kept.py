"""What is kept of an upstream: at once, one fetch for many, sparing those who fail."""

import asyncio
from datetime import datetime, timedelta

import pytest

from app.adapters.sources.kept import Held, Kept
from app.errors import (
    SourceBusy,
    SourceMalformed,
    SourceTimeout,
    SourceUnavailable,
    SourceUnsuited,
)
from app.model.facts import Missing, Why
from tests.adapters.sources.worlds import NOON, Clocks, Upstream, kept, settled

DOWN = SourceUnavailable("it is down.")


async def got(cell: Kept[str, str], clocks: Clocks, key: str = "a") -> str:
    """Return a value that must be there."""
    held = await cell.get(key, clocks.now())
    assert isinstance(held, Held)
    return held.value


async def test_what_is_not_known_has_to_be_waited_for() -> None:
    """An unknown key is neither a value nor missing before it was asked for."""
    clocks = Clocks()
    cell = kept(clocks, Upstream())
    assert cell.ready("a", clocks.now()) is None
    assert await got(cell, clocks) == "a1"
    assert cell.ready("a", clocks.now()) == Held(value="a1", fetched_at=NOON, changed_at=NOON)


async def test_a_fresh_answer_asks_nobody() -> None:
    """While an answer is fresh the upstream is left alone."""
    clocks, upstream = Clocks(), Upstream()
    cell = kept(clocks, upstream)
    await got(cell, clocks)
    clocks.pass_by(59)
    await got(cell, clocks)
    assert upstream.asked == ["a"]


async def test_a_stale_answer_is_given_and_refreshed_behind() -> None:
    """A stale answer is returned at once; the next caller has the new one."""
    clocks, upstream = Clocks(), Upstream()
    cell = kept(clocks, upstream)
    await got(cell, clocks)
    clocks.pass_by(61)
    stale = cell.ready("a", clocks.now())
    assert isinstance(stale, Held)
    assert stale.value == "a1"
    await settled()
    assert await got(cell, clocks) == "a2"


@pytest.mark.parametrize(("random", "due_s"), [(0.0, 54), (1.0, 66)])
async def test_freshness_differs_by_a_tenth(random: float, due_s: int) -> None:
    """What was fetched together is not due together."""
    clocks, upstream = Clocks(), Upstream()
    cell = kept(clocks, upstream, random=random)
    await got(cell, clocks)
    clocks.pass_by(due_s - 1)
    await got(cell, clocks)
    assert len(upstream.asked) == 1
    clocks.pass_by(1)
    await got(cell, clocks)
    await settled()
    assert len(upstream.asked) == 2


async def test_many_who_want_one_key_ask_once() -> None:
    """A hundred callers make one fetch."""
    clocks, upstream = Clocks(), Upstream()
    upstream.gate.clear()
    cell = kept(clocks, upstream)
    waiting = [asyncio.ensure_future(got(cell, clocks)) for _ in range(100)]
    await settled()
    upstream.gate.set()
    assert await asyncio.gather(*waiting) == ["a1"] * 100
    assert upstream.asked == ["a"]
    assert cell.stats().shared == 99


async def test_who_gives_up_waiting_ends_no_fetch() -> None:
    """An open that is out of time leaves the answer to the next one."""
    clocks, upstream = Clocks(), Upstream()
    upstream.gate.clear()
    cell = kept(clocks, upstream)
    waiting = asyncio.ensure_future(got(cell, clocks))
    await settled()
    waiting.cancel()
    await settled()
    upstream.gate.set()
    await settled()
    held = cell.ready("a", clocks.now())
    assert isinstance(held, Held)
    assert held.value == "a1"


async def test_a_failing_upstream_leaves_the_last_good_answer() -> None:
    """A failure costs nothing while the answer may still be shown, and its age can be told."""
    clocks, upstream = Clocks(), Upstream()
    cell = kept(clocks, upstream)
    await got(cell, clocks)
    upstream.failure = DOWN
    clocks.pass_by(600)
    assert await got(cell, clocks) == "a1"
    await settled()
    held = cell.ready("a", clocks.now())
    assert isinstance(held, Held)
    assert held.fetched_at == NOON


async def test_an_answer_too_old_is_missing() -> None:
    """Past `stale_for` the last good answer is not shown any more, and the reason is said."""
    clocks, upstream = Clocks(), Upstream()
    cell = kept(clocks, upstream)
    await got(cell, clocks)
    upstream.failure = DOWN
    clocks.pass_by(3601)
    found = await cell.get("a", clocks.now())
    assert isinstance(found, Missing)
    assert found.why == Why.STALE


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (SourceTimeout("late"), Why.TIMEOUT),
        (SourceMalformed("odd"), Why.MALFORMED),
        (DOWN, Why.REFUSED),
    ],
)
async def test_a_key_that_failed_is_spared_for_five_seconds(
    failure: SourceTimeout, why: Why
) -> None:
    """A failure is remembered for a moment, with its reason and the end of it."""
    clocks, upstream = Clocks(), Upstream(failure=failure)
    cell = kept(clocks, upstream)
    expected = Missing(why, "source.test", NOON + timedelta(seconds=5))
    assert expected == await cell.get("a", clocks.now())
    assert expected == cell.ready("a", clocks.now())
    assert upstream.asked == ["a"]
    upstream.failure = None
    clocks.pass_by(5)
    assert await got(cell, clocks) == "a2"


async def test_a_key_that_was_never_asked_is_spared_for_the_reason_of_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What is late is late for every key; one outage is one line of the log, which says why."""
    clocks, upstream = Clocks(), Upstream(failure=SourceTimeout("feed.example was late."))
    cell = kept(clocks, upstream)
    for key in "abcde":
        await cell.get(key, clocks.now())
    spared = await cell.get("z", clocks.now())
    assert isinstance(spared, Missing)
    assert spared.why is Why.TIMEOUT
    assert "z" not in upstream.asked
    assert caplog.messages == ["source.test failed (timeout): feed.example was late."]


async def test_a_defect_of_a_fetch_is_a_missing_answer(caplog: pytest.LogCaptureFixture) -> None:
    """What nobody foresaw costs the value, not the open, and is logged."""
    clocks = Clocks()

    async def broken(_key: str) -> str:
        raise ZeroDivisionError

    cell: Kept[str, str] = Kept(
        broken, source="s", now=clocks.now, monotonic=clocks.monotonic,
        fresh_for=timedelta(1), stale_for=timedelta(1),
    )  # fmt: skip
    found = await cell.get("a", clocks.now())
    assert isinstance(found, Missing)
    assert found.why == Why.MALFORMED
    assert "ZeroDivisionError" in caplog.text


async def test_five_failures_in_a_row_open_the_breaker() -> None:
    """A dead upstream is asked ever more seldom, by one at a time, and recovers by itself."""
    clocks, upstream = Clocks(), Upstream(failure=DOWN)
    cell = kept(clocks, upstream)
    for key in "abcdefghij":
        await cell.get(key, clocks.now())
    assert len(upstream.asked) == 5
    assert cell.stats().is_open
    asked = []
    for _ in range(300):
        clocks.pass_by(1)
        before = len(upstream.asked)
        for key in "klmnop":
            await cell.get(key, clocks.now())
        asked.append(len(upstream.asked) - before)
    assert max(asked) == 1
    assert sum(asked) < 15
    upstream.failure = None
    clocks.pass_by(66)
    await got(cell, clocks, "z")
    assert not cell.stats().is_open


async def test_an_answer_from_elsewhere_says_nothing_of_the_upstream() -> None:
    """What another process was answered before neither forgives a failure nor hides it."""
    clocks, earlier = Clocks(), NOON - timedelta(minutes=5)

    async def fetch(key: str) -> datetime:
        if key == "known":
            return earlier
        raise DOWN

    cell = Kept(
        fetch, source="source.test", now=clocks.now, monotonic=clocks.monotonic,
        fresh_for=timedelta(minutes=1), stale_for=timedelta(hours=1), since=lambda at: at,
    )  # fmt: skip
    await cell.get("a", clocks.now())
    assert isinstance(await cell.get("known", clocks.now()), Held)
    stats = cell.stats()
    assert (stats.failures, stats.last_error, stats.last_good) == (1, str(DOWN), earlier)


async def test_the_log_has_nothing_of_what_was_answered(caplog: pytest.LogCaptureFixture) -> None:
    """An answer may be about the person who opens; operators read the whole in the studio."""
    said = 'Not one of 1 rows can be used. Row 1: Field "age": "Ann" is not a number.'
    clocks, upstream = Clocks(), Upstream(failure=SourceMalformed(said))
    cell = kept(clocks, upstream)
    await cell.get("a", clocks.now())
    assert cell.stats().last_error == said
    assert not any("Ann" in message for message in caplog.messages)
    assert caplog.messages[0].startswith("source.test failed (malformed): Not one of 1 rows")


async def test_requests_that_an_upstream_finds_fault_with_close_it_to_nobody_else() -> None:
    """Whoever asks for what it cannot read is spared alone; the others are answered."""
    clocks, upstream = Clocks(), Upstream(failure=SourceUnsuited("it answered 400."))
    cell = kept(clocks, upstream)
    for key in "abcdefghij":
        assert isinstance(await cell.get(key, clocks.now()), Missing)
    asked = len(upstream.asked)
    await cell.get("a", clocks.now())
    assert len(upstream.asked) == asked
    upstream.failure = None
    assert await got(cell, clocks, "z") == f"z{asked + 1}"


async def test_a_hundred_keys_that_expire_together_do_not_storm() -> None:
    """F26: an upstream that fails when a hundred keys fall due is asked a hundred times at most."""
    clocks, upstream = Clocks(), Upstream()
    cell = kept(clocks, upstream)
    keys = [f"k{number}" for number in range(100)]
    for key in keys:
        await got(cell, clocks, key)
    upstream.asked.clear()
    upstream.failure = DOWN
    clocks.pass_by(120)
    for _ in range(20):
        for key in keys:
            assert isinstance(cell.ready(key, clocks.now()), Held)
        await settled()
        clocks.pass_by(1)
    assert 0 < len(upstream.asked) <= 100


async def test_retry_after_is_heeded() -> None:
    """Who asks to be left alone is left alone, by all keys and for as long as it said."""
    clocks = Clocks()
    upstream = Upstream(failure=SourceBusy("busy", retry_after_s=90))
    cell = kept(clocks, upstream)
    await cell.get("a", clocks.now())
    upstream.failure = None
    clocks.pass_by(89)
    assert isinstance(await cell.get("b", clocks.now()), Missing)
    assert upstream.asked == ["a"]
    clocks.pass_by(1)
    assert await got(cell, clocks, "b") == "b2"


async def test_fetches_at_once_are_bounded() -> None:
    """Keys beyond the bound are missing at once instead of waiting for a place."""
    clocks, upstream = Clocks(), Upstream()
    upstream.gate.clear()
    cell = kept(clocks, upstream, at_once=2)
    waiting = [asyncio.ensure_future(cell.get(key, clocks.now())) for key in "abc"]
    await settled()
    assert "".join(upstream.asked) == "ab"
    assert Missing(Why.REFUSED, "source.test") == await waiting[2]
    upstream.gate.set()
    await asyncio.gather(*waiting)


async def test_an_equal_answer_keeps_the_instant_of_its_change() -> None:
    """`changed_at` tells when the value last became another one."""
    clocks, upstream = Clocks(), Upstream(answer="same")
    cell = kept(clocks, upstream)
    await got(cell, clocks)
    clocks.pass_by(61)
    await got(cell, clocks)
    await settled()
    held = cell.peek("a")
    assert held == Held(value="same", fetched_at=clocks.now(), changed_at=NOON)


async def test_the_future_of_a_preview_shows_what_is_known_now() -> None:
    """Asked for next month, the answer is the present one, and nothing is fetched for it."""
    clocks, upstream = Clocks(), Upstream()
    cell = kept(clocks, upstream)
    await got(cell, clocks)
    held = cell.ready("a", clocks.now() + timedelta(days=30))
    assert isinstance(held, Held)
    assert upstream.asked == ["a"]


async def test_closing_ends_every_fetch() -> None:
    """Nothing goes on after the end."""
    clocks, upstream = Clocks(), Upstream()
    upstream.gate.clear()
    cell = kept(clocks, upstream)
    waiting = asyncio.ensure_future(cell.get("a", clocks.now()))
    await settled()
    await cell.close()
    assert cell.stats().coming == 0
    with pytest.raises(asyncio.CancelledError):
        await waiting

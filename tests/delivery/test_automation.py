"""Clicks that no human made are found by haste, by the trap, by the reader's class."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.delivery.automation import ClickWatch
from app.model.event import Event, EventKind

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
WHO = ("m" * 26, "a" * 26)


def a_click(seconds: float, **said) -> Event:
    """Build a click so many seconds after noon."""
    at = NOON + timedelta(seconds=seconds)
    return Event(**{"kind": EventKind.CLICK, "at": at, "message": "m", "reader": "direct", **said})


def judged(*clicks: tuple[float, str], who: tuple[str, str] = WHO) -> list[float]:
    """Return the seconds of the clicks that were found to be a machine's."""
    watch = ClickWatch()
    verdicts = [
        verdict
        for seconds, block in clicks
        for verdict in watch.judge(who, block, a_click(seconds), is_machine=False)
    ]
    return [(verdict.at - NOON).total_seconds() for verdict in verdicts]


def test_three_links_in_five_seconds_are_a_machine_s():
    """All three, and those that follow within ten seconds; a verdict is passed once."""
    assert judged((0, "a"), (2, "b")) == []
    assert judged((0, "a"), (2, "b"), (5, "c")) == [0, 2, 5]
    assert judged((0, "a"), (2, "b"), (5, "c"), (14, "d"), (23.9, "a")) == [0, 2, 5, 14, 23.9]
    assert judged((0, "a"), (2, "b"), (5, "c"), (15, "d")) == [0, 2, 5]


def test_a_slow_reader_is_human():
    """Three links in six seconds, or one link often."""
    assert judged((0, "a"), (3, "b"), (6, "c")) == []
    assert judged(*((second / 10, "a") for second in range(100))) == []


def test_clicks_in_the_ten_seconds_before_are_the_machine_s_too():
    """What came earlier was somebody else's."""
    assert judged((0, "a"), (1, "a"), (8, "b"), (9, "c"), (10.5, "d")) == [1, 8, 9, 10.5]


def test_people_do_not_share_a_trail():
    """One person's clicks say nothing about another's."""
    watch = ClickWatch()
    for name in "abcdef":
        assert not watch.judge(("m", name), name, a_click(1), is_machine=False)


def test_a_machine_s_click_condemns_what_came_just_before():
    """A scanner by its class, with the reader it was given and without the link."""
    watch = ClickWatch()
    first = a_click(0, block="a", subscriber="s", link="https://northbeam.example")
    assert watch.judge(WHO, "a", first, is_machine=False) == []
    second = a_click(4, reader="scanner")
    verdicts = watch.judge(WHO, "b", second, is_machine=True)
    assert [(v.kind, v.at, v.reader, v.link) for v in verdicts] == [
        (EventKind.AUTOMATED, first.at, "direct", ""),
        (EventKind.AUTOMATED, second.at, "scanner", ""),
    ]
    assert watch.judge(WHO, "a", a_click(5), is_machine=False) == []


def test_who_follows_the_hidden_link_is_a_machine():
    """So are the clicks in the ten seconds on either side of it."""
    watch = ClickWatch()
    for seconds in (0, 9):
        assert watch.judge(WHO, "a", a_click(seconds), is_machine=False) == []
    assert [v.at.second for v in watch.spring(WHO, a_click(12))] == [9, 12]
    assert [v.at.second for v in watch.judge(WHO, "a", a_click(21), is_machine=False)] == [21]
    assert watch.judge(WHO, "a", a_click(50), is_machine=False) == []
    assert watch.found == {"trap": 2, "haste": 1}


@given(st.lists(st.tuples(st.floats(0, 5), st.sampled_from("abcd"), st.booleans()), max_size=60))
def test_no_click_is_judged_twice(steps):
    """Whatever comes, there are at most as many verdicts as clicks, each on one of them."""
    watch, at, clicks, verdicts = ClickWatch(), 0.0, [], []
    for number, (pause, block, is_machine) in enumerate(steps):
        at += pause
        click = a_click(at, version=number)
        clicks.append(number)
        verdicts += [v.version for v in watch.judge(WHO, block, click, is_machine=is_machine)]
    assert len(set(verdicts)) == len(verdicts)
    assert set(verdicts) <= set(clicks)

"""Warnings say in words what is wrong, and lead to where it can be mended."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.model.source import SourceHealth
from app.model.worker import Lapse
from app.studio.live.healthy import health_of
from app.studio.live.warning import Weight, in_words, warnings_of
from app.studio.live.words import cause_of
from tests.adapters.journaling import NOON
from tests.studio.live import SOUND, a_report, a_source


def said(health=SOUND, reports=(), lapses=()):
    """Return what the warnings say."""
    return [warning.says for warning in warnings_of(health, reports, lapses)]


def test_nothing_wrong_is_nothing_said():
    """A sound server has no warning, also with sources that are new, good or paused."""
    sources = [
        a_source(health=health)
        for health in (SourceHealth.NEW, SourceHealth.GOOD, SourceHealth.PAUSED)
    ]
    assert said(replace(SOUND, sources=sources), [a_report()]) == []


def test_a_block_that_fell_back_leads_to_the_source_to_blame():
    """All minutes of all workers together."""
    lapse = Lapse(minute=1, block="hero", cause="source.weather.temp timeout", n=5)
    health = replace(SOUND, sources=[a_source(health=SourceHealth.GOOD)])
    (warning,) = warnings_of(health, (), [lapse, replace(lapse, minute=2, n=7)])
    assert warning.says == "Block hero fell back 12 times in the last hour: source weather is late."
    assert (warning.href, warning.link) == ("/studio/sources/weather?brand=brand", "See the source")


def test_a_source_that_is_no_more_is_not_led_to():
    """The block is."""
    lapse = Lapse(minute=1, block="hero", cause="source.gone.x refused", n=1)
    (warning,) = warnings_of(SOUND, (), [lapse])
    assert (
        warning.says == "Block hero fell back once in the last hour: source gone refuses to answer."
    )
    assert warning.href == "/studio/blocks/hero"


def test_what_strangers_asked_for_is_no_warning():
    """A made-up block is nobody's to mend."""
    assert said(lapses=[Lapse(minute=1, block="", cause="unknown-block", n=900)]) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"database_trouble": "disk I/O error"}, "The database is in trouble: disk I/O error"),
        ({"disk_free": 1 << 30}, "The disk has 1.0 GiB left."),
        ({"journal_oldest_s": 240.0}, "Opens wait for the store, the first for 4 min: "),
        ({"purges_waiting": 3, "purges_error": "403"}, "3 purges wait for the cache in front: 403"),
        ({"purges_waiting": 3, "purges_oldest_s": 999.0}, "3 purges wait for the cache in front."),
        ({"sources": [a_source(last_error="It is shut.")]}, "Source weather fails: It is shut."),
    ],
)
def test_each_part_that_is_ill_is_named(wrong, words):
    """In words of the part, with what it said itself."""
    (found,) = said(replace(SOUND, **wrong))
    assert found.startswith(words)


def test_the_gravest_stand_first():
    """What readers notice, before what they do not."""
    sources = [a_source("a"), a_source("b", health=SourceHealth.FAILING)]
    found = warnings_of(replace(SOUND, sources=sources), [a_report(lag_ms=900.0)], ())
    assert [warning.weight for warning in found] == [Weight.BAD, Weight.WARN, Weight.WARN]


def test_merge_tags_of_all_workers_are_one_warning():
    """With the way to the messages."""
    (warning,) = warnings_of(
        SOUND, [a_report(1, unmerged={"a": 2}), a_report(2, unmerged={"a": 1, "b": 2})], ()
    )
    assert warning.says.startswith("5 opens held a merge tag")
    assert warning.href == "/studio/messages"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("weather timeout", "weather is late"),
        ("render TooManyPixels", "drawing failed (TooManyPixels)"),
        ("overload", "too many pictures waited to be drawn"),
        ("defect", "deciding failed"),
        ("something new", "something new"),
    ],
)
def test_causes_have_words(text, says):
    """What the header says, as people do."""
    assert cause_of(text).says == says


def test_health_says_what_is_missing():
    """Workers that are silent, an address that only this machine can open, events that wait."""
    health = replace(
        SOUND, workers=2, address="http://localhost:8080", journal_waiting=2048, journal_oldest_s=60
    )
    parts = {part["name"]: part for part in health_of(health, [a_report()], NOON)["parts"]}
    assert (parts["Workers"]["state"], parts["Journal"]["state"]) == ("warn", "warn")
    assert "1 of 2 at work" in parts["Workers"]["says"]
    assert "OPENTIME_BASE_URL" in parts["Address"]["says"]
    assert "Purges" not in parts


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "0 s"), (89, "89 s"), (90, "1 min"), (7200, "2 h"), (200_000, "2 days")],
)
def test_ages_are_short(seconds, words):
    """One number and a unit."""
    assert in_words(timedelta(seconds=seconds)) == words

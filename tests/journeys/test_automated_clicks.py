"""Clicks that no human made are led like any other, recorded, and marked."""

from datetime import timedelta

import pytest

from app.delivery.automation import TRAP
from app.model.brand import Tracking
from tests.journeys.building import change_person, publish, track
from tests.serving import GMAIL, SCANNER, Running, serving

LINKS = ("one", "two", "three")


@pytest.fixture
async def demo(demo_home):
    """The demo with three more blocks, served to one test."""
    async with serving(demo_home) as running:
        for name in LINKS:
            await publish(running, name, link=f"https://northbeam.example/{name}")
        yield running


async def click(demo: Running, block: str, who: str = "", **said: object) -> str:
    """Click a second after the click before, and return where it led."""
    demo.clock.pass_by(timedelta(seconds=1))
    path = f"/c/{demo.message.key}/{who or demo.someone().key}/{block}"
    answer = await demo.ask(path, **said)
    assert answer.status == 302
    return answer["location"]


def stored(demo: Running) -> list[tuple[str, str]]:
    """Return the kinds and blocks of what is stored."""
    return [(event["kind"], event["block"]) for event in demo.stored()]


async def test_a_human_s_click_is_nobody_else_s(demo):
    """Two links in a while are a reader's."""
    await click(demo, "one")
    await click(demo, "two")
    assert stored(demo) == [("click", "one"), ("click", "two")]


async def test_three_links_at_once_are_marked_and_led_all_the_same(demo):
    """The raw clicks stay, each with a verdict of the same instant beside it."""
    for name in LINKS:
        assert await click(demo, name) == f"https://northbeam.example/{name}"
    clicks = [("click", name) for name in LINKS]
    verdicts = [("automated", name) for name in LINKS]
    assert stored(demo) == clicks + verdicts
    events = demo.stored()
    assert [event["at"] for event in events[:3]] == [event["at"] for event in events[3:]]


async def test_a_head_leaves_no_trail(demo):
    """It is no click, so it is no sign of haste either."""
    await click(demo, "one", method="HEAD")
    await click(demo, "two", method="HEAD")
    await click(demo, "three")
    assert stored(demo) == [("click", "three")]


@pytest.mark.parametrize("said", [{"agent": SCANNER}, {"agent": GMAIL}, {"agent": "curl/8"},
                                  {"headers": {"sec-purpose": "prefetch"}}])  # fmt: skip
async def test_what_is_no_person_s_is_marked_at_once(demo, said):
    """Scanners, programs, proxies and prefetchers get their redirect and a verdict."""
    assert await click(demo, "one", **said) == "https://northbeam.example/one"
    assert stored(demo) == [("click", "one"), ("automated", "one")]


async def test_the_hidden_link_gives_a_machine_away(demo):
    """It leads to the brand; the click before it was the machine's too."""
    await click(demo, "one")
    assert await click(demo, TRAP) == "https://northbeam.example/"
    assert stored(demo) == [
        ("click", "one"), ("click", TRAP), ("automated", "one"), ("automated", TRAP),
    ]  # fmt: skip


@pytest.mark.parametrize("tracking", [Tracking.OFF, Tracking.COUNTS])
async def test_without_names_the_verdicts_are_counted(demo, tracking):
    """As many as the clicks they speak of, and nobody is named."""
    await track(demo, tracking)
    for name in LINKS:
        await click(demo, name)
    await click(demo, TRAP, who="anonymous")
    assert demo.stored() == []
    totals: dict[str, int] = {}
    for row in demo.counted():
        totals[row["kind"]] = totals.get(row["kind"], 0) + row["n"]
    assert totals == {"click": 4, "automated": 4}


async def test_a_trap_in_an_unknown_message_is_nothing(demo):
    """It leads to the brand and leaves nothing behind."""
    answer = await demo.ask(f"/c/{'z' * 26}/{demo.someone().key}/{TRAP}")
    assert (answer.status, answer["location"]) == (302, "https://northbeam.example/")
    assert demo.stored() == demo.counted() == []


async def test_without_consent_a_verdict_names_nobody(demo):
    """Consent is asked when the click comes, for the click and for the verdict."""
    person = demo.someone()
    refused = await change_person(demo, person, consent=person.consent.__class__(tracking=False))
    for name in LINKS:
        await click(demo, name, who=refused.key)
    assert demo.stored() == []

"""Nobody learns from an answer whether a subscriber exists."""

import pytest

from app.model.keys import new_key
from tests.journeys.building import change_person
from tests.serving import STRANGER, Answer, serving

BLOCKS = ("greeting", "hero", "nearest-store", "stock-alert", "points-progress", "last-order")
NOBODIES = {
    "anonymous": "anonymous",
    "unknown": STRANGER,
    "another unknown": new_key(),
    "malformed": "x",
    "merge tag": "%25%25id%25%25",
    "too long": "a" * 27,
    "not utf-8": "%ff",
    "upper case of an unknown": STRANGER.upper(),
}


@pytest.fixture
async def demo(demo_home):
    """The demo, served to one test."""
    async with serving(demo_home) as running:
        yield running


async def test_unknown_erased_malformed_and_anonymous_are_one(demo):
    """Status, headers and bytes are the same for each nobody, on each route and channel."""
    erased = await change_person(demo, demo.someone("nb-sakura"))
    await demo.ask(demo.open_path("greeting", erased.key))
    assert await demo.services.erasing.erase(erased.external_id)
    nobodies = {**NOBODIES, "erased": erased.key}
    for block in BLOCKS:
        for extension in ("png", "html", "json", "txt") if block == "greeting" else ("png",):
            answers = await said(demo, f"/o/{demo.message.key}/(S)/{block}.{extension}", nobodies)
            assert {200} == {answer.status for answer in answers.values()}
            assert len({repr(answer) for answer in answers.values()}) == 1, (block, extension)
    for route in (f"/c/{demo.message.key}/(S)/greeting", f"/v/{demo.message.key}/(S)"):
        answers = await said(demo, route, nobodies)
        assert len({repr(answer) for answer in answers.values()}) == 1, route


async def said(demo, path: str, nobodies: dict[str, str]) -> dict[str, Answer]:
    """Return the answer to each nobody, asked twice: warmth must not tell them apart either."""
    found = {}
    for _ in range(2):
        for why, key in nobodies.items():
            found[why] = await demo.ask(path.replace("(S)", key))
    return found


async def test_unknown_and_erased_cost_the_same_work(demo):
    """One statement is run for a key that nobody has, whoever had it before, and for a person's."""
    person, erased = demo.someone("nb-jonas"), demo.someone("nb-sakura")
    await demo.services.erasing.erase(erased.external_id)
    path = "/o/{}/{}/hero.png"
    keys = {"person": person.key, "erased": erased.key, "unknown": STRANGER, "new": new_key()}
    for key in keys.values():
        await demo.ask(path.format(demo.message.key, key))
    statements: list[str] = []
    demo.services.storage.database.profile_reader.set_trace_callback(statements.append)
    work = {}
    for why, key in keys.items():
        statements.clear()
        await demo.ask(path.format(demo.message.key, key))
        work[why] = sum(statement.startswith("SELECT") for statement in statements)
    demo.services.storage.database.profile_reader.set_trace_callback(None)
    assert dict.fromkeys(keys, 1) == work


async def test_nobody_leaves_a_different_trace_in_the_figures(demo):
    """Metrics do not tell an unknown key from an erased one."""
    erased = demo.someone("nb-sakura")
    await demo.services.erasing.erase(erased.external_id)
    deltas = []
    for key in (erased.key, STRANGER):
        before = demo.services.journal.stats().tally.accepted
        await demo.ask(demo.open_path("hero", key))
        deltas.append(demo.services.journal.stats().tally.accepted - before)
    assert deltas == [0, 0]

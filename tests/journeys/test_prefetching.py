"""A prefetching reader keeps what it fetched for days: it stays true for seven."""

import json
from datetime import timedelta

import pytest

from tests.journeys.building import publish
from tests.serving import serving

MPP = {"sec-purpose": "prefetch"}
WEEK = timedelta(days=7)


@pytest.fixture
async def demo(demo_home):
    """The demo, served to one test."""
    async with serving(demo_home, deadline_ms=30_000) as running:
        yield running


async def test_every_demo_block_stays_true_for_a_week(demo):
    """What was said at the prefetch is said again at every sixth hour of the week that follows."""
    start = demo.clock.at
    for person in demo.people[:6]:
        for block in demo.message.blocks:
            path = demo.open_path(block, person.key, "json")
            demo.clock.at = start
            first = json.loads((await demo.ask(path, headers=MPP)).body)
            for step in range(1, 28):
                demo.clock.at = start + step * WEEK / 28
                again = json.loads((await demo.ask(path, headers=MPP)).body)
                assert (first["variant"], first["say"]) == (again["variant"], again["say"])


async def test_a_block_may_be_shown_live_to_everybody(demo):
    """`prefetch: live` shows what holds now."""
    document = """
block: hours
size: 300x100
{}
variants:
  - name: now
    say: {{headline: "{{{{ clock.time }}}}"}}
    draw: [{{text: {{content: "{{{{ say.headline }}}}", box: [0, 0, 300, 40]}}}}]
fallback: {{say: {{headline: Any}}, draw: [{{text: {{content: Any, box: [0, 0, 300, 40]}}}}]}}
"""
    shown = []
    for setting in ("", "prefetch: steady", "prefetch: live"):
        await publish(demo, "hours", document.format(setting))
        path = demo.open_path("hours", extension="json")
        shown.append(json.loads((await demo.ask(path, headers=MPP)).body)["variant"])
    assert shown == ["fallback", "fallback", "now"]


async def test_a_preview_as_a_prefetcher_says_why(demo):
    """The reasons name the fact that would not stay."""
    from app.delivery.previewing import PreviewRequest
    from app.model.reader import ReaderKind

    await publish(demo, "noon", when="clock.hour < 12", headline="Morning", otherwise="Any time")
    preview = await demo.services.previewing.preview(
        PreviewRequest(block="noon", reader=ReaderKind.PREFETCH, at=demo.clock.at.replace(hour=15))
    )
    assert "changes at" in str(preview.document["considered"])

"""A countdown in an email: true at the second of the open, however it is fetched."""

import asyncio
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.delivery.previewing import PreviewRequest
from app.model.rendering import Format
from tests.journeys.building import publish
from tests.serving import Answer, Running, serving

MPP = {"sec-purpose": "prefetch"}
SALE = """
block: sale
size: 300x100
{}
variants:
  - name: on
    draw:
      - fill: {{color: "#ffffff"}}
      - countdown: {{to: "{}", box: [10, 10, 280, 80], color: "#23483f", ink: "#ffffff"}}
fallback: {{draw: [{{fill: {{color: "#ffffff"}}}}]}}
"""


@pytest.fixture
async def demo(demo_home: Path):
    """The demo with a sale that ends in five hours, served to one test."""
    async with serving(demo_home, deadline_ms=30_000) as running:
        await count_down(running)
        yield running


async def count_down(demo: Running, head: str = "") -> None:
    """Publish the sale's block."""
    ends = demo.clock.at + timedelta(hours=5)
    await publish(demo, "sale", SALE.format(head, ends.isoformat()))


def pictures(answer: Answer) -> int:
    """Return how many frames an answer has; it must be a picture."""
    assert answer.status == 200
    with Image.open(BytesIO(answer.body)) as opened:
        return getattr(opened, "n_frames", 1)


async def test_a_gif_begins_at_the_second_of_the_open(demo):
    """A second later it is another one, with another tag; within the second it is not."""
    path = demo.open_path("sale", extension="gif")
    first = await demo.ask(path)
    assert pictures(first) == 60
    assert first["etag"] == (await demo.ask(path))["etag"]
    assert (await demo.ask(path, headers={"if-none-match": first["etag"]})).status == 304

    demo.clock.at += timedelta(seconds=1)
    second = await demo.ask(path, headers={"if-none-match": first["etag"]})
    assert pictures(second) == 60
    assert second["etag"] != first["etag"]
    assert second.body != first.body


async def test_a_still_is_the_same_until_its_minute_ends(demo):
    """PNG and JPEG show no seconds, and are drawn once a minute."""
    path = demo.open_path("sale", extension="png")
    start, seen = demo.clock.at, {}
    for passed in range(0, 121, 15):
        demo.clock.at = start + timedelta(seconds=passed)
        seen.setdefault((await demo.ask(path))["etag"], []).append(passed)
    assert list(seen.values()) == [[0, 15, 30, 45], [60, 75, 90, 105], [120]]


async def test_readers_of_one_second_share_a_film(demo):
    """It is drawn once, whoever asks, and in whichever order."""
    stats = demo.services.renderings.stats
    before = stats.drawn
    paths = [demo.open_path("sale", person.key, "gif") for person in demo.people]
    answers = await asyncio.gather(*(demo.ask(path) for path in paths))
    languages = {person.language.partition("-")[0] for person in demo.people}
    assert {pictures(answer) for answer in answers} == {60}
    assert stats.drawn - before <= len(languages) + 3


async def test_films_leave_nothing_on_the_disk(demo):
    """Their second passes, and nobody will ask for them again."""
    for _ in range(20):
        demo.clock.at += timedelta(seconds=1)
        assert pictures(await demo.ask(demo.open_path("sale", extension="gif"))) == 60
    kept = list(demo.home.rglob("*.gif"))
    assert len(kept) <= 1, "the fallback, drawn ahead"


async def test_a_reader_that_keeps_its_copy_is_told_the_deadline(demo):
    """A single picture, the same all day, also as a GIF; `prefetch: live` shows digits."""
    path = demo.open_path("sale", extension="gif")
    first = await demo.ask(path, headers=MPP)
    demo.clock.at += timedelta(hours=3)
    assert pictures(first) == 1
    assert (await demo.ask(path, headers=MPP))["etag"] == first["etag"]
    await count_down(demo, "prefetch: live")
    assert pictures(await demo.ask(path, headers=MPP)) == 60


async def test_what_is_over_is_over_for_everybody(demo):
    """The hour after, nothing moves any more."""
    demo.clock.at += timedelta(hours=6)
    assert pictures(await demo.ask(demo.open_path("sale", extension="gif"))) == 1


async def test_a_cdn_keeps_a_film_for_its_second(demo):
    """What is left of one, in whole seconds; a still until its minute ends."""
    await count_down(demo, "zone: brand")
    for extension, passed, allowed in (
        ("gif", 0.0, "max-age=1, stale-while-revalidate=0"),
        ("gif", 0.4, "no-store"),
        ("png", 0.0, "max-age=30, stale-while-revalidate=29"),
    ):
        demo.clock.at += timedelta(seconds=passed)
        answer = await demo.ask(f"/s/{demo.message.key}/sale.{extension}")
        assert answer["cdn-cache-control"].startswith(allowed)


async def test_a_preview_moves_if_it_is_a_gif(demo):
    """And says what was asked of the clock."""
    for wanted, frames in ((Format.GIF, 60), (Format.PNG, 1)):
        preview = await demo.services.previewing.preview(
            PreviewRequest(block="sale", at=demo.clock.at, format=wanted)
        )
        with Image.open(BytesIO(preview.body)) as opened:
            assert getattr(opened, "n_frames", 1) == frames
        assert any(row["name"].startswith("clock.seconds") for row in preview.document["facts"])

"""Journeys of what is kept: the last good answer, ways to pictures, details, purges."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.errors import RenderError, SourceUnavailable
from tests.journeys.building import publish
from tests.serving import assert_picture, serving

STALE = 'live; hit; detail="stale"'


async def test_a_shared_answer_outlives_what_it_is_made_of(demo_home, monkeypatch):
    """R18: when drawing fails, what was shown last is shown, says so, and is soon asked again."""
    async with serving(demo_home) as running:
        path = f"/s/{running.message.key}/news.png"
        await publish(running, "news", headline="One")
        good = await running.ask(path)
        await publish(running, "news", headline="Two")
        monkeypatch.setattr(running.services.renderings, "within", _failing)
        stale = await running.ask(path)
        assert (stale.body, stale["cache-status"]) == (good.body, STALE)
        assert stale["cdn-cache-control"].startswith("max-age=5,")
        assert "x-opentime-fallback" not in dict(stale.headers)
        assert running.services.front.last_good.given == 1
        running.clock.at += timedelta(days=1, seconds=1)
        late = await running.ask(path)
        assert late["x-opentime-fallback"].startswith("render")
        assert late["cdn-cache-control"] == "no-store"


async def _failing(*_: object) -> None:
    raise RenderError("no")


async def test_a_person_is_never_shown_the_last_good_answer(demo_home, monkeypatch):
    """What one person saw is nobody else's, so a failure is a fallback of class A."""
    async with serving(demo_home) as running:
        await publish(running, "news", headline="One")
        await running.ask(running.open_path("news"))
        await publish(running, "news", headline="Two")
        monkeypatch.setattr(running.services.renderings, "within", _failing)
        answer = await running.ask(running.open_path("news"))
        assert answer["cdn-cache-control"] == "no-store"
        assert "cache-status" not in dict(answer.headers)


async def test_what_is_taken_back_is_not_shown_again(demo_home, monkeypatch):
    """A message that is deleted has no last good answer, whatever fails afterwards."""
    async with serving(demo_home) as running:
        path = f"/s/{running.message.key}/hero.png"
        await running.ask(path)
        await running.services.storage.messages.delete(running.message.key)
        await running.ask(path)

        def unreadable(*_: object) -> None:
            raise SourceUnavailable("no")

        monkeypatch.setattr(running.services.storage.messages, "read", unreadable)
        monkeypatch.setattr(running.services.renderings, "within", _failing)
        answer = await running.ask(path)
        assert "cache-status" not in dict(answer.headers)


async def test_opens_lead_to_pictures_where_a_message_says_so(demo_home):
    """R15: one 302 on the same host to class C, with the headers of class A and no body."""
    async with serving(demo_home) as running:
        path = running.open_path("greeting")
        inline = await running.ask(path)
        await running.services.storage.messages.put([replace(running.message, redirect=True)])
        answer = await running.ask(path)
        assert (answer.status, answer.body) == (302, b"")
        assert re.fullmatch(r"/r/[0-9a-f]{32}\.png", answer["location"])
        assert answer["cache-control"] == "private, no-cache, max-age=0, no-transform"
        assert answer["cdn-cache-control"] == "no-store"
        picture = await running.ask(answer["location"])
        assert picture.body == inline.body
        assert picture["cache-control"].startswith("public, max-age=31536000, immutable")
        head = await running.ask(path, method="HEAD")
        assert (head.status, head.headers) == (302, answer.headers)


@pytest.mark.parametrize("extension", ["gif", "html", "json", "txt"])
async def test_what_cannot_be_fetched_by_name_is_given_at_once(demo_home, extension):
    """R15: neither animations nor JSON for AMP are ever redirected."""
    async with serving(demo_home) as running:
        await running.services.storage.messages.put([replace(running.message, redirect=True)])
        answer = await running.ask(running.open_path("greeting", extension=extension))
        assert answer.status == 200


async def test_a_fallback_is_given_at_once(demo_home, monkeypatch):
    """R15: a picture that could not be drawn has no name to lead to."""
    async with serving(demo_home) as running:
        await running.services.storage.messages.put([replace(running.message, redirect=True)])
        monkeypatch.setattr(running.services.renderings, "within", _failing)
        assert_picture(await running.ask(running.open_path("greeting")), "png")


@pytest.mark.parametrize("has_debug", [False, True])
async def test_details_are_sent_only_when_asked_for(demo_home, has_debug):
    """R20: timings and where an answer came from are for whoever looks for a fault."""
    async with serving(demo_home, cdn_debug=int(has_debug)) as running:
        for path in (running.open_path("greeting"), f"/s/{running.message.key}/hero.png"):
            names = [dict((await running.ask(path)).headers) for _ in range(3)]
            assert all((b"server-timing" in each) is has_debug for each in names)
            assert all((b"cache-status" in each) is has_debug for each in names)


async def test_an_erasure_asks_for_a_purge(demo_home):
    """Pictures by content may show whoever was erased: the CDN is told to forget them."""
    given = {"cdn": "fastly", "cdn_zone": "z", "cdn_key": "k"}
    async with serving(demo_home, **given) as running:
        purges = running.services.front.purges
        assert purges is not None
        await running.services.erasing.erase(running.someone().external_id)
        assert "rendering" in purges.read().pending


async def test_without_a_way_to_purge_nothing_waits(demo_home):
    """A home that names no CDN keeps no queue that nobody empties."""
    async with serving(demo_home) as running:
        assert running.services.front.purges is None
        await running.services.erasing.erase(running.someone().external_id)
        assert not (demo_home / "run" / "purges.json").exists()

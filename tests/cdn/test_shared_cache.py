"""A cache that keeps whatever it may: nobody is shown what is another's, and failures pass."""

import random
from dataclasses import replace

import pytest

from app.composition.routes import site_routes
from app.model.cdn import Cdn
from app.server import application
from tests.cdn.caching import SharedCache
from tests.serving import STRANGER, Running, rows, serving

PLACES = ("8.8.8.8", "133.11.0.1", "141.20.1.1", "129.78.5.8")
REQUESTS = 2_500  # to each of four kinds of cache
READ = {
    Cdn.NONE: "cdn-cache-control",
    Cdn.CLOUDFLARE: "cloudflare-cdn-cache-control",
    Cdn.FASTLY: "surrogate-control",
    Cdn.CLOUDFRONT: "",
}


@pytest.mark.no_cover
@pytest.mark.parametrize("cdn", READ)
async def test_a_cache_serves_nobody_what_is_another_s(demo_home, cdn):
    """T16: 50 subscribers from 4 places, behind each kind of CDN: zero are crossed."""
    given = {"cdn": cdn.value, "cdn_min_ttl_is_zero": 1}
    async with serving(demo_home, **given) as running:
        cache = SharedCache(running, targeted=READ[cdn])
        people = rows(running.home, "SELECT key FROM subscribers ORDER BY key")[:50]
        asks = [
            (f"/o/{running.message.key}/{row['key']}/greeting.json", place)
            for row in people
            for place in PLACES
        ]
        shared = [(f"/s/{running.message.key}/hero.json", place) for place in PLACES] * 20
        expected = {ask: (await running.ask(ask[0], peer=ask[1])).body for ask in (*asks, *shared)}
        assert len(set(expected.values())) > 100  # persons and places both tell
        for path, place in random.Random(3).choices(asks + shared, k=REQUESTS):
            answer = await cache.ask(path, peer=place)
            assert answer.body == expected[path, place]
        assert cache.hits > REQUESTS / 10  # what may be kept is
        assert {path for path, _ in cache.kept} == {shared[0][0]}


async def test_permission_for_one_sender_is_kept_by_no_cache(demo_home):
    """R45: however a CDN reads lifetimes, an AMP email's answer is for its sender alone."""
    async with serving(demo_home, amp_senders="@northbeam.example") as running:
        path, permits = f"/s/{running.message.key}/hero.json", "amp-email-allow-sender"
        for targeted in READ.values():
            cache = SharedCache(running, targeted=targeted)
            for sender in ("news@northbeam.example", "shop@northbeam.example"):
                answer = await cache.ask(path, headers={"AMP-Email-Sender": sender})
                assert answer[permits] == sender
                query = b"__amp_source_origin=" + sender.encode()
                await cache.ask(path, query=query, headers={"Origin": "https://mail.google.com"})
            await cache.ask(path, headers={"AMP-Email-Sender": "a@evil.example"})
            assert cache.kept == {}


async def test_no_failure_stays_in_a_cache(demo_home):
    """T18: refusals, fallbacks and what is unknown say that nobody may keep them."""
    async with serving(demo_home) as running:
        cache = SharedCache(running)
        for path in _failing(running):
            for method in ("GET", "HEAD", "POST"):
                await cache.ask(path, method=method)
        assert cache.kept == {}


def _failing(running: Running) -> list[str]:
    key, someone = running.message.key, running.someone().key
    return [
        f"/o/{key}/{someone}/no-such-block.png", f"/o/{STRANGER}/{STRANGER}/hero.png",
        f"/o/{key}/{someone}/greeting.exe", f"/s/{key}/no-such-block.jpg",
        f"/s/{STRANGER}/hero.png",
        "/o/", "/s/", "/r/", "/c/", "/v/", "/o/a", "/r/" + "0" * 32 + ".png", "/r/x.exe",
        f"/c/{key}/{someone}/no-such-block", f"/v/{STRANGER}/{STRANGER}", "/nowhere", "/o",
    ]  # fmt: skip


SUFFIXES = (
    ".css", ".js", ".png", "/x.css", "/x.png", ";.js", ";a=b.css", "%2e%2e/x.css", "/..%2fx.js",
    "?x.css", "//x.css", "%00.css",
)  # fmt: skip


@pytest.mark.parametrize("path", ["/api/v1/subscribers", "/api/v1/messages", "/metrics", "/readyz"])
async def test_no_suffix_makes_what_is_private_cacheable(demo_home, path):
    """T17: a picture's or a stylesheet's name after a private address is kept by nobody."""
    async with serving(demo_home) as running:
        app = application(running.services, site_routes(running.services))
        cache = SharedCache(replace(running, app=app))
        for suffix in SUFFIXES:
            raw, _, query = suffix.partition("?")
            answer = await cache.ask(path + raw, query=query.encode())
            assert "no-store" in answer["cache-control"], suffix
        assert cache.kept == {}

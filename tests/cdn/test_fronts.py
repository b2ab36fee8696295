"""nginx and Varnish, configured as docs/cdn says, before a real server."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.cdn.asking import Connection, Counting, all_at_once, asked
from tests.cdn.fronts import SECRET, free_port, fronted, required, until
from tests.conftest import copied
from tests.journeys.building import publish
from tests.serving import Running, decoded, rows, serving
from tests.web.wire import answering

pytestmark = [
    pytest.mark.net,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
]
FRONTS = ("nginx", "varnish")
# Denver, Tokyo, Berlin and Sydney, by the embedded table of places.
PLACES = ("8.8.8.8", "133.11.0.1", "141.20.1.1", "129.78.5.8")
REQUESTS = 5_000  # through each of the two
CONNECTIONS = 8
READERS = 50
DRAWN = 8  # of whom are asked for as pictures too: drawing them all is no part of the claim
EVENING = datetime(2026, 11, 27, 22, tzinfo=UTC)  # 17:00 in New York: another picture


@dataclass(frozen=True)
class Stage:
    """A front, the server behind it, and how to take that away."""

    kind: str
    front: int
    running: Running
    counting: Counting
    origin: AsyncExitStack
    origin_port: int

    def shared(self, block: str = "hero") -> str:
        """Return the address of a shared picture."""
        return f"/s/{self.running.message.key}/{block}.png"


@asynccontextmanager
async def staged(kind: str, home: Path, folder: Path) -> AsyncIterator[Stage]:
    """Set a front before the demo; what is shared is fresh for two seconds there."""
    front = free_port()
    given = {
        "cdn": kind,
        "cdn_max_age_s": 2,
        "cdn_api": f"http://127.0.0.1:{front}",
        "cdn_key": SECRET,
        "private_hosts": "127.0.0.1",
        "outbound_ports": front,
        "trusted_proxies": "127.0.0.0/8",
        "amp_senders": "@northbeam.example",
    }
    async with serving(home, **given) as running, AsyncExitStack() as origin:
        counting = Counting(running.app)
        port = await origin.enter_async_context(answering(counting))
        async with fronted(kind, port, front, folder):
            yield Stage(kind, front, running, counting, origin, port)


@pytest_asyncio.fixture(params=FRONTS, scope="module", loop_scope="module")
async def stage(
    request: Any, installed_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    """One front for all tests that leave it as it was."""
    required(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    home = copied(installed_home, folder / "home")
    async with staged(request.param, home, folder / "front") as made:
        yield made


@pytest.mark.no_cover
async def test_nobody_is_shown_what_is_another_s(stage: Stage) -> None:
    """10,000 requests of 50 subscribers from 4 places: each gets what is theirs, and no other."""
    running = stage.running
    people = rows(running.home, "SELECT key FROM subscribers ORDER BY key")[:READERS]
    keys = [row["key"] for row in people]
    message = running.message.key
    asks = [(f"/o/{message}/{key}/greeting.json", place) for key in keys for place in PLACES]
    asks += [(f"/o/{message}/{key}/greeting.png", PLACES[0]) for key in keys[:DRAWN]]
    asks += [(stage.shared("points-progress") + "?crowd", place) for place in PLACES] * 20
    direct = Connection(stage.origin_port)
    expected = {
        ask: await direct.ask(ask[0], headers={"X-Forwarded-For": ask[1]}) for ask in set(asks)
    }
    direct.close()
    bodies = {answer.body for (path, _), answer in expected.items() if path.endswith(".json")}
    assert len(bodies) > 2 * READERS  # persons and places both tell
    drawn = random.Random(7).choices(asks, k=REQUESTS)

    async def reader(number: int) -> int:
        connection, wrong = Connection(stage.front), 0
        for path, place in drawn[number::CONNECTIONS]:
            answer = await connection.ask(path, headers={"X-Forwarded-For": place})
            wrong += (answer.status, answer.body) != (200, expected[path, place].body)
        connection.close()
        return wrong

    assert sum(await asyncio.gather(*map(reader, range(CONNECTIONS)))) == 0


@pytest.mark.no_cover
async def test_what_is_shared_is_fetched_once_while_it_holds(stage: Stage) -> None:
    """100 readers at once cost one request, and after its time 100 more cost one more."""
    path = stage.shared("points-progress")
    stage.counting.slow_s = 0.05
    first = await all_at_once(stage.front, path, 100)
    assert stage.counting.asked[path] == 1
    await asyncio.sleep(3.2)  # nginx shows the second out in which an answer ends
    again = await all_at_once(stage.front, path, 100)
    await until(lambda: stage.counting.asked[path] >= 2)
    await asyncio.sleep(0.2)
    stage.counting.slow_s = 0.0
    assert stage.counting.asked[path] == 2
    assert len({answer.body for answer in first + again}) == 1


@pytest.mark.no_cover
async def test_nothing_is_shown_past_its_validity(stage: Stage) -> None:
    """An answer that holds for two seconds more is asked for anew when they are over."""
    path, clock = f"{stage.shared()}?evening", stage.running.clock
    noon, clock.at = clock.at, EVENING - timedelta(seconds=2.5)
    day = await asked(stage.front, path)
    clock.at = EVENING
    await asyncio.sleep(2.6)
    shown = await asked(stage.front, path)
    assert shown.body == (await asked(stage.origin_port, path)).body
    assert shown.body != day.body
    clock.at = noon


async def test_a_front_shows_readers_the_headers_that_are_theirs(stage: Stage) -> None:
    """What is for CDNs stays there; mail clients are told to ask again, and what the front did."""
    for status in ("uri-miss", "hit"):
        answer = await asked(stage.front, f"{stage.shared()}?headers")
        assert answer.headers["cache-control"] == "public, no-cache, max-age=0, no-transform"
        assert status in answer.headers["cache-status"]
        assert not {"cdn-cache-control", "cache-tag", "set-cookie", "vary"} & set(answer.headers)
        assert answer.headers["content-length"] == str(len(answer.body))
    personal = await asked(stage.front, stage.running.open_path("greeting"))
    assert personal.headers["cache-control"] == "private, no-cache, max-age=0, no-transform"


async def test_permission_for_one_sender_is_given_to_no_other(stage: Stage) -> None:
    """An AMP email is answered by the server, for its sender; what is kept permits nobody."""
    path = f"/s/{stage.running.message.key}/hero.json"
    permits = "amp-email-allow-sender"
    kept = await asked(stage.front, path)
    for sender in ("news@northbeam.example", "shop@northbeam.example"):
        answer = await asked(stage.front, path, headers={"AMP-Email-Sender": sender})
        assert (answer.status, answer.headers[permits]) == (200, sender)
    foreign = await asked(stage.front, path, headers={"AMP-Email-Sender": "a@evil.example"})
    assert (foreign.status, permits in foreign.headers) == (403, False)
    origin, query = "https://mail.google.com", "?__amp_source_origin=news%40northbeam.example"
    old = await asked(stage.front, path + query, headers={"Origin": origin})
    assert old.headers["access-control-allow-origin"] == origin
    stranger = await asked(stage.front, path + query)
    again = await asked(stage.front, path)
    assert {permits, "access-control-allow-origin"}.isdisjoint(
        {*kept.headers, *stranger.headers, *again.headers}
    )


async def test_only_whoever_has_the_secret_purges(stage: Stage) -> None:
    """Without it, or with another, nothing is forgotten."""
    path = stage.shared("weather")
    await asked(stage.front, path)
    tags = {"Opentime-Purge-Tags": "block-weather"}
    for headers in (tags, tags | {"Opentime-Purge-Key": SECRET + "x"}):
        await asked(stage.front, path, headers=headers)
        refused = await asked(stage.front, path, method="PURGE", headers=headers)
        assert refused.status >= 400
    stage.counting.asked.clear()
    await asked(stage.front, path)
    assert stage.counting.asked[path] == 0


async def test_varnish_purges_by_tag_and_nginx_by_fetching_anew(stage: Stage) -> None:
    """PURGE is refused by nginx, whoever asks; a GET with the secret has it ask the server."""
    path, key = stage.shared("weather"), {"Opentime-Purge-Key": SECRET}
    await asked(stage.front, path)
    tags = key | {"Opentime-Purge-Tags": "block-weather"}
    purged = await asked(stage.front, path, method="PURGE", headers=tags)
    assert (purged.status == 200) == (stage.kind == "varnish")
    stage.counting.asked.clear()
    await asked(stage.front, path, headers=key)
    assert stage.counting.asked[path] == 1


async def test_a_publication_is_shown_at_once(stage: Stage) -> None:
    """What was published is purged, by this server itself, and nothing else is."""
    purges = stage.running.services.front.purges
    assert purges is not None
    hero, other = stage.shared("last-order"), stage.shared("stock-alert")
    before = await asked(stage.front, hero)
    await asked(stage.front, other)
    await publish(stage.running, "last-order", headline="Now it is this")
    await until(lambda: "block-last-order" in purges.read().pending)
    stage.running.clock.at += timedelta(seconds=3)  # what was being answered has been
    await until(lambda: not purges.read().pending)
    after = await asked(stage.front, hero)
    await asked(stage.front, other)
    assert after.body == (await asked(stage.origin_port, hero)).body
    assert after.body != before.body
    assert stage.counting.asked[other] == 1


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", FRONTS)
async def test_without_its_server_a_front_goes_on(
    kind: str, demo_home: Path, tmp_path: Path
) -> None:
    """What is shared is shown stale, persons see a valid flat picture, clicks lead somewhere."""
    required(kind)
    async with staged(kind, demo_home, tmp_path / "front") as stage:
        # With two seconds left there is no time in which it may be revalidated behind.
        stage.running.clock.at = EVENING - timedelta(seconds=2.5)
        good = await asked(stage.front, stage.shared())
        await stage.origin.aclose()
        await asyncio.sleep(2.6)
        stale = await all_at_once(stage.front, stage.shared(), 5)
        assert {answer.body for answer in stale} == {good.body}
        assert all("stale" in answer.headers["cache-status"] for answer in stale)
        for extension in ("png", "jpg", "gif"):
            path = stage.running.open_path("greeting", extension=extension)
            answer = await asked(stage.front, path)
            assert (answer.status, answer.headers["x-opentime-fallback"]) == (200, "edge")
            assert answer.headers["cache-control"] == "private, no-cache, max-age=0, no-transform"
            assert not {"etag", "last-modified", "accept-ranges"} & set(answer.headers)
            decoded(answer.body, extension).close()
        unknown = await asked(stage.front, f"/s/{stage.running.message.key}/greeting.json")
        assert (unknown.status, unknown.body.strip()) == (200, b'{"items":[]}')
        click = await asked(stage.front, stage.running.open_path("greeting").replace("/o/", "/c/"))
        assert (click.status, click.headers["location"]) == (302, "https://www.example.com/")
        assert (await asked(stage.front, "/healthz")).status >= 502

"""Sources, really served over HTTP on loopback: what they say, how old it is, and when they fail."""
# ruff: noqa: E501  # wide lines read better here

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.composition.source_desk import SourceDesk, open_desk
from app.composition.storage import system_now
from app.delivery.previewing import PreviewRequest
from app.model.reader import ReaderKind
from tests.adapters.sources.stubs import Mode, Sources, serving_sources
from tests.journeys.building import change_person, publish
from tests.serving import Running, assert_picture, serving

pytestmark = pytest.mark.net

REVIEWS = """
source: reviews
url: {url}
read:
  as: json
  rows: $.items[*]
  key: sku
  fields:
    sku: $.sku
    rating: {{path: $.rating, type: number}}
    by: $.by
{more}
"""
STARS = """
block: stars
size: 300x100
alt: What others say
params: {item: {type: text, default: NB-1}}
variants:
  - name: fresh
    when: source.reviews.known and source.reviews.age < 30
    say: {headline: "{{ source.reviews.rating }} stars, {{ source.reviews.age }} min ago", link: "https://northbeam.example/r"}
    draw: card
  - name: old
    when: source.reviews.known
    say: {headline: "about {{ source.reviews.rating }} stars", link: "https://northbeam.example/r"}
    draw: card
  - name: without
    when: brand.title != ""
    say: {headline: "Loved by many", link: "https://northbeam.example/"}
    draw: card
fallback:
  say: {headline: "Fallback", link: "https://northbeam.example/"}
  draw: card
layouts:
  card:
    - fill: {color: "#ffffff"}
    - text: {content: "{{ say.headline }}", box: [10, 10, 280, 60], size: [20, 10]}
"""
LISTED = """
block: listed
size: 300x100
alt: Three reviews
variants:
  - name: some
    when: source.reviews.known
    say: {headline: "{{ len(source.reviews.items) }} reviews"}
    draw:
      - each:
          of: source.reviews.items
          as: review
          limit: 3
          box: [10, 10, 280, 20]
          draw:
            - text: {content: "{{ review.by }}: {{ review.rating }}", box: [0, 0, 280, 20], size: 14}
fallback: {say: {headline: "None"}, draw: [{fill: {color: "#ffffff"}}]}
"""
CANARY = "canary-of-a-secret-77ab"


def feed(**ratings: float) -> bytes:
    """Return the feed: a rating by SKU, spelled with `_` for `-`."""
    items = [
        {"sku": sku.replace("_", "-"), "rating": rating, "by": f"Reader of {sku}"}
        for sku, rating in ratings.items()
    ]
    return json.dumps({"items": items}).encode()


@dataclass
class World:
    """The demo and the server that its sources ask."""

    demo: Running
    server: Sources

    async def configure(self, more: str = "every: 5 min", path: str = "/reviews") -> None:
        """Configure the reviews."""
        url = self.server.url(path, host="127.0.0.1")
        document = REVIEWS.format(url=url, more=more)
        await self.desk.put(document, name="reviews")

    async def fetch(self) -> None:
        """Fetch the reviews now."""
        await self.desk.fetch(await self.desk.get("reviews"))

    @property
    def desk(self) -> SourceDesk:
        """Return what the API and the command line handle sources with."""
        services = self.demo.services
        return SourceDesk(brands=services.storage.brands, sources=services.sources)

    async def says(self, block: str = "stars", **how) -> str:
        """Open a block as text and as JSON, which agree; return what it says."""
        text = await self.demo.ask(self.demo.open_path(block, extension="txt"), **how)
        data = await self.demo.ask(self.demo.open_path(block, extension="json"), **how)
        said = json.loads(data.body)["items"][0]
        assert said["headline"] in text.body.decode()
        return said["headline"]


@pytest.fixture
async def world(demo_home) -> AsyncIterator[World]:
    """The demo with a block of reviews, and a server of them."""
    async with serving_sources({"/reviews": feed(NB_1=4.5, NB_2=3)}) as server:
        given = {"private_hosts": "127.0.0.0/8", "outbound_ports": server.port}
        async with serving(demo_home, deadline_ms=30_000, **given) as demo:
            await publish(demo, "stars", STARS)
            yield World(demo=demo, server=server)


async def test_a_value_appears_changes_and_appears_changed(world: World):
    """The next open after a fetch is decided on what it brought."""
    world.server.modes["/reviews"] = Mode.ERROR
    await world.configure()
    assert await world.says() == "Loved by many"

    world.server.modes["/reviews"] = Mode.GOOD
    await world.fetch()
    assert await world.says() == "4.5 stars, 0 min ago"
    assert await world.says() == "4.5 stars, 0 min ago"

    world.server.bodies["/reviews"] = feed(NB_1=2)
    world.server.tag = '"two"'
    assert await world.says() == "4.5 stars, 0 min ago"

    await world.fetch()
    assert await world.says() == "2 stars, 0 min ago"
    assert_picture(await world.demo.ask(world.demo.open_path("stars")), "png")


async def test_the_age_is_read_by_the_block(world: World):
    """It grows by the minute, and what is too old is said otherwise."""
    await world.configure()
    await world.fetch()
    world.server.modes["/reviews"] = Mode.ERROR

    world.demo.clock.pass_by(timedelta(minutes=12, seconds=30))
    assert await world.says() == "4.5 stars, 12 min ago"

    world.demo.clock.pass_by(timedelta(minutes=18))
    assert await world.says() == "about 4.5 stars"


@pytest.mark.parametrize("mode", [Mode.ERROR, Mode.GARBAGE, Mode.HALF, Mode.HTML, Mode.REDIRECT])
async def test_a_failing_source_keeps_its_last_good_value(world: World, mode: Mode):
    """With its age; and comes back by itself when it is well again."""
    await world.configure()
    await world.fetch()
    world.server.modes["/reviews"] = mode
    world.demo.clock.pass_by(timedelta(minutes=6))

    await world.fetch()
    assert await world.says() == "4.5 stars, 6 min ago"
    status = await world.desk.status(await world.desk.get("reviews"))
    assert status.last_error
    assert status.failures

    world.server.modes["/reviews"] = Mode.GOOD
    world.server.bodies["/reviews"] = feed(NB_1=5)
    world.server.tag = '"two"'
    await world.fetch()
    assert await world.says() == "5 stars, 0 min ago"


async def test_a_source_that_is_long_gone_leaves_the_next_variant(world: World):
    """After `stale_for` the last value is not shown."""
    await world.configure("every: 5 min\nstale_for: 1 h")
    await world.fetch()
    world.server.modes["/reviews"] = Mode.ERROR

    world.demo.clock.pass_by(timedelta(hours=1, minutes=1))

    assert await world.says() == "Loved by many"


async def test_a_source_that_is_deleted_leaves_the_next_variant(world: World):
    """At the next open, without a new version of the block."""
    await world.configure()
    await world.fetch()
    assert await world.says() == "4.5 stars, 0 min ago"

    await world.desk.delete("reviews")

    assert await world.says() == "Loved by many"


async def test_a_row_is_looked_up_by_what_the_block_is_about(world: World):
    """The parameter names the row, in every open anew."""
    await world.configure("every: 5 min\nlookup: '[params.item]'")
    await world.fetch()

    assert await world.says() == "4.5 stars, 0 min ago"
    assert await world.says(query=b"item=NB-2") == "3 stars, 0 min ago"
    assert await world.says(query=b"item=NB-9") == "Loved by many"


async def test_a_source_is_asked_at_the_open_with_the_readers_facts(world: World):
    """One request for each set of values, and the picture is one reader's alone."""
    path = "/reviews?tier=[person.tier]"
    person = world.demo.someone()
    await change_person(world.demo, person, attributes={**person.attributes, "tier": "gold & co"})
    await world.configure("deadline: 2 s", path)

    assert await world.says() == "4.5 stars, 0 min ago"

    (head,) = world.server.asked_of("/reviews")
    assert b"tier=gold%20%26%20co " in head
    answer = await world.demo.ask(world.demo.open_path("stars"))
    assert "private" in answer["cache-control"] or "no-store" in answer["cache-control"]
    shared = await world.demo.ask(f"/s/{world.demo.message.key}/stars.png")
    assert_picture(shared, "png")
    assert len(world.server.asked_of("/reviews")) == 1


async def test_a_block_that_was_shared_is_personal_once_its_source_asks_with_a_profile(
    world: World,
):
    """What it may read follows the source, without a new version of the block."""
    await world.configure()
    plain = await world.demo.services.previewing.preview(PreviewRequest(block="stars"))
    assert plain.document["personal"] is False

    await world.configure("deadline: 2 s", "/reviews?tier=[person.tier]")

    again = await world.demo.services.previewing.preview(PreviewRequest(block="stars"))
    assert again.document["personal"] is True


async def test_an_answer_that_stands_falls_with_a_new_value(world: World):
    """A picture that is fetched again is given again; after a new value it is another."""
    await world.configure()
    await world.fetch()
    path, standing = world.demo.open_path("stars"), world.demo.services.standing
    first = await world.demo.ask(path)
    before = standing.given
    assert (await world.demo.ask(path)).body == first.body
    assert standing.given == before + 1

    world.server.bodies["/reviews"] = feed(NB_1=1)
    world.server.tag = '"two"'
    await world.fetch()

    assert (await world.demo.ask(path)).body != first.body
    assert standing.given == before + 1


async def test_another_process_configures_and_fetches(world: World):
    """As `opentime sources fetch` does while a server runs: its next open knows."""
    world.demo.clock.at = system_now()
    async with open_desk(world.demo.services.settings) as desk:
        url = world.server.url("/reviews", host="127.0.0.1")
        await desk.put(REVIEWS.format(url=url, more="every: 5 min"))
        await desk.fetch(await desk.get("reviews"))
        world.demo.clock.at = system_now()

        assert await world.says() == "4.5 stars, 0 min ago"


async def test_a_reader_that_keeps_the_picture_is_shown_no_source(world: World):
    """What it says may be another tomorrow, and the copy is shown for days."""
    await world.configure()
    await world.fetch()

    kept = PreviewRequest(block="stars", reader=ReaderKind.PREFETCH)
    shown = (await world.demo.services.previewing.preview(kept)).document

    assert shown["variant"] == "without"
    assert "source.reviews" in str(shown["considered"])


async def test_the_items_are_drawn(world: World):
    """Rows of a source are rows of `each`."""
    await publish(world.demo, "listed", LISTED)
    await world.configure()
    await world.fetch()

    assert await world.says("listed") == "2 reviews"
    assert_picture(await world.demo.ask(world.demo.open_path("listed")), "png")


async def test_a_secret_goes_into_the_request_and_nowhere_else(world: World, caplog):
    """Not onto the disk, not into a log, an answer or an error."""
    caplog.set_level("DEBUG")
    services = world.demo.services
    await services.sources.secrets.put("api", CANARY)
    await world.configure('every: 5 min\nheaders: {Authorization: "Bearer {secret:api}"}')
    await world.fetch()
    heads = world.server.asked_of("/reviews")
    assert all(f"Bearer {CANARY}".encode() in head for head in heads)

    world.server.modes["/reviews"] = Mode.ERROR
    await world.fetch()
    spec = await world.desk.get("reviews")
    told = [repr(spec), repr(await world.desk.status(spec)), json.dumps(world.desk.document(spec))]

    assert CANARY not in "".join([*told, caplog.text])
    home = world.demo.home
    assert [p for p in home.rglob("*") if p.is_file() and CANARY.encode() in p.read_bytes()] == []


async def test_what_reads_no_source_asks_none(world: World):
    """Opens of other blocks cost the server of the feed nothing."""
    await world.configure("deadline: 2 s")
    await publish(world.demo, "plain")

    await world.says("plain")

    assert world.server.asked == []

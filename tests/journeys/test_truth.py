"""What a picture says is true when it is opened: the hour, the shop's doors, what it has in stock."""
# ruff: noqa: E501  # wide lines read better here

import asyncio
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.delivery.previewing import PreviewRequest
from app.model.hours_text import parse_hours
from app.model.keys import new_key
from app.model.store import StockLevel, Store
from app.model.subscriber import Consent, Home, Subscriber
from tests.journeys.building import publish
from tests.serving import Running, serving

ROOT = Path(__file__).parents[2]
STEP = timedelta(minutes=1)
SHOP = """
block: shop
size: 300x100
params: {sku: {type: text, default: NB-1042}}
store: {choose: nearest}
variants:
  - name: open
    when: store.known and store.is_open
    say: {headline: "{{ store.name }} is open", link: "https://northbeam.example/open"}
    draw: card
  - name: closed
    when: store.known
    say: {headline: "{{ store.name }} is closed", link: "https://northbeam.example/closed"}
    draw: card
fallback:
  say: {headline: "Somewhere", link: "https://northbeam.example/"}
  draw: card
layouts:
  card:
    - fill: {color: "#ffffff"}
    - text: {content: "{{ say.headline }}", box: [10, 10, 280, 60]}
"""
LEFT = """
block: left
size: 300x100
params: {sku: {type: text, default: NB-1042}}
store: {choose: nearest}
variants:
  - name: some
    when: stock.here is defined and stock.here > 0
    say: {headline: "{{ stock.here }} left", link: "https://northbeam.example/some"}
    draw: card
fallback:
  say: {headline: "None left", link: "https://northbeam.example/none"}
  draw: card
layouts:
  card:
    - fill: {color: "#ffffff"}
    - text: {content: "{{ say.headline }}", box: [10, 10, 280, 60]}
"""
PLACES = {
    "Apia": (-13.83, -171.77, "Pacific/Apia"),
    "Kathmandu": (27.71, 85.32, "Asia/Kathmandu"),
    "Ushuaia": (-54.80, -68.30, "America/Argentina/Ushuaia"),
}
WEEK = "Mo-Fr 09:00-18:30"


async def settle(demo: Running, city: str) -> Subscriber:
    """Open the only shop far and wide in a city, and a person next door."""
    lat, lon, tz = PLACES[city]
    store = Store(
        external_id=f"T-{city}", name=city, slug=city.lower(), lat=lat, lon=lon, tz=tz,
        hours=parse_hours(WEEK),
    )  # fmt: skip
    await demo.services.storage.stores.put([store])
    person = Subscriber(
        key=new_key(), external_id=f"p-{city}", tz="Asia/Tokyo",
        place=Home(lat=lat + 0.01, lon=lon), consent=Consent(location=True, tracking=True),
    )  # fmt: skip
    await demo.services.storage.subscribers.put([person])
    await demo.services.shelves.current()
    return person


@pytest.fixture
async def demo(demo_home):
    """The demo, served to one test, with a block about doors and one about stock."""
    async with serving(demo_home) as running:
        await publish(running, "shop", SHOP)
        await publish(running, "left", LEFT)
        yield running


async def shown(demo: Running, block: str, person: Subscriber) -> dict[str, Any]:
    """Open as JSON."""
    import json

    answer = await demo.ask(demo.open_path(block, person.key, "json"))
    assert answer["x-opentime-fallback"] == ""
    return json.loads(answer.body)


@pytest.mark.parametrize("city", PLACES)
async def test_the_variant_flips_at_the_minute_the_shop_closes(demo, city):
    """The closing time in the shop's own zone is the announced end and the moment of the change."""
    person = await settle(demo, city)
    zone = PLACES[city][2]
    from zoneinfo import ZoneInfo

    closing = datetime(2026, 12, 1, 18, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # a Tuesday
    demo.clock.at = closing - timedelta(hours=2)
    first = await shown(demo, "shop", person)
    assert ("open", closing) == (first["variant"], datetime.fromisoformat(first["valid_until"]))
    preview = await demo.services.previewing.preview(
        PreviewRequest(block="shop", subscriber=person.key, at=demo.clock.at)
    )
    assert ("open", closing) == (preview.document["variant"], preview.document["valid_until"])
    pictures = {}
    for offset in (-60, -1, 0, 1, 60):
        demo.clock.at = closing + timedelta(seconds=offset)
        pictures[offset] = (await demo.ask(demo.open_path("shop", person.key))).body
        said = (await shown(demo, "shop", person))["variant"]
        assert ("open" if offset < 0 else "closed") == said, offset
    assert pictures[-60] == pictures[-1] != pictures[0] == pictures[60]
    opening = datetime(2026, 12, 2, 9, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert opening == datetime.fromisoformat((await shown(demo, "shop", person))["valid_until"])


async def test_another_hour_is_another_picture(demo):
    """A re-open later shows what is true then, where the block says so; else the same bytes."""
    seen = []
    for _ in range(4):
        seen.append(await demo.ask(demo.open_path("greeting")))
        demo.clock.pass_by(timedelta(hours=3))
    assert len({answer["etag"] for answer in seen}) >= 2
    again = (await demo.ask(demo.open_path("hero"))).body
    demo.clock.pass_by(STEP)
    assert again == (await demo.ask(demo.open_path("hero"))).body


async def test_a_shared_block_is_kept_only_until_it_changes(demo):
    """Close to a change the CDN's lifetime shrinks to what is left, and no further copy is made."""
    demo.clock.at = datetime(2026, 11, 27, 16, 59, 50, tzinfo=UTC)  # ten seconds to noon
    await publish(demo, "noon", when="clock.hour < 12", headline="Morning", otherwise="Afternoon")
    path = f"/s/{demo.message.key}/noon.png"
    before = await demo.ask(path)
    assert (
        before["cdn-cache-control"] == "max-age=10, stale-while-revalidate=0, stale-if-error=86400"
    )
    demo.clock.pass_by(timedelta(seconds=10))
    after = await demo.ask(path)
    assert before.body != after.body
    assert after["cdn-cache-control"].startswith("max-age=30, ")


async def test_a_stock_change_is_in_the_next_open(demo):
    """A level written through the port is what the very next open says, 25 times over."""
    person = await settle(demo, "Apia")
    for quantity in (7, 1, 0, 12, *range(20, 41)):
        level = StockLevel(store="T-Apia", sku="NB-1042", quantity=quantity, as_of=demo.clock.at)
        await demo.services.storage.stock.put([level])
        said = (await shown(demo, "left", person))["say"]["headline"]
        assert (f"{quantity} left" if quantity else "None left") == said


@pytest.mark.slow
async def test_a_stock_import_of_another_process_is_in_the_next_open(demo, tmp_path):
    """What `opentime import stock` wrote is what the next open says, without a restart."""
    person = await settle(demo, "Apia")
    assert (await shown(demo, "left", person))["say"]["headline"] == "None left"
    file = tmp_path / "stock.csv"
    file.write_text("store,sku,quantity\nT-Apia,NB-1042,23\n", encoding="utf-8")
    command = [sys.executable, "-m", "app", "import", "stock", str(file), "--home", str(demo.home)]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said
    # The levels are as of now: the clock of the test must not lie far behind them.
    assert (await shown(demo, "left", person))["say"]["headline"] == "23 left"


async def test_new_hours_and_a_deleted_shop_are_seen(demo):
    """Changed stores are rebuilt beside the loop and swapped in."""
    person = await settle(demo, "Kathmandu")
    demo.clock.at = datetime(2026, 12, 1, 6, tzinfo=UTC)  # 11:45 there
    assert (await shown(demo, "shop", person))["variant"] == "open"
    stores = demo.services.storage.stores
    store = await stores.get("T-Kathmandu")
    assert store
    rebuilt = demo.services.shelves.rebuilt
    await stores.put([replace(store, hours=parse_hours("Mo-Fr 15:00-18:30"))])
    await demo.services.shelves.current()
    assert (await shown(demo, "shop", person))["variant"] == "closed"
    await stores.delete("T-Kathmandu")
    await demo.services.shelves.current()
    assert (await shown(demo, "shop", person))["say"]["headline"] != "Kathmandu is closed"
    assert demo.services.shelves.rebuilt >= rebuilt + 2


async def test_a_new_version_is_in_the_next_open(demo):
    """Publishing and rolling back show at once, also the version."""
    await publish(demo, "news", headline="First", otherwise="First")
    assert await version_of(demo) == (1, "First")
    await publish(demo, "news", headline="Second")
    assert await version_of(demo) == (2, "Second")
    await demo.services.storage.blocks.roll_back("news", 1)
    assert await version_of(demo) == (1, "First")


async def version_of(demo: Running) -> tuple[int, str]:
    """Return version and headline that an open shows."""
    document = await shown(demo, "news", demo.someone())
    return document["version"], document["say"]["headline"]


async def test_declared_parameters_only(demo):
    """A declared parameter in the query changes the picture, words of a stranger never do."""
    path = demo.open_path("left")
    plain = await demo.ask(path)
    for query in (
        b"sku=Visit%20evil.example",
        b"sku=",
        b"other=1",
        b"sku=%ff",
        b"sku=" + b"9" * 99,
    ):
        assert plain == await demo.ask(path, query=query), query
    preview = await demo.services.previewing.preview(
        PreviewRequest(block="left", params={"sku": "NB-1201"})
    )
    assert "stock" in str(preview.document["considered"])

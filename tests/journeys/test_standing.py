"""Answers that stand: a repeated fetch is answered without deciding, and never with what was."""
# ruff: noqa: E501  # wide lines read better here

import os
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from app.delivery.exchange import headers_of
from app.model.store import StockLevel
from app.web.heads import Head
from tests.journeys.building import publish
from tests.serving import GMAIL, PERSON, Running, assert_picture, serving

DOORS = """
block: doors
size: 300x100
params: {sku: {type: text, default: NB-1042}}
store: {choose: nearest}
variants:
  - name: open
    when: store.is_open and stock.here > 0
    say: {headline: "{{ person.first_name }}: {{ stock.here }} at {{ store.name }}", link: "https://northbeam.example/o"}
    draw: card
  - name: closed
    when: store.known
    say: {headline: "{{ store.name }} {{ message.title }} {{ brand.title }} {{ product.name }}", link: "https://northbeam.example/c"}
    draw: card
fallback:
  say: {headline: "Somewhere", link: "https://northbeam.example/"}
  draw: card
layouts:
  card:
    - fill: {color: brand.paper}
    - text: {content: "{{ say.headline }}", box: [10, 10, 280, 60], size: [20, 10]}
"""


@pytest.fixture
async def demo(demo_home) -> AsyncIterator[Running]:
    """The demo with a block that reads of everything."""
    async with serving(demo_home, deadline_ms=30_000) as running:
        await publish(running, "doors", DOORS)
        yield running


async def opened(demo: Running, **how):
    """Open the block as the first of the cast."""
    return await demo.ask(demo.open_path("doors"), **how)


async def decided_anew(demo: Running) -> bool:
    """Open once more and tell whether that took a decision; the answer is what deciding says."""
    before = demo.services.standing.given
    answer = await opened(demo)
    anew = demo.services.standing.given == before
    demo.services.standing._held.clear()
    assert answer == await opened(demo)
    return anew


async def test_a_repeated_fetch_gets_the_same_answer(demo):
    """Bytes and headers are those of the first answer."""
    first = await opened(demo)
    assert first == await opened(demo)
    assert demo.services.standing.given == 1


async def test_a_repeated_fetch_is_an_open(demo):
    """It is recorded like the first one, at its own instant."""
    await opened(demo)
    demo.clock.pass_by(timedelta(seconds=7))
    await opened(demo)
    first, second = demo.stored()
    assert second["at"] - first["at"] == 7 * (second["at"] - first["at"]) // 7 != 0
    assert {k: v for k, v in first.items() if k not in ("id", "at")} == {
        k: v for k, v in second.items() if k not in ("id", "at")
    }


async def change_profile(demo):
    """Another name."""
    person = await demo.services.storage.subscribers.get(demo.someone().key)
    changed = {**person.attributes, "first_name": "Zoë"}
    await demo.services.storage.subscribers.put([replace(person, attributes=changed)])


async def erase(demo):
    """Nobody any more."""
    await demo.services.storage.subscribers.erase(demo.someone().key)


async def change_stock(demo):
    """Other units in every store."""
    storage = demo.services.storage
    page = await storage.stores.page(cursor="", limit=200)
    levels = [
        StockLevel(store=s.external_id, sku="NB-1042", quantity=3, as_of=demo.clock())
        for s in page.items
    ]
    await storage.stock.put(levels)


async def change_stores(demo):
    """Another name on every door."""
    storage = demo.services.storage
    page = await storage.stores.page(cursor="", limit=200)
    await storage.stores.put([replace(s, name=f"{s.name}!") for s in page.items])
    await demo.services.shelves.current()


async def change_product(demo):
    """Another name."""
    product = await demo.services.storage.products.get("NB-1042")
    await demo.services.storage.products.put([replace(product, name="Boot")])


async def change_message(demo):
    """Another title."""
    await demo.services.storage.messages.put([replace(demo.message, title="Other")])


async def change_brand(demo):
    """Another colour."""
    brand = demo.services.storage.brands.read("")
    colors = {**brand.colors, "paper": "#ffe0e0"}
    await demo.services.storage.brands.put(replace(brand, colors=colors))


async def publish_again(demo):
    """Another text."""
    await publish(demo, "doors", DOORS.replace(" at {{ store", " in {{ store"))


CHANGES = (
    change_profile, erase, change_stock, change_stores, change_product, change_message,
    change_brand, publish_again,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
async def test_what_changes_is_in_the_next_open(demo, change):
    """Whatever a decision rests on ends its answer by changing."""
    await opened(demo)
    await change(demo)
    assert await decided_anew(demo)


@pytest.mark.parametrize(
    "how",
    [
        {"agent": GMAIL},
        {"peer": "198.51.100.9"},
        {"headers": {"sec-purpose": "prefetch"}},
        {"query": b"sku=NB-1001"},
        {"method": "HEAD"},
    ],
    ids=str,
)
async def test_another_fetch_is_decided(demo, how):
    """Only the very same request is a repetition."""
    await opened(demo)
    await opened(demo, **how)
    assert demo.services.standing.given == 0


async def test_a_conditional_fetch_gets_its_304(demo):
    """What the client holds already is not sent again."""
    first = await opened(demo)
    for _ in range(2):
        again = await opened(demo, headers={"if-none-match": first["etag"]})
        assert (again.status, again.body) == (304, b"")


async def test_an_answer_ends_when_its_decision_does(demo):
    """At the instant that was announced the block is decided anew."""
    await opened(demo)
    (held,) = demo.services.standing._held._young.values()
    demo.clock.at = held.until - timedelta(milliseconds=1)
    await opened(demo)
    assert demo.services.standing.given == 1
    demo.clock.at = held.until
    assert await decided_anew(demo)


async def test_a_clock_set_back_ends_an_answer(demo):
    """What held later need not have held before."""
    await opened(demo)
    demo.clock.at -= timedelta(seconds=1)
    assert await decided_anew(demo)


async def test_another_geo_database_ends_an_answer(demo):
    """Addresses may have other places in it."""
    await opened(demo)
    before = demo.services.standing._edition()
    demo.services.standing._edition = lambda: before + 1
    assert await decided_anew(demo)


async def test_a_degraded_answer_never_stands(demo, monkeypatch):
    """The next fetch may get the answer that was meant."""
    monkeypatch.setattr(demo.services.opening.deciding._decider, "decide", None)
    assert (await opened(demo))["x-opentime-fallback"]
    monkeypatch.undo()
    assert not (await opened(demo))["x-opentime-fallback"]


async def test_right_after_sending_nothing_stands(demo):
    """Then who fetches is told by the moment too."""
    sent = replace(demo.message, sent_at=demo.clock() - timedelta(seconds=1))
    await demo.services.storage.messages.put([sent])
    await opened(demo)
    await opened(demo)
    assert demo.services.standing.given == 0


async def test_a_withdrawn_consent_ends_the_recording(demo):
    """The repetition of an old mail's fetch leaves no row of the person."""
    await opened(demo)
    person = await demo.services.storage.subscribers.get(demo.someone().key)
    refused = replace(person.consent, tracking=False)
    await demo.services.storage.subscribers.put([replace(person, consent=refused)])
    await opened(demo)
    assert [row["subscriber"] for row in demo.stored()].count(person.key) == 1


async def test_a_repetition_that_cannot_be_recorded_is_a_picture(demo):
    """What was last seen is out of reach: the fetch goes down the ladder like any other."""
    await opened(demo)
    demo.services.seen.close()
    assert_picture(await opened(demo), "png")
    demo.services.seen._fd = os.open(os.devnull, os.O_RDWR)  # for the end of the server


@pytest.mark.parametrize(
    "more",
    [{"x-long": "a" * 60_000}, {f"x-{number}": "" for number in range(100)}],
    ids=["long", "many"],
)
async def test_a_long_head_is_not_kept(demo, more):
    """Else a stranger could fill the memory with heads."""
    answers = [await opened(demo, headers=more) for _ in range(2)]
    assert answers[0] == answers[1]
    assert demo.services.standing.given == 0


async def test_a_trailer_is_no_header_of_the_next_fetch(demo):
    """Lines that come after the head were not there when it was decided."""
    lines = [(b"host", b"a"), (b"user-agent", PERSON.encode())]
    path = demo.open_path("doors").encode()
    await opened(demo)  # its pixels are there
    assert demo.app.answer_now(Head(path, b"", lines, headers_of(lines)), "203.0.113.7") is not None
    lines.append((b"sec-purpose", b"prefetch"))
    demo.app.answer_now(Head(path, b"", [*lines], headers_of(lines)), "203.0.113.7")
    assert demo.services.standing.given == 0


@pytest.mark.no_cover
async def test_random_lives(demo_home):
    """Through any sequence of changes and hours a repeated fetch says what deciding says."""
    chance = random.Random(7)
    async with (
        serving(demo_home, deadline_ms=30_000) as demo,
        serving(demo_home, deadline_ms=30_000) as plain,
    ):
        await publish(demo, "doors", DOORS)
        plain.services.standing.keep = lambda *_, **__: None
        paths = [
            demo.open_path(block, person.key)
            for person in demo.people[:4]
            for block in ("doors", "greeting", "nearest-store")
        ]
        for _ in range(60):
            change = chance.choice(
                [
                    change_profile,
                    change_stock,
                    change_stores,
                    change_message,
                    _hours,
                    _hours,
                    _nothing,
                ]
            )
            await change(demo)
            plain.clock.at = demo.clock.at
            await plain.services.shelves.current()
            for path in chance.sample(paths, 4):
                answers = [await demo.ask(path) for _ in range(2)]
                assert answers == [await plain.ask(path)] * 2
        assert demo.services.standing.given > 100


async def _hours(demo):
    """Let time pass."""
    demo.clock.pass_by(timedelta(minutes=random.Random(demo.clock.at.timestamp()).randrange(300)))


async def _nothing(_demo):
    """Let everything be."""

"""Tests of purging: what changes is noticed, and sent until it is taken."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app.adapters.purging.addresses import SharedAddresses
from app.adapters.purging.calls import Target
from app.adapters.purging.purger import Purger
from app.adapters.purging.queue import PurgeQueue
from app.adapters.purging.watching import Watch
from app.composition.storage import Storage, open_storage
from app.model.brand import Brand
from app.model.cdn import Cdn
from app.model.keys import MessageKey
from app.model.message import Message
from app.model.product import Product
from app.settings import read_settings
from tests.adapters.builders import SetClock
from tests.adapters.outbound.stub import Stub, a_client, stubbed, whole
from tests.journeys.building import a_document
from tests.serving import NOON

pytestmark = pytest.mark.net
PATH = "/client/v4/zones/zz/purge_cache"
KEY = "n0t-to-be-logged"


@dataclass(frozen=True)
class Bench:
    """A purger of one home towards a stub of Cloudflare."""

    storage: Storage
    queue: PurgeQueue
    purger: Purger
    stub: Stub
    clock: SetClock

    async def later(self) -> None:
        """Go on after a change has settled."""
        await self.purger.once()
        self.clock.at += timedelta(seconds=10)
        await self.purger.once()


@asynccontextmanager
async def benched(home: Path) -> AsyncIterator[Bench]:
    """Set up a purger over a home, with one block, one brand and one message."""
    clock = SetClock(NOON)
    storage = open_storage(read_settings({}, {"home": home}), clock)
    if not await storage.brands.all():
        await storage.brands.put(Brand(name="northbeam", title="Northbeam"))
        await storage.blocks.publish("hero", a_document("hero"), "")
        await storage.messages.put([Message(key=MessageKey(""), name="may", blocks=("hero",))])
    queue = PurgeQueue(home / "run", now=clock)
    async with stubbed() as stub, a_client(stub) as client:
        stub.answers[PATH] = whole(b'{"success": true}')
        purger = Purger(
            queue,
            Watch(
                storage.database.notices.number,
                blocks=storage.blocks,
                brands=storage.brands,
                messages=storage.messages,
            ),
            target=Target(cdn=Cdn.CLOUDFLARE, apis=(stub.url(""),), zone="zz", key=KEY),
            server=client,
            now=clock,
            addresses=SharedAddresses(home / "run"),
            lock=home / "run" / "purges.lock",
        )
        try:
            yield Bench(storage, queue, purger, stub, clock)
        finally:
            storage.database.close()


async def test_a_publication_is_purged_once(tmp_path):
    """The block's tag goes out, after what was being answered has been, and only once."""
    async with benched(tmp_path) as bench:
        await bench.purger.once()
        await bench.storage.blocks.publish("hero", a_document("hero", headline="New"), "")
        await bench.purger.once()
        assert set(bench.queue.read().pending) == {"block-hero"}
        assert bench.stub.asked == []
        bench.clock.at += timedelta(seconds=10)
        await bench.purger.once()
        await bench.later()
        assert len(bench.stub.asked) == 1
        assert bench.queue.read().sent == 1


async def test_every_kind_of_change_is_noticed(tmp_path):
    """Stock and products by kind, brands and messages by name, assets by everything."""
    async with benched(tmp_path) as bench:
        storage = bench.storage
        await bench.purger.once()
        await storage.products.put([Product(sku="A", name="A")])
        await storage.brands.put(Brand(name="northbeam", title="Other"))
        (message,) = (await storage.messages.page(cursor="", limit=9)).items
        await storage.messages.put([Message(key=message.key, name="may", params={"a": 1})])
        await bench.purger.once()
        tags = set(bench.queue.read().pending)
        assert {"products", "brand-northbeam", f"message-{message.key}"} <= tags
        assert "block-hero" not in tags


async def test_what_changed_while_nobody_looked_is_purged(tmp_path):
    """After a restart the numbers tell that something was published, so everything goes."""
    async with benched(tmp_path) as bench:
        await bench.purger.once()
        await bench.storage.blocks.publish("hero", a_document("hero", headline="New"), "")
    async with benched(tmp_path) as bench:
        await bench.purger.once()
        assert set(bench.queue.read().pending) == {"shared"}


async def test_a_refusal_is_said_in_words_and_tried_again(tmp_path, caplog):
    """The error names what to check, not the secret; when the CDN recovers, the tag goes out."""
    async with benched(tmp_path) as bench:
        bench.stub.answers[PATH] = whole(b"{}", status=b"HTTP/1.1 403 No\r\n")
        bench.queue.add(["block-hero"])
        await bench.later()
        state = bench.queue.read()
        assert "OPENTIME_CDN_KEY" in state.error
        assert (state.failed, set(state.pending)) == (1, {"block-hero"})
        bench.stub.answers[PATH] = whole(b'{"success": true}')
        await bench.later()
        assert bench.queue.read().pending == {}
        assert bench.queue.read().error == ""
        assert KEY not in caplog.text


@pytest.mark.parametrize(
    "answer",
    [
        whole(b'{"success" : false}'),
        whole(b"", b"Retry-After: 30", status=b"HTTP/1.1 429 Slow\r\n"),
        whole(b"", status=b"HTTP/1.1 500 Oh\r\n"),
        b"garbage",
    ],
)
async def test_what_is_no_success_is_none(tmp_path, answer):
    """Whatever a CDN says but success leaves the tag where it is."""
    async with benched(tmp_path) as bench:
        bench.stub.answers[PATH] = answer
        bench.queue.add(["block-hero"])
        await bench.later()
        state = bench.queue.read()
        assert (state.failed, set(state.pending)) == (1, {"block-hero"})
        assert KEY not in state.error


async def test_the_secret_is_in_no_file(tmp_path):
    """Neither the queue nor anything else under the home holds the key."""
    async with benched(tmp_path) as bench:
        bench.queue.add(["block-hero"])
        await bench.later()
    held = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(KEY.encode() in body for body in held)

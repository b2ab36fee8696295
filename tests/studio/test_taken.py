"""What is made with an id that exists is refused, also of two who make it at once."""

import asyncio
from dataclasses import dataclass

import pytest

from app.adapters.sqlite.audit import SqliteAudit
from app.adapters.sqlite.blocks import SqliteBlocks
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.messages import SqliteMessages
from app.adapters.sqlite.products import SqliteProducts
from app.adapters.sqlite.sources import SqliteSources
from app.adapters.sqlite.stores import SqliteStores
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.composition.source_desk import SourceDesk
from app.errors import Taken
from app.model.brand import Brand
from app.model.keys import MessageKey
from app.model.message import Message
from app.model.product import Product
from app.model.store import Store
from app.model.subscriber import Subscriber
from app.studio.messages import MessageService
from app.studio.profiles import ProfileService
from app.studio.records import RecordService
from app.studio.shelving import ShelvingService
from app.studio.sources import SourceService
from tests.adapters.builders import SetClock


class OneBrand:
    """The brands of a home that has one."""

    async def all(self):
        """Return it."""
        return [Brand(name="house", title="House")]


class NoSecrets:
    """The secrets of a home that has none."""

    async def names(self):
        """Return their names."""
        return ()


@dataclass
class Tables:
    """Where sources and their secrets are kept."""

    table: SqliteSources
    secrets: NoSecrets


class Makers:
    """What makes each noun of a database, by an id and a name that tells who did."""

    def __init__(self, database):
        clock = SetClock()
        blocks, audit = SqliteBlocks(database, clock), SqliteAudit(database, clock)
        messages = SqliteMessages(database)
        self._shelving = ShelvingService(
            blocks=blocks, messages=messages, audit=audit, empty=lambda: "block: empty\n"
        )
        self._messages = MessageService(messages=messages, brands=None, audit=audit)
        self._records = RecordService(
            stores=SqliteStores(database), products=SqliteProducts(database), stock=None,
            audit=audit, refresh=self._refresh, now=clock,
        )  # fmt: skip
        self._profiles = ProfileService(
            subscribers=SqliteSubscribers(database), erase=None, audit=audit, now=clock
        )
        desk = SourceDesk(brands=OneBrand(), sources=Tables(SqliteSources(database), NoSecrets()))
        self._sources = SourceService(desk=desk, trials=None, blocks=blocks, audit=audit)

    async def block(self, name):
        """Make a block."""
        await self._shelving.create("x", by=name)
        return "x"

    async def message(self, name):
        """Make a message; it is asked for by key."""
        wanted = Message(key=MessageKey(""), name="x", title=name)
        return (await self._messages.create(wanted, by=name)).key

    async def store(self, name):
        """Make a store."""
        await self._records.add_store(
            Store(external_id="x", name=name, lat=0.0, lon=0.0, tz="UTC"), by=name
        )
        return "x"

    async def product(self, name):
        """Make a product."""
        await self._records.add_product(Product(sku="x", name=name), by=name)
        return "x"

    async def subscriber(self, name):
        """Make a profile; it is asked for by key."""
        person = Subscriber(key="", external_id="x", attributes={"name": name})
        return (await self._profiles.add(person, by=name)).key

    async def source(self, name):
        """Make a source; it is asked for by its brand and name."""
        read = "read: {as: csv, key: a, fields: {a: A}}"
        text = f"source: x\nurl: https://{name}.example/\n{read}\n"
        await self._sources.add(text, by=name)
        return "house"

    async def _refresh(self):
        pass


@pytest.mark.parametrize("noun", ["block", "message", "store", "product", "subscriber", "source"])
async def test_of_two_who_make_the_same_one_is_refused(tmp_path, noun):
    """The refusal names the id, and where the one that is there is found."""
    database = Database(tmp_path)
    make = getattr(Makers(database), noun)
    answers = await asyncio.gather(*map(make, "abcd"), return_exceptions=True)
    database.close()
    (made,) = [each for each in answers if isinstance(each, str)]
    refused = [each for each in answers if isinstance(each, Taken)]
    assert [made] * 3 == [each.there for each in refused]
    assert all("'x' already" in each.message for each in refused)

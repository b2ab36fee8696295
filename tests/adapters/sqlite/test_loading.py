"""Bulk loading writes what single writes would, in batches, counted exactly."""

import asyncio

import pytest

from app.adapters.sqlite.bulk import new_keys
from app.adapters.sqlite.database import Database
from app.adapters.sqlite.documents import profile_document
from app.adapters.sqlite.products import SqliteProducts
from app.adapters.sqlite.stock import SqliteStock
from app.adapters.sqlite.stores import SqliteStores
from app.adapters.sqlite.subscribers import SqliteSubscribers
from app.errors import Unacceptable
from app.model.keys import is_key
from app.model.ports import Written
from tests.adapters.builders import (
    a_full_subscriber,
    a_level,
    a_product,
    a_store,
    a_subscriber,
)


@pytest.fixture
def database(home):
    """Open the database of a home."""
    opened = Database(home)
    yield opened
    opened.close()


def rows_of(subscribers):
    """Return what an importer hands over."""
    return [(s.external_id, profile_document(s)) for s in subscribers]


async def test_loading_and_putting_agree_byte_for_byte(database):
    """What an importer loaded, the API finds unchanged, and the other way round."""
    subscribers = SqliteSubscribers(database)
    people = [a_full_subscriber("a"), a_subscriber("b")]

    assert Written(created=2) == subscribers.load(rows_of(people))
    assert Written(unchanged=2) == await subscribers.put(people)
    assert Written(unchanged=2) == subscribers.load(rows_of(people))


async def test_loading_again_is_a_no_op_and_keeps_keys(database):
    """A re-run changes nothing; a changed row keeps its key; repeated rows count as unchanged."""
    subscribers = SqliteSubscribers(database)
    subscribers.load(rows_of(a_subscriber(f"s{n}") for n in range(25)), batch=10)
    keys = dict(subscribers.keys())

    changed = rows_of(a_subscriber(f"s{n}", tz="UTC" if n == 3 else "") for n in range(26))
    written = subscribers.load([*changed, changed[-1]], batch=30)

    assert Written(created=1, updated=1, unchanged=25) == written
    assert keys.items() <= dict(subscribers.keys()).items()
    assert (await subscribers.get(keys["s3"])).tz == "UTC"


def test_loading_tells_how_far_it_is(database):
    """After each batch the count so far is reported; the last one is the result."""
    told = []

    written = SqliteSubscribers(database).load(
        rows_of(a_subscriber(f"s{n}") for n in range(25)), batch=10, progress=told.append
    )

    assert [count.created for count in told] == [10, 20, 25]
    assert told[-1] == written


def test_a_load_can_begin_small(database):
    """With a first size, each batch has twice the rows of the one before, up to the limit."""
    told = []

    SqliteSubscribers(database).load(
        rows_of(a_subscriber(f"s{n}") for n in range(30)), batch=10, first=3, progress=told.append
    )

    assert [count.created for count in told] == [3, 9, 19, 29, 30]


def test_loading_nothing_writes_nothing(database):
    """An empty import is a count of zeros."""
    assert Written() == SqliteSubscribers(database).load([])


def test_what_was_loaded_before_a_failure_stays(database):
    """A source that breaks off leaves its finished batches; the next run completes them."""
    subscribers = SqliteSubscribers(database)
    rows = rows_of(a_subscriber(f"s{n}") for n in range(25))

    def broken():
        yield from rows[:22]
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        subscribers.load(broken(), batch=10)

    assert Written(created=5, unchanged=20) == subscribers.load(rows)


async def test_other_writers_get_their_turn(home, database):
    """While one process loads, another's writes are served between the batches."""
    other = Database(home)
    rows = rows_of(a_subscriber(f"s{n}") for n in range(20_000))
    loading = asyncio.create_task(
        asyncio.to_thread(SqliteSubscribers(database).load, rows, batch=500)
    )

    served = 0
    while not loading.done():
        await SqliteSubscribers(other).put([a_subscriber(f"other-{served}")])
        served += 1

    assert await loading == Written(created=20_000)
    assert await SqliteSubscribers(other).count() == 20_000 + served
    other.close()


def test_stores_products_and_stock_are_loaded(database):
    """The other tables load in batches and count alike."""
    stores = [a_store(f"S{n}") for n in range(7)]
    products = [a_product(f"P{n}") for n in range(7)]
    levels = [a_level(p.sku, s.external_id) for p in products for s in stores]

    assert Written(created=7) == SqliteStores(database).load(stores, batch=3)
    assert Written(created=7) == SqliteProducts(database).load(products, batch=3)
    assert Written(created=49) == SqliteStock(database).load(levels, batch=10)
    assert Written(unchanged=49) == SqliteStock(database).load(iter(levels), batch=10)
    with pytest.raises(Unacceptable, match="S9"):
        SqliteStock(database).load([a_level("P1", "S9")])


def test_new_keys_are_keys():
    """Keys drawn at once have the shape of all keys and do not repeat."""
    keys = new_keys(1000)

    assert all(map(is_key, keys))
    assert len(set(keys)) == 1000
    assert set("".join(keys)) == set("abcdefghijklmnopqrstuvwxyz234567")

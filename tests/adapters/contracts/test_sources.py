"""The contract of SourceTable and Secrets."""

from datetime import timedelta

import pytest

from app.adapters.sealing import Seal
from app.adapters.sqlite.database import FILE
from app.errors import StorageFailing, Unacceptable
from app.model.ports import Written
from app.model.source import Feeds, Signing
from tests.adapters.builders import NOON, a_source

CANARY = "canary-91f3-never-on-the-disk"


async def test_a_source_comes_back_whole(adapters):
    """Every field of a source is read back, from the process and from the list."""
    source = a_source(
        "reviews",
        headers=(("X-Key", "{secret:k}"),),
        signing=Signing(secret="hmac", header="X-Signature"),
        every=timedelta(minutes=5),
        deadline=timedelta(milliseconds=120),
        stale_for=timedelta(days=2),
        feeds=Feeds.STOCK,
        lookup="[params.sku]",
        is_snapshot=False,
        paused=True,
    )

    assert Written(created=1) == await adapters.sources.put(source)

    assert adapters.sources.specs("north") == {"reviews": source}
    assert await adapters.sources.all() == (source,)
    assert adapters.sources.specs("another brand") == {}


async def test_a_source_is_replaced_and_deleted(adapters):
    """Of two writes of the same name the later stands; an equal one changes nothing."""
    await adapters.sources.put(a_source("a"))
    new = a_source("a", url="https://feeds.example/new")

    assert Written(updated=1) == await adapters.sources.put(new)
    assert Written(unchanged=1) == await adapters.sources.put(new)
    assert adapters.sources.specs("north")["a"] == new

    assert await adapters.sources.delete("north", "a")
    assert not await adapters.sources.delete("north", "a")
    assert adapters.sources.specs("north") == {}


async def test_another_process_sees_a_new_source_at_once(open_adapters):
    """What one process configures the next question of another knows."""
    one, other = open_adapters(), open_adapters()
    assert other.sources.specs("north") == {}

    await one.sources.put(a_source("a"))

    assert set(other.sources.specs("north")) == {"a"}


async def test_a_secret_is_told_to_requests_alone(adapters):
    """A secret is listed by its name and opened by its name."""
    await adapters.secrets.put("api", CANARY)

    (listed,) = await adapters.secrets.names()

    assert (listed.name, listed.set_at) == ("api", NOON)
    assert CANARY not in repr(listed)
    assert await adapters.secrets.value("api") == CANARY
    assert await adapters.secrets.value("another") is None


async def test_a_secret_is_replaced_and_deleted(adapters):
    """The last value counts, and a deleted one is gone."""
    await adapters.secrets.put("api", "first")
    await adapters.secrets.put("api", "second")
    assert await adapters.secrets.value("api") == "second"

    assert await adapters.secrets.delete("api")

    assert await adapters.secrets.value("api") is None
    assert not await adapters.secrets.delete("api")


async def test_no_byte_of_a_secret_is_on_the_disk(adapters, home):
    """Neither the database nor its log holds what a secret says."""
    await adapters.secrets.put("api", CANARY)

    held = b"".join(path.read_bytes() for path in home.glob(f"{FILE}*"))

    assert b"api" in held
    assert CANARY.encode() not in held


async def test_what_is_no_text_is_refused(adapters):
    """An unpaired surrogate cannot be stored, and it is said which."""
    with pytest.raises(Unacceptable) as refused:
        await adapters.secrets.put("api", "\ud800")

    assert refused.value.field == "value"
    assert "\ud800" not in str(refused.value)


def test_equal_secrets_are_sealed_differently():
    """Nobody sees from the outside that two secrets are the same."""
    seal = Seal(b"k" * 32)

    assert seal.seal("a", "same") != seal.seal("a", "same")


@pytest.mark.parametrize(
    ("home_secret", "name"), [(b"k" * 32, "other"), (b"x" * 32, "api")], ids=["name", "home"]
)
def test_a_sealed_secret_opens_where_it_was_sealed_alone(home_secret, name):
    """Moved to another name, or to another home, it does not open."""
    sealed = Seal(b"k" * 32).seal("api", CANARY)

    with pytest.raises(StorageFailing, match="cannot be opened"):
        Seal(home_secret).open(name, sealed)


def test_a_damaged_secret_is_named():
    """Bytes that were changed on the disk open nothing."""
    with pytest.raises(StorageFailing, match="api"):
        Seal(b"k" * 32).open("api", b"short")

"""The contract of Profiles and Subscribers."""

from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Conflict, Unacceptable
from app.model.keys import SubscriberKey, is_key, new_key
from app.model.ports import Written
from tests.adapters.builders import a_full_subscriber, a_message, a_subscriber

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBER = st.integers(-(2**80), 2**80) | st.floats(allow_nan=False, allow_infinity=False)
ATTRIBUTES = st.dictionaries(TEXT, st.none() | st.booleans() | NUMBER | TEXT, max_size=5)


async def test_a_profile_comes_back_whole(adapters):
    """Every field in every script is read as it was written."""
    subscriber = a_full_subscriber("kunde/ü 1")

    await adapters.subscribers.put([subscriber])

    assert subscriber == await adapters.profiles.read(subscriber.key)
    assert subscriber == await adapters.subscribers.get("kunde/ü 1")
    assert subscriber == await adapters.subscribers.get(subscriber.key)


async def test_attributes_may_be_any_mapping(adapters):
    """A read-only view of attributes is stored like the attributes."""
    view = MappingProxyType({"b": 1, "a": "x"})

    await adapters.subscribers.put([a_subscriber("a", attributes=view)])
    await adapters.messages.put([a_message("m", params=view)])

    assert dict(view) == (await adapters.subscribers.get("a")).attributes
    assert dict(view) == (await adapters.messages.get("m")).params


async def test_an_empty_profile_comes_back_empty(adapters):
    """A subscriber of whom nothing is known is still one."""
    subscriber = a_subscriber('quo"te')

    await adapters.subscribers.put([subscriber])

    assert subscriber == await adapters.profiles.read(subscriber.key)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(external_id=TEXT.filter(lambda t: t not in ("", "anonymous")), attributes=ATTRIBUTES)
async def test_any_attributes_come_back(adapters, external_id, attributes):
    """Whatever JSON can hold is stored unchanged, and storing it again changes nothing."""
    subscriber = a_subscriber(external_id, attributes=attributes)

    await adapters.subscribers.put([subscriber])
    again = await adapters.subscribers.put([subscriber])

    stored = await adapters.subscribers.get(external_id)
    assert (attributes, Written(unchanged=1)) == (stored.attributes, again)


@pytest.mark.parametrize("key", ["anonymous", "", "a" * 26, "%%key%%", "\ud800"])
async def test_nobody_is_behind_an_unknown_key(adapters, key):
    """Unknown and malformed keys read as nobody, never as an error."""
    assert await adapters.profiles.read(SubscriberKey(key)) is None


async def test_unknown_idents_are_nobody(adapters):
    """An ident that is neither a key nor an external id is nobody."""
    assert await adapters.subscribers.get("crm-9") is None
    assert await adapters.subscribers.get(new_key()) is None
    assert not await adapters.subscribers.erase("crm-9")


async def test_writes_are_counted_exactly(adapters):
    """Created, updated and unchanged rows are told apart; a repeated row is unchanged."""
    first = [a_subscriber("a"), a_subscriber("b"), a_subscriber("b")]

    assert Written(created=2, unchanged=1) == await adapters.subscribers.put(first)
    assert Written(unchanged=2) == await adapters.subscribers.put(first[:2])
    mixed = [a_subscriber("a"), a_subscriber("b", language="de"), a_subscriber("c")]
    assert Written(created=1, updated=1, unchanged=1) == await adapters.subscribers.put(mixed)
    assert await adapters.subscribers.count() == 3


async def test_the_last_of_repeated_rows_wins(adapters):
    """Of two rows with one external id in a write, the later is stored."""
    earlier, later = a_subscriber("a", tz="UTC"), a_subscriber("a", tz="Asia/Tokyo")

    await adapters.subscribers.put([earlier, later])

    assert (await adapters.subscribers.get("a")).tz == "Asia/Tokyo"


async def test_an_existing_row_keeps_its_key(adapters):
    """URLs that were sent stay valid when the profile is written again."""
    sent = a_subscriber("a")
    await adapters.subscribers.put([sent])

    await adapters.subscribers.put([a_subscriber("a", language="fr")])

    assert (await adapters.profiles.read(sent.key)).language == "fr"


async def test_an_empty_key_asks_for_one(adapters):
    """Whoever has no key for a new subscriber gets one of the right shape."""
    await adapters.subscribers.put([a_subscriber("a", key="")])

    assert is_key((await adapters.subscribers.get("a")).key)


async def test_a_key_belongs_to_one_person(adapters):
    """A new subscriber cannot take the key of another; nothing of that write is stored."""
    taken = a_subscriber("a")
    await adapters.subscribers.put([taken])

    with pytest.raises(Conflict):
        await adapters.subscribers.put([a_subscriber("b"), a_subscriber("c", key=taken.key)])

    assert await adapters.subscribers.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (a_subscriber(""), "external_id"),
        (a_subscriber("anonymous"), "external_id"),
        (a_subscriber("\ud800"), "external_id"),
        (a_subscriber("a", key="short"), "key"),
        (a_subscriber("a", attributes={"x": "\ud800"}), "attributes"),
        (a_subscriber("a", attributes={"x": object()}), "attributes"),
    ],
)
async def test_what_cannot_be_stored_is_refused(adapters, wrong, field):
    """A profile that storage could not give back is refused by field, with a remedy."""
    with pytest.raises(Unacceptable) as refusal:
        await adapters.subscribers.put([a_subscriber("fine"), wrong])

    assert (field, True) == (refusal.value.field, bool(refusal.value.remedy))
    assert await adapters.subscribers.count() == 0


async def test_pages_follow_creation_and_survive_writes(adapters):
    """A list read in pages of 1,000 shows each row once though rows come and go meanwhile."""
    await adapters.subscribers.put([a_subscriber(f"s{i:04}") for i in range(2500)])

    first = await adapters.subscribers.page(cursor="", limit=1000)
    await adapters.subscribers.erase("s0001")
    await adapters.subscribers.put([a_subscriber("a-late-one"), a_subscriber("s0002", tz="UTC")])
    second = await adapters.subscribers.page(cursor=first.cursor, limit=1000)
    third = await adapters.subscribers.page(cursor=second.cursor, limit=1000)

    seen = [s.external_id for page in (first, second, third) for s in page.items]
    assert [*(f"s{i:04}" for i in range(2500)), "a-late-one"] == seen
    assert third.cursor == ""


async def test_a_page_that_ends_the_list_has_no_cursor(adapters):
    """A list of exactly one page does not promise another."""
    await adapters.subscribers.put([a_subscriber("a"), a_subscriber("b")])

    assert (await adapters.subscribers.page(cursor="", limit=2)).cursor == ""


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "9" * 40, "\ud800"])
async def test_a_strange_cursor_is_refused(adapters, cursor):
    """A cursor that no page has given out names itself in the refusal."""
    with pytest.raises(Unacceptable, match="cursor"):
        await adapters.subscribers.page(cursor=cursor, limit=2)


async def test_an_erased_person_is_unknown(adapters):
    """After erasure by external id or by key nothing reads the person any more."""
    one, other = a_subscriber("a"), a_subscriber("b")
    await adapters.subscribers.put([one, other])

    assert await adapters.subscribers.erase("a")
    assert await adapters.subscribers.erase(other.key)

    assert await adapters.profiles.read(one.key) is None
    assert await adapters.subscribers.count() == 0
    assert not await adapters.subscribers.erase("a")


async def test_a_write_is_seen_by_other_processes_at_once(open_adapters):
    """What one process wrote, another reads with its next read."""
    here, there = open_adapters(), open_adapters()
    subscriber = a_subscriber("a")
    assert await there.profiles.read(subscriber.key) is None

    await here.subscribers.put([subscriber])

    assert subscriber == await there.profiles.read(subscriber.key)
